#include "geometry/shape_meshes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <utility>

using namespace stubble;

namespace {

// How often each edge is passed, by (from, to).
std::map<std::pair<std::uint32_t, std::uint32_t>, int> passes(const TriangleMesh& mesh) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> passes;
    for (const Triangle& t : mesh.triangles) {
        for (std::size_t i = 0; i < 3; ++i) {
            ++passes[{t[i], t[(i + 1) % 3]}];
        }
    }
    return passes;
}

// Edges without a partner in the other direction.
std::size_t border_edges(const TriangleMesh& mesh) {
    const auto edges = passes(mesh);
    std::size_t count = 0;
    for (const auto& [edge, times] : edges) {
        EXPECT_EQ(times, 1);
        count += edges.contains({edge.second, edge.first}) ? 0 : 1;
    }
    return count;
}

// Vertices - edges + triangles.
long euler_number(const TriangleMesh& mesh) {
    const std::size_t halves = passes(mesh).size();
    const std::size_t edges = (halves + border_edges(mesh)) / 2;
    return static_cast<long>(mesh.vertices_mm.size()) - static_cast<long>(edges) +
           static_cast<long>(mesh.triangles.size());
}

}  // namespace

TEST(ShapeMeshes, ARectangleHasItsAreaAndFacesUp) {
    const TriangleMesh mesh = rectangle_mesh({Point2(-3, 2), Point2(7, 8)}, 0.9);
    EXPECT_NEAR(surface_area_mm2(mesh), 60.0, 1e-4);
    for (const Vector3f& normal : agreeing_normals(mesh)) {
        EXPECT_EQ(normal, Vector3f(0, 0, 1));
    }
}

TEST(ShapeMeshes, ARectangleIsCutIntoSquaresOfAtMostThePitch) {
    const TriangleMesh mesh = rectangle_mesh({Point2(0, 0), Point2(10, 6)}, 0.9);
    EXPECT_EQ(mesh.triangles.size(), 2U * 12U * 7U);
    EXPECT_EQ(border_edges(mesh), 2U * (12U + 7U));
    EXPECT_EQ(euler_number(mesh), 1);
    EXPECT_EQ(rectangle_mesh({Point2(0, 0), Point2(10, 6)}, 100.0).triangles.size(), 2U);
}

TEST(ShapeMeshes, ADiscIsOnePatchOfNearlyItsAreaFacingUp) {
    for (const int rings : {1, 2, 7, 30}) {
        const TriangleMesh mesh = disc_mesh(5.0, rings);
        EXPECT_EQ(mesh.triangles.size(), static_cast<std::size_t>(6 * rings * rings));
        EXPECT_EQ(border_edges(mesh), static_cast<std::size_t>(6 * rings));
        EXPECT_EQ(euler_number(mesh), 1);
        // A polygon of 6 n sides.
        const int sides = 6 * rings;
        EXPECT_NEAR(surface_area_mm2(mesh), 0.5 * sides * 25.0 * std::sin(2.0 * M_PI / sides),
                    1e-4);
        for (const Vector3f& normal : agreeing_normals(mesh)) {
            EXPECT_EQ(normal, Vector3f(0, 0, 1));
        }
    }
}

TEST(ShapeMeshes, ASphereIsClosedRoundAndFacesOutward) {
    for (int n = 0; n <= 4; ++n) {
        const TriangleMesh mesh = sphere_mesh(90.0, n);
        EXPECT_EQ(mesh.triangles.size(), 20U << (2 * n));
        EXPECT_EQ(border_edges(mesh), 0U);
        EXPECT_EQ(euler_number(mesh), 2);
        for (const Vector3f& vertex : mesh.vertices_mm) {
            EXPECT_NEAR(vertex.norm(), 90.0F, 1e-4F);
        }
        const std::vector<Vector3f> normals = agreeing_normals(mesh);
        for (std::size_t t = 0; t < normals.size(); ++t) {
            EXPECT_GT(normals[t].dot(mesh.corner(t, 0).normalized()), 0.75F);
        }
    }
}

TEST(ShapeMeshes, FinerSpheresComeNearerToTheAreaOfABall) {
    // The reference mesh of science/sampling.md: 81,920 triangles, 101,780 mm2.
    EXPECT_NEAR(surface_area_mm2(sphere_mesh(90.0, 6)), 101'780.0, 20.0);
    const double ball = 4.0 * M_PI * 90.0 * 90.0;
    double before = 1.0;
    for (int n = 0; n <= 5; ++n) {
        const double missing = 1.0 - surface_area_mm2(sphere_mesh(90.0, n)) / ball;
        EXPECT_GT(missing, 0.0);
        EXPECT_LT(missing, before / (n == 0 ? 1.0 : 3.0));
        before = missing;
    }
}
