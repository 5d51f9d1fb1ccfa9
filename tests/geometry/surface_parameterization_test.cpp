#include "geometry/surface_parameterization.h"

#include <gtest/gtest.h>

#include <cmath>

#include "geometry/shape_meshes.h"

using namespace stubble;

namespace {

// A flat rectangle rolled to half a cylinder, and its corners before.
struct Rolled {
    TriangleMesh mesh = rectangle_mesh({{0.0, 0.0}, {60.0, 40.0}}, 4.0);
    std::vector<Point2> flat;

    Rolled() {
        constexpr double radius_mm = 25.0;
        for (Vector3f& v : mesh.vertices_mm) {
            flat.emplace_back(v.x(), v.y());
            const float angle = v.x() / static_cast<float>(radius_mm);
            v = {static_cast<float>(radius_mm) * std::sin(angle), v.y(),
                 static_cast<float>(radius_mm) * std::cos(angle)};
        }
    }
};

std::vector<Point2> jittered(std::vector<Point2> places) {
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i] +=
            Point2(std::sin(1.7 * static_cast<double>(i)), std::cos(2.3 * static_cast<double>(i)));
    }
    return places;
}

}  // namespace

// A cylinder unrolls without stretch but for the straightness of its triangles (4 mm on radius 25: 0.1 %).
TEST(SurfaceParameterization, ADevelopableSurfaceKeepsAllLengths) {
    const Rolled rolled;
    const std::vector<double> weights(rolled.mesh.triangles.size(), 1.0);
    const auto chart = flatten_surface(rolled.mesh, {jittered(rolled.flat), weights, 200});
    for (std::size_t t = 0; t < rolled.mesh.triangles.size(); ++t) {
        const Stretch stretch = triangle_stretch(rolled.mesh, chart, t);
        EXPECT_NEAR(stretch.larger, 1.0, 0.004);
        EXPECT_NEAR(stretch.smaller, 1.0, 0.004);
    }
}

// A hemisphere cannot be flattened without stretch; it is shared out, and nothing folds.
TEST(SurfaceParameterization, ACapIsSpreadWithoutFlips) {
    TriangleMesh cap = disc_mesh(1.0, 20);
    std::vector<Point2> start;
    constexpr double radius_mm = 90.0;
    for (Vector3f& v : cap.vertices_mm) {
        const float polar = v.head<2>().norm() * 1.3F;
        const Vector3f aside = v.head<2>().norm() > 0.0F ? Vector3f(v.normalized()) : v;
        start.emplace_back(radius_mm * polar * aside.head<2>().cast<double>());
        v = static_cast<float>(radius_mm) *
            (std::sin(polar) * aside + std::cos(polar) * Vector3f::UnitZ());
    }
    const std::vector<double> weights(cap.triangles.size(), 1.0);
    const auto chart = flatten_surface(cap, {start, weights, 60});
    double area = 0.0;
    double flat_area = 0.0;
    for (std::size_t t = 0; t < cap.triangles.size(); ++t) {
        const Stretch stretch = triangle_stretch(cap, chart, t);
        EXPECT_GT(stretch.smaller, 0.7);
        EXPECT_LT(stretch.larger, 1.45);
        area += triangle_area_mm2(cap, t);
        flat_area += triangle_area_mm2(cap, t) * stretch.larger * stretch.smaller;
    }
    EXPECT_NEAR(flat_area / area, 1.0, 0.05);
}

TEST(SurfaceParameterization, StretchIsThatOfTheMap) {
    TriangleMesh one{{Vector3f(0, 0, 0), Vector3f(1, 0, 0), Vector3f(0, 1, 0)}, {{0, 1, 2}}};
    const Stretch doubled = triangle_stretch(one, {{0, 0}, {2, 0}, {0, 0.5}}, 0);
    EXPECT_NEAR(doubled.larger, 2.0, 1e-6);
    EXPECT_NEAR(doubled.smaller, 0.5, 1e-6);
    const Stretch flipped = triangle_stretch(one, {{0, 0}, {-1, 0}, {0, 1}}, 0);
    EXPECT_NEAR(flipped.smaller, -1.0, 1e-6);
}
