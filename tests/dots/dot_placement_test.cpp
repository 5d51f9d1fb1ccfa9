#include "dots/dot_placement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "geometry/shape_meshes.h"
#include "sampling/sample_verify.h"

using namespace stubble;

namespace {

constexpr double edge_mm = 80.0;

TriangleMesh patch() {
    return rectangle_mesh({{0.0, 0.0}, {edge_mm, edge_mm}}, 2.0);
}

SurfaceField everywhere(const TriangleMesh& mesh, double per_cm2, const DotPattern& pattern = {}) {
    const std::size_t count = mesh.vertices_mm.size();
    return dot_spacing(mesh, {std::vector<double>(count, per_cm2), std::vector<double>(count, 1.0)},
                       pattern);
}

std::size_t inner_count(const std::vector<SurfaceDot>& dots) {
    return static_cast<std::size_t>(
        std::count_if(dots.begin(), dots.end(), [](const SurfaceDot& d) {
            return d.position_mm.head<2>().minCoeff() > 5.0 &&
                   d.position_mm.head<2>().maxCoeff() < edge_mm - 5.0;
        }));
}

constexpr double inner_cm2 = (edge_mm - 10.0) * (edge_mm - 10.0) / 100.0;

}  // namespace

TEST(DotPlacement, ObtainsTheWantedDensityWithinTwoPercent) {
    const TriangleMesh mesh = patch();
    for (const double density : {60.0, 135.0, 220.0}) {
        const auto dots = place_pattern(mesh, everywhere(mesh, density), {}, {}, 3).value();
        EXPECT_NEAR(static_cast<double>(inner_count(dots.dots)) / inner_cm2 / density, 1.0, 0.02);
    }
}

TEST(DotPlacement, DotsBetweenHairsKeepTheirDensityAndNoneLiesOnAHair) {
    const TriangleMesh mesh = patch();
    DotPattern hair_pattern;
    hair_pattern.variation = 0.2;
    for (const double hairs : {20.0, 95.0}) {
        const auto hair =
            place_pattern(mesh, everywhere(mesh, hairs, hair_pattern), {}, hair_pattern, 5).value();
        const auto dots =
            place_pattern(mesh, everywhere(mesh, 135.0), room_for_hair(hair.dots), {}, 3).value();
        EXPECT_NEAR(static_cast<double>(inner_count(dots.dots)) / inner_cm2 / 135.0, 1.0, 0.03);
        double nearest = 1e6;
        for (const SurfaceDot& dot : dots.dots) {
            for (const SurfaceDot& follicle : hair.dots) {
                nearest = std::min(nearest, (dot.position_mm - follicle.position_mm).norm());
            }
        }
        EXPECT_GT(nearest, 0.34);
    }
}

// Patterns of several sessions are denser or sparser than plain ones of the same spacing.
TEST(DotPlacement, SessionsLeaveTheDensityAsItWasAsked) {
    const TriangleMesh mesh = patch();
    for (const std::vector<double>& fractions : {std::vector{0.3, 0.7, 1.0}, std::vector{0.5, 1.0},
                                                 std::vector{0.2, 0.4, 0.6, 0.8, 1.0}}) {
        for (const double variation : {0.0, 0.12, 0.25}) {
            DotPattern pattern;
            pattern.variation = variation;
            pattern.session_fractions = fractions;
            const auto dots =
                place_pattern(mesh, everywhere(mesh, 135.0, pattern), {}, pattern, 3).value();
            EXPECT_NEAR(static_cast<double>(inner_count(dots.dots)) / inner_cm2 / 135.0, 1.0, 0.02)
                << fractions.size() << " " << variation;
        }
    }
}

TEST(DotPlacement, SpacingKeepsItsBounds) {
    const TriangleMesh mesh = patch();
    const SurfaceField dense = everywhere(mesh, 5000.0);
    const SurfaceField sparse = everywhere(mesh, 0.0);
    for (std::size_t i = 0; i < mesh.vertices_mm.size(); ++i) {
        EXPECT_NEAR(dense.radius_mm[i], 0.4, 1.0 / 1024.0);
        EXPECT_EQ(sparse.radius_mm[i], 2.5F);
    }
}

TEST(DotPlacement, AnExactCountIsExactAndSessionsShareIt) {
    const TriangleMesh mesh = patch();
    DotPattern pattern;
    pattern.exact_count = 7000;
    pattern.session_fractions = {0.3, 0.7, 1.0};
    const auto dots = place_pattern(mesh, everywhere(mesh, 135.0), {}, pattern, 3).value();
    ASSERT_EQ(dots.dots.size(), 7000U);
    std::array<int, 3> sessions{};
    for (const SurfaceDot& dot : dots.dots) {
        ++sessions[dot.session];
    }
    EXPECT_NEAR(sessions[0], 2100, 1);
    EXPECT_NEAR(sessions[1], 2800, 1);
    EXPECT_NEAR(sessions[2], 2100, 1);
}

TEST(DotPlacement, DotsVaryAroundTheirTraits) {
    const TriangleMesh mesh = patch();
    const auto points = place_pattern(mesh, everywhere(mesh, 135.0), {}, {}, 3).value();
    double size = 0.0;
    double size2 = 0.0;
    double strength = 0.0;
    for (const SurfaceDot& point : points.dots) {
        const Dot dot = dot_at(point, {0.4, 0.3}, 1);
        size += dot.diameter_mm;
        size2 += dot.diameter_mm * dot.diameter_mm;
        strength += dot.strength;
        EXPECT_EQ(dot.depth_mm, 0.3);
    }
    const auto n = static_cast<double>(points.dots.size());
    EXPECT_NEAR(size / n, 0.4, 0.002);
    EXPECT_NEAR(std::sqrt(size2 / n - size * size / (n * n)) / 0.4, dot_diameter_cv, 0.005);
    EXPECT_NEAR(strength / n, 1.0, 0.01);
}
