#include "sampling/pattern_points.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/random.h"
#include "geometry/shape_meshes.h"

using namespace stubble;

namespace {

SurfaceDot dot_at(const Vector3f& place, std::uint32_t triangle, const TriangleMesh& mesh) {
    const LevelPoint point{Disc::of(Vector3f::Zero(), 1.0F), 0, triangle};
    return surface_dot(pattern_point({place, point}, mesh, 1.0, 0));
}

}  // namespace

TEST(PatternPoints, TheRankIsTheOrderOfTheIds) {
    PatternPoints points;
    for (std::uint64_t i = 0; i < 500; ++i) {
        points.push_back({Point3(static_cast<double>(i), 0, 0), 1.0, {}, 0, 0, hash64(3, i)});
    }
    sort_by_rank(points);
    EXPECT_TRUE(
        std::is_sorted(points.begin(), points.end(),
                       [](const PatternPoint& a, const PatternPoint& b) { return a.id < b.id; }));
    EXPECT_EQ(points.size(), 500U);
}

TEST(PatternPoints, BarycentricCoordinatesGiveThePlaceAgain) {
    const TriangleMesh mesh = sphere_mesh(20.0, 2);
    for (std::uint64_t i = 0; i < 200; ++i) {
        const auto triangle = static_cast<std::uint32_t>(hash64(5, i) % mesh.triangles.size());
        double u = uniform(hash64(6, i));
        double v = uniform(hash64(7, i));
        if (u + v > 1.0) {
            u = 1.0 - u;
            v = 1.0 - v;
        }
        const Point3 a = mesh.corner(triangle, 0).cast<double>();
        const Point3 place = a + u * (mesh.corner(triangle, 1).cast<double>() - a) +
                             v * (mesh.corner(triangle, 2).cast<double>() - a);
        const SurfaceDot dot = dot_at(place.cast<float>(), triangle, mesh);
        EXPECT_NEAR(dot.barycentric[1], u, 1e-6);
        EXPECT_NEAR(dot.barycentric[2], v, 1e-6);
        EXPECT_NEAR(dot.barycentric[0], 1.0 - u - v, 1e-6);
    }
}

TEST(PatternPoints, APointOfASliverGetsSomePlaceOfIt) {
    TriangleMesh mesh;
    mesh.vertices_mm = {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}};
    mesh.triangles = {{0, 1, 2}};
    const SurfaceDot dot = dot_at(Vector3f(0.5F, 0, 0), 0, mesh);
    EXPECT_EQ(dot.barycentric[0] + dot.barycentric[1] + dot.barycentric[2], 1.0F);
}

// A share f of a pattern has the radius 1 / sqrt(f): points per area go with 1 / r^2.
TEST(PatternPoints, ASessionsRadiusGivesItsShareOfThePoints) {
    EXPECT_DOUBLE_EQ(session_scale(1.0), 1.0);
    EXPECT_DOUBLE_EQ(session_scale(0.25), 2.0);
}
