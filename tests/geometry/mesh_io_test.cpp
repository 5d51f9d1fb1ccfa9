#include "geometry/mesh_io.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "fixtures/shared_data.h"
#include "fixtures/temporary_folder.h"

using namespace stubble;
using fixtures::TemporaryFolder;
using testing::HasSubstr;

namespace {

void write_text(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

const std::string obj_cube =
    "v 0 0 0\nv 2 0 0\nv 2 2 0\nv 0 2 0\nv 0 0 2\nv 2 0 2\nv 2 2 2\nv 0 2 2\n"
    "f 4 3 2 1\nf 5 6 7 8\nf 1 2 6 5\nf 2 3 7 6\nf 3 4 8 7\nf 4 1 5 8\n";

// The same cube's bottom and top as STL, which repeats every corner.
const std::string stl_square =
    "solid s\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 2 0 0\nvertex 2 2 0\nendloop\n"
    "endfacet\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 2 2 0\nvertex 0 2 0\nendloop\n"
    "endfacet\nendsolid s\n";

const std::string ply_square =
    "ply\nformat ascii 1.0\nelement vertex 4\nproperty float x\nproperty float y\nproperty float "
    "z\n"
    "element face 1\nproperty list uchar int vertex_indices\nend_header\n0 0 0\n2 0 0\n2 2 0\n0 2 "
    "0\n"
    "4 0 1 2 3\n";

// A triangle with sides of 2 along x and y, as glTF with its numbers in the text.
const std::string gltf_triangle =
    R"({"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],)"
    R"("meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],)"
    R"("buffers":[{"byteLength":36,"uri":"data:application/octet-stream;base64,)"
    R"(AAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAEAAAAAA"}],)"
    R"("bufferViews":[{"buffer":0,"byteOffset":0,"byteLength":36}],)"
    R"("accessors":[{"bufferView":0,"byteOffset":0,"componentType":5126,"count":3,"type":"VEC3",)"
    R"("max":[2,2,0],"min":[0,0,0]}]})";

std::string refusal(const std::filesystem::path& path) {
    const auto mesh = read_mesh(path);
    return mesh.ok() ? "" : mesh.error().line();
}

}  // namespace

TEST(MeshIo, EveryFormatGivesTheSurfaceInTheFile) {
    const TemporaryFolder folder;
    write_text(folder / "cube.obj", obj_cube);
    write_text(folder / "square.stl", stl_square);
    write_text(folder / "square.ply", ply_square);
    write_text(folder / "triangle.gltf", gltf_triangle);
    const auto cube = read_mesh(folder / "cube.obj");
    ASSERT_TRUE(cube.ok()) << cube.error().line();
    EXPECT_EQ(cube->triangles.size(), 12U);
    EXPECT_DOUBLE_EQ(surface_area_mm2(*cube), 24.0);
    for (const char* name : {"square.stl", "square.ply"}) {
        const auto square = read_mesh(folder / name);
        ASSERT_TRUE(square.ok()) << square.error().line();
        EXPECT_EQ(square->triangles.size(), 2U) << name;
        EXPECT_DOUBLE_EQ(surface_area_mm2(*square), 4.0) << name;
    }
    const auto triangle = read_mesh(folder / "triangle.gltf");
    ASSERT_TRUE(triangle.ok()) << triangle.error().line();
    EXPECT_DOUBLE_EQ(surface_area_mm2(*triangle), 2.0);
}

TEST(MeshIo, VerticesAtTheSamePlaceBecomeOne) {
    const TemporaryFolder folder;
    write_text(folder / "square.stl", stl_square);
    EXPECT_EQ(read_mesh(folder / "square.stl")->vertices_mm.size(), 4U);
    write_text(folder / "cube.obj", obj_cube);
    EXPECT_EQ(read_mesh(folder / "cube.obj")->vertices_mm.size(), 8U);
}

TEST(MeshIo, TheUnitScalesTheMesh) {
    const TemporaryFolder folder;
    write_text(folder / "cube.obj", obj_cube);
    EXPECT_DOUBLE_EQ(surface_area_mm2(*read_mesh(folder / "cube.obj", 10.0)), 2400.0);
}

TEST(MeshIo, WhatIsNoMeshIsRefusedInOneLine) {
    const TemporaryFolder folder;
    EXPECT_THAT(refusal(folder / "none.obj"), HasSubstr("no such file"));
    write_text(folder / "mesh.3ds", "x");
    EXPECT_THAT(refusal(folder / "mesh.3ds"), HasSubstr("known format"));
    write_text(folder / "empty.obj", "");
    write_text(folder / "noise.ply", "this is no mesh\n\1\2\3");
    write_text(folder / "half.ply", ply_square.substr(0, 120));
    write_text(folder / "noise.glb", std::string(4000, 'g'));
    write_text(folder / "noise.stl", "solid");
    for (const char* name : {"empty.obj", "noise.ply", "half.ply", "noise.glb", "noise.stl"}) {
        const std::string line = refusal(folder / name);
        EXPECT_THAT(line, HasSubstr(name));
        EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    }
    write_text(folder / "points.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\n");
    EXPECT_NE(refusal(folder / "points.obj"), "");
    write_text(folder / "nan.obj", "v nan 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
    EXPECT_THAT(refusal(folder / "nan.obj"), HasSubstr("no number"));
    write_text(folder / "flat.obj", "v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n");
    EXPECT_THAT(refusal(folder / "flat.obj"), HasSubstr("no area"));
}

TEST(MeshIo, TheScannedHeadHasItsMeasuredBreadth) {
    SKIP_WITHOUT_SHARED_DATA();
    const auto head = read_mesh(fixtures::shared_data("mesh/ict/generic_neutral_mesh.obj"), 10.0);
    ASSERT_TRUE(head.ok()) << head.error().line();
    // 25,836 quads and 548 triangles.
    EXPECT_EQ(head->triangles.size(), 2U * 25'836U + 548U);
    const auto fsaverage = read_mesh(fixtures::shared_data("mesh/debian/fsaverage-head.obj"));
    EXPECT_EQ(fsaverage->triangles.size(), 4'062U);
    EXPECT_EQ(fsaverage->vertices_mm.size(), 2'033U);
}
