#include "geometry/triangle_mesh.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "fixtures/surface_meshes.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

std::string message(const TriangleMesh& mesh) {
    const Status status = check_mesh(mesh, "head.obj");
    return status.ok() ? "" : status.error().line();
}

// Number of triangles whose normal points away from the origin.
std::size_t outward(const TriangleMesh& mesh) {
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    std::size_t count = 0;
    for (std::size_t t = 0; t < normals.size(); ++t) {
        count += normals[t].dot(mesh.corner(t, 0)) > 0.0F ? 1 : 0;
    }
    return count;
}

}  // namespace

TEST(TriangleMesh, AreaIsThatOfTheTriangles) {
    const TriangleMesh mesh{{{0, 0, 0}, {3, 0, 0}, {0, 4, 0}, {0, 0, 5}}, {{0, 1, 2}, {0, 1, 3}}};
    EXPECT_DOUBLE_EQ(triangle_area_mm2(mesh, 0), 6.0);
    EXPECT_DOUBLE_EQ(surface_area_mm2(mesh), 13.5);
}

TEST(TriangleMesh, NormalsAreUnitAndFollowTheWinding) {
    const TriangleMesh mesh{{{0, 0, 0}, {3, 0, 0}, {0, 4, 0}}, {{0, 1, 2}}};
    EXPECT_EQ(agreeing_normals(mesh).front(), Vector3f(0, 0, 1));
    EXPECT_EQ(agreeing_normals(turned_over(mesh)).front(), Vector3f(0, 0, -1));
}

TEST(TriangleMesh, NormalsOfAWellWoundSphereAllPointOutward) {
    const TriangleMesh sphere = sphere_mesh(10.0, 3);
    EXPECT_EQ(outward(sphere), sphere.triangles.size());
    EXPECT_EQ(outward(turned_over(sphere)), 0U);
}

// A quarter of the windings are wrong: the side of most of the area is kept.
TEST(TriangleMesh, NormalsAgreeWhereWindingsDoNot) {
    TriangleMesh sphere = sphere_mesh(10.0, 3);
    for (std::size_t t = 0; t < sphere.triangles.size(); t += 4) {
        std::swap(sphere.triangles[t][0], sphere.triangles[t][1]);
    }
    EXPECT_EQ(outward(sphere), sphere.triangles.size());
}

TEST(TriangleMesh, NormalsOfRandomWindingsAllPointOutwardOrAllInward) {
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
        const TriangleMesh sphere = with_random_windings(sphere_mesh(10.0, 3), seed);
        const std::size_t count = outward(sphere);
        EXPECT_TRUE(count == 0 || count == sphere.triangles.size()) << count;
    }
}

TEST(TriangleMesh, EachConnectedPartKeepsItsOwnSide) {
    TriangleMesh mesh = two_sheets(10.0, 1.0, 0.3F);
    mesh.triangles[7] = {mesh.triangles[7][0], mesh.triangles[7][2], mesh.triangles[7][1]};
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    for (std::size_t t = 0; t < normals.size(); ++t) {
        EXPECT_EQ(normals[t].z(), t < normals.size() / 2 ? 1.0F : -1.0F);
    }
}

TEST(TriangleMesh, TrianglesWithoutAreaHaveNoNormal) {
    const TriangleMesh mesh = sliver_mesh(8.0, 5.0, 0.01);
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    for (std::size_t t = 0; t < normals.size(); ++t) {
        if (triangle_area_mm2(mesh, t) == 0.0) {
            EXPECT_EQ(normals[t], Vector3f(0, 0, 0));
        } else {
            EXPECT_NEAR(normals[t].norm(), 1.0F, 1e-6F);
        }
    }
}

TEST(TriangleMesh, LeavesOnOneEdgeEachHaveNormalsAcrossThemselves) {
    const TriangleMesh mesh = with_random_windings(three_leaves(5.0, 8.0), 4);
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    for (std::size_t leaf = 0; leaf < 3; ++leaf) {
        EXPECT_NEAR(normals[2 * leaf].dot(normals[2 * leaf + 1]), 1.0F, 1e-5F);
        EXPECT_NEAR(normals[2 * leaf].z(), 0.0F, 1e-6F);
    }
}

