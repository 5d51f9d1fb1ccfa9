#include "geometry/mesh_export.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "geometry/mesh_io.h"
#include "geometry/shape_meshes.h"

using namespace stubble;

namespace {

std::filesystem::path scratch(const std::string& name) {
    return std::filesystem::temp_directory_path() / ("stubble_mesh_export_" + name);
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Ball {
    TriangleMesh mesh = sphere_mesh(90.0, 3);
    std::vector<Vector3f> normals;
    Ball() {
        for (const Vector3f& v : mesh.vertices_mm) {
            normals.push_back(v.normalized());
        }
    }
};

}  // namespace

TEST(MeshExport, WhatIsWrittenReadsBackAsTheSameSurface) {
    const Ball ball;
    for (const std::string extension : {".obj", ".ply", ".glb"}) {
        const auto path = scratch("ball" + extension);
        ASSERT_TRUE(write_mesh(path, ball.mesh, ball.normals).ok()) << extension;
        const auto back = read_mesh(path, extension == ".glb" ? 1000.0 : 1.0);
        ASSERT_TRUE(back.ok()) << back.error().line();
        EXPECT_EQ(back->triangles.size(), ball.mesh.triangles.size());
        EXPECT_EQ(back->vertices_mm.size(), ball.mesh.vertices_mm.size());
        EXPECT_NEAR(surface_area_mm2(*back), surface_area_mm2(ball.mesh), 1.0) << extension;
        std::filesystem::remove(path);
    }
}

TEST(MeshExport, TheSameMeshGivesTheSameBytes) {
    const Ball ball;
    for (const std::string extension : {".obj", ".ply", ".glb"}) {
        const auto one = scratch("one" + extension);
        const auto two = scratch("two" + extension);
        ASSERT_TRUE(write_mesh(one, ball.mesh, ball.normals).ok());
        ASSERT_TRUE(write_mesh(two, ball.mesh, ball.normals).ok());
        EXPECT_EQ(bytes_of(one), bytes_of(two)) << extension;
        EXPECT_FALSE(bytes_of(one).empty());
        std::filesystem::remove(one);
        std::filesystem::remove(two);
    }
}

TEST(MeshExport, AnotherFormatIsRefusedBeforeAnyWork) {
    EXPECT_NE(check_mesh_output("head.fbx").error().line().find("head.fbx"), std::string::npos);
    const Ball ball;
    EXPECT_FALSE(write_mesh(scratch("ball.stl"), ball.mesh, ball.normals).ok());
    EXPECT_FALSE(std::filesystem::exists(scratch("ball.stl")));
}