// There is no outer side; neighbours disagree at one place at most.
TEST(TriangleMesh, AMoebiusBandAgreesEverywhereButAtOneSeam) {
    for (const std::uint64_t seed : {1, 2, 3}) {
        const TriangleMesh mesh = with_random_windings(moebius_mesh(10.0, 4.0, 100), seed);
        const std::vector<Vector3f> normals = agreeing_normals(mesh);
        int seams = 0;
        for (std::size_t t = 0; t < normals.size(); ++t) {
            seams += normals[t].dot(normals[(t + 1) % normals.size()]) < 0.0F ? 1 : 0;
        }
        EXPECT_EQ(seams, 1);
    }
}

TEST(TriangleMesh, AGoodMeshHasNothingToComplainAbout) {
    EXPECT_EQ(message(sphere_mesh(10.0, 1)), "");
    EXPECT_EQ(message(sliver_mesh(8.0, 5.0, 0.01)), "");
    EXPECT_EQ(message(three_leaves(5.0, 8.0)), "");
}

TEST(TriangleMesh, AnEmptyMeshIsRefused) {
    EXPECT_EQ(message({}), "head.obj: holds no triangles; give a mesh with a surface");
    EXPECT_NE(message({{{0, 0, 0}}, {}}), "");
}

TEST(TriangleMesh, ACoordinateThatIsNoNumberIsNamed) {
    TriangleMesh mesh = sphere_mesh(10.0, 1);
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        mesh.vertices_mm[4].y() = bad;
        EXPECT_EQ(message(mesh),
                  "head.obj: vertex 5 has a coordinate that is no number; repair the file");
    }
}

TEST(TriangleMesh, ATriangleWithoutItsVertexIsNamed) {
    TriangleMesh mesh = sphere_mesh(10.0, 1);
    mesh.triangles[2][1] = static_cast<std::uint32_t>(mesh.vertices_mm.size());
    EXPECT_EQ(message(mesh),
              "head.obj: triangle 3 names a vertex that is not there; repair the file");
}

TEST(TriangleMesh, ASurfaceWithoutAreaIsRefused) {
    const TriangleMesh line{{{0, 0, 0}, {1, 0, 0}, {2, 0, 0}}, {{0, 1, 2}, {0, 0, 1}}};
    EXPECT_EQ(message(line), "head.obj: its surface has no area; give a mesh with a surface");
}

TEST(TriangleMesh, TooManyTrianglesAreRefusedWithTheLimit) {
    TriangleMesh mesh{{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}}, {}};
    mesh.triangles.assign(max_mesh_triangles + 1, {0, 1, 2});
    EXPECT_EQ(message(mesh), "head.obj: has 5000001 triangles; simplify it to at most 5000000");
}

TEST(TriangleMesh, VertexNormalsOfASpherePointAwayFromItsMiddle) {
    const TriangleMesh sphere = sphere_mesh(10.0, 3);
    const std::vector<Vector3f> normals = vertex_normals(sphere);
    for (std::size_t v = 0; v < normals.size(); ++v) {
        EXPECT_NEAR(normals[v].norm(), 1.0F, 1e-6F);
        EXPECT_GT(normals[v].dot(sphere.vertices_mm[v].normalized()), 0.9999F);
    }
}

// A corner of a cube, one side of which is cut into many triangles: only angles count.
TEST(TriangleMesh, VertexNormalsDoNotDependOnHowASideIsCutIntoTriangles) {
    TriangleMesh mesh{{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, {{0, 1, 2}, {0, 2, 3}}};
    std::uint32_t last = 3;
    for (int i = 1; i <= 4; ++i) {
        const auto next = i < 4 ? static_cast<std::uint32_t>(mesh.vertices_mm.size()) : 1U;
        if (i < 4) {
            mesh.vertices_mm.emplace_back(0.1F * i * i, 0.0F, 1.0F);
        }
        mesh.triangles.push_back({0, last, next});
        last = next;
    }
    const Vector3f corner = vertex_normals(mesh).front();
    EXPECT_TRUE(corner.isApprox(Vector3f(1, 1, 1).normalized(), 1e-5F) ||
                corner.isApprox(-Vector3f(1, 1, 1).normalized(), 1e-5F))
        << corner.transpose();
}

TEST(TriangleMesh, VerticesWithoutAreaAroundHaveNoNormal) {
    const TriangleMesh mesh{{{0, 0, 0}, {3, 0, 0}, {0, 4, 0}, {9, 9, 9}}, {{0, 1, 2}, {3, 3, 0}}};
    const std::vector<Vector3f> normals = vertex_normals(mesh);
    EXPECT_EQ(normals[0], Vector3f(0, 0, 1));
    EXPECT_TRUE(normals[3].isZero());
}
