#include "geometry/implicit_shapes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "base/random.h"

using namespace stubble;

namespace {

Point3 random_point(std::uint64_t seed, double range) {
    const auto number = [&](std::uint64_t i) {
        return range * (2.0 * uniform(hash64(seed, i)) - 1.0);
    };
    return {number(0), number(1), number(2)};
}

template <typename Shape>
double distance_at(const Shape& shape, const Point3& p) {
    return distance_to(shape, coordinates(p));
}

// Value equal to the plain one and slopes equal to finite differences, at random places.
template <typename Shape>
void expect_dual_agrees(const Shape& shape, const char* name) {
    constexpr double h = 1e-5;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const Point3 p = random_point(seed, 20.0);
        const Dual d = distance_to(shape, dual_coordinates(p));
        EXPECT_NEAR(d.value(), distance_at(shape, p), 1e-12) << name;
        for (int axis = 0; axis < 3; ++axis) {
            const Point3 step = h * Point3::Unit(axis);
            const double slope =
                (distance_at(shape, p + step) - distance_at(shape, p - step)) / (2 * h);
            EXPECT_NEAR(d.gradient()[axis], slope, 1e-5) << name << " at " << p.transpose();
        }
    }
}

// Joining and cutting by a solid, near and far, is what the plain functions give, to the last bit.
template <typename Solid>
void expect_same_joins(const Solid& solid, const char* name) {
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        const Point3 p = random_point(seed, 40.0);
        const double head = 30.0 * (uniform(hash64(seed, 7)) - 0.5);
        const SoftJoin join{12.0 * uniform(hash64(seed, 8)) + 0.1, uniform(hash64(seed, 9)) - 0.5};
        const double d = distance_at(solid, p) - join.thicker_mm;
        EXPECT_EQ(joined_to(head, coordinates(p), solid, join), soft_union(head, d, join.width_mm));
        EXPECT_EQ(cut_by(head, coordinates(p), solid, join),
                  soft_difference(head, d, join.width_mm));
        const Dual dual_head = head + 0.3 * Dual::coordinate(p.x(), 0);
        const Dual dual = distance_to(solid, dual_coordinates(p)) - join.thicker_mm;
        for (const auto& [found, expected] :
             {std::pair(joined_to(dual_head, dual_coordinates(p), solid, join),
                        soft_union(dual_head, dual, join.width_mm)),
              std::pair(cut_by(dual_head, dual_coordinates(p), solid, join),
                        soft_difference(dual_head, dual, join.width_mm))}) {
            EXPECT_EQ(found.value(), expected.value()) << name << " at " << p.transpose();
            EXPECT_EQ(found.gradient(), expected.gradient()) << name << " at " << p.transpose();
        }
    }
}

}  // namespace

TEST(ImplicitShapes, SoftStepRunsFromZeroToOneWithFlatEnds) {
    EXPECT_EQ(soft_step(2.0, 6.0, 1.0), 0.0);
    EXPECT_EQ(soft_step(2.0, 6.0, 7.0), 1.0);
    EXPECT_DOUBLE_EQ(soft_step(2.0, 6.0, 4.0), 0.5);
    EXPECT_DOUBLE_EQ(soft_step(2.0, 6.0, 3.0), 3.0 / 16.0 - 2.0 / 64.0);
    EXPECT_EQ(soft_step(2.0, 6.0, Dual::coordinate(2.0, 0)).gradient().x(), 0.0);
    EXPECT_DOUBLE_EQ(soft_step(2.0, 6.0, Dual::coordinate(4.0, 0)).gradient().x(), 1.5 / 4.0);
}

TEST(ImplicitShapes, AJoinChangesNothingBeyondOneAndAHalfTimesItsWidth) {
    EXPECT_EQ(soft_union(2.0, 2.0 + 15.0, 10.0), 2.0);
    EXPECT_EQ(soft_union(-9.0, 7.0, 10.0), -9.0);
    EXPECT_LT(soft_union(2.0, 2.0 + 14.9, 10.0), 2.0);
    EXPECT_EQ(soft_intersection(2.0, 2.0 + 15.0, 10.0), 17.0);
    EXPECT_EQ(soft_difference(3.0, 15.0, 10.0), 3.0);
}

TEST(ImplicitShapes, AJoinIsDeepestWhereBothAreEqualByAQuarterOfItsWidth) {
    EXPECT_DOUBLE_EQ(soft_union(4.0, 4.0, 10.0), 4.0 - 2.5);
    EXPECT_DOUBLE_EQ(soft_intersection(4.0, 4.0, 10.0), 4.0 + 2.5);
    EXPECT_DOUBLE_EQ(soft_difference(4.0, -4.0, 10.0), 4.0 + 2.5);
    for (double b = -20.0; b < 30.0; b += 0.7) {
        EXPECT_GE(soft_union(4.0, b, 10.0), std::min(4.0, b) - 2.5);
        EXPECT_LE(soft_union(4.0, b, 10.0), std::min(4.0, b));
        EXPECT_EQ(soft_union(4.0, b, 10.0), soft_union(b, 4.0, 10.0));
    }
}

// What light shows: no jump of slope or curvature where the join begins and where it changes sides.
TEST(ImplicitShapes, AJoinHasNoJumpOfSlopeOrCurvatureAtItsEnds) {
    constexpr double h = 1e-3;
    const auto join = [](double x) { return soft_union(x, 0.0, 10.0); };
    const auto curvature = [&](double x) {
        return (join(x + h) - 2.0 * join(x) + join(x - h)) / (h * h);
    };
    for (const double end : {-15.0, 15.0}) {
        EXPECT_NEAR(curvature(end - 2 * h), curvature(end + 2 * h), 1e-4);
    }
    EXPECT_NEAR(curvature(-2 * h), curvature(2 * h), 1e-4);
}

TEST(ImplicitShapes, ASphereHasItsTrueDistance) {
    const Ellipsoid sphere{{1, 2, 3}, {5, 5, 5}};
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const Point3 p = random_point(seed, 20.0);
        EXPECT_NEAR(distance_at(sphere, p), (p - sphere.center_mm).norm() - 5.0, 1e-9);
    }
    EXPECT_EQ(distance_at(Ellipsoid{{1, 2, 3}, {5, 4, 7}}, {1, 2, 3}), -4.0);
}

TEST(ImplicitShapes, AnEllipsoidIsZeroOnItsSurfaceWithTheSlopeOfADistance) {
    const Ellipsoid e{{1, 2, 3}, {5, 9, 14}};
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const Point3 direction = random_point(seed, 1.0).normalized();
        const Point3 p = e.center_mm + e.radii_mm.cwiseProduct(direction);
        const Dual d = distance_to(e, dual_coordinates(p));
        EXPECT_NEAR(d.value(), 0.0, 1e-12);
        EXPECT_NEAR(d.gradient().norm(), 1.0, 1e-9);
        EXPECT_LT(distance_at(e, e.center_mm + 0.9 * (p - e.center_mm)), 0.0);
    }
}

TEST(ImplicitShapes, AConeOfEqualRadiiIsACapsule) {
    const RoundCone capsule{{0, 0, 0}, 2.0, {10, 0, 0}, 2.0};
    EXPECT_DOUBLE_EQ(distance_at(capsule, {4, 3, 4}), 3.0);
    EXPECT_DOUBLE_EQ(distance_at(capsule, {-3, 4, 0}), 3.0);
    EXPECT_DOUBLE_EQ(distance_at(capsule, {10 + 3, 0, -4}), 3.0);
    EXPECT_DOUBLE_EQ(distance_at(capsule, {5, 0, 0}), -2.0);
}

TEST(ImplicitShapes, AConeChangesItsRadiusAlongItsAxis) {
    const RoundCone cone{{0, 0, 0}, 2.0, {10, 0, 0}, 4.0};
    EXPECT_DOUBLE_EQ(distance_at(cone, {0, 2, 0}), 0.0);
    EXPECT_DOUBLE_EQ(distance_at(cone, {5, 3, 0}), 0.0);
    EXPECT_DOUBLE_EQ(distance_at(cone, {10, 0, 4}), 0.0);
}

TEST(ImplicitShapes, AStraightTubeIsItsConesAndTheNearestCounts) {
    const Tube tube = straight_tube({{{0, 0, 0}, 1.0}, {{10, 0, 0}, 2.0}, {{10, 10, 0}, 3.0}});
    ASSERT_EQ(tube.cones.size(), 2U);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const Point3 p = random_point(seed, 20.0);
        EXPECT_EQ(distance_at(tube, p),
                  std::min(distance_at(tube.cones[0], p), distance_at(tube.cones[1], p)));
    }
}

TEST(ImplicitShapes, ASmoothTubePassesThroughItsKnotsWithTheirRadii) {
    const std::vector<TubeKnot> knots{
        {{0, 0, 0}, 1.0}, {{10, 5, 0}, 2.0}, {{20, 0, 5}, 3.0}, {{25, -10, 0}, 1.5}};
    const Tube tube = smooth_tube(knots);
    ASSERT_EQ(tube.cones.size(), 12U);
    for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
        EXPECT_EQ(tube.cones[4 * i].start_mm, knots[i].center_mm);
        EXPECT_EQ(tube.cones[4 * i].start_radius_mm, knots[i].radius_mm);
    }
    EXPECT_EQ(tube.cones.back().end_mm, knots.back().center_mm);
    // Uniform Catmull-Rom half-way between two knots: (-a + 9 b + 9 c - d) / 16.
    const Point3 half = (-knots[0].center_mm + 9.0 * knots[1].center_mm + 9.0 * knots[2].center_mm -
                         knots[3].center_mm) /
                        16.0;
    EXPECT_LT((tube.cones[6].start_mm - half).norm(), 1e-12);
}

TEST(ImplicitShapes, ValuesAndSlopesOfAllSolidsAgreeWithFiniteDifferences) {
    expect_dual_agrees(Ellipsoid{{1, 2, 3}, {5, 9, 14}}, "ellipsoid");
    expect_dual_agrees(RoundCone{{0, 0, 0}, 2.0, {10, 3, 0}, 4.0}, "cone");
    expect_dual_agrees(straight_tube({{{0, 0, 0}, 1.0}, {{10, 0, 0}, 2.0}, {{10, 10, 0}, 3.0}}),
                       "tube");
}

TEST(ImplicitShapes, JoinsOfSolidsHaveTheSlopesOfFiniteDifferences) {
    const Ellipsoid a{{-4, 0, 0}, {8, 6, 7}};
    const Ellipsoid b{{6, 2, 0}, {5, 9, 6}};
    const auto joined = [&](const auto& p) {
        return soft_difference(soft_union(distance_to(a, p), distance_to(b, p), 6.0),
                               distance_to(Ellipsoid{{0, 8, 0}, {4, 4, 4}}, p), 3.0);
    };
    constexpr double h = 1e-5;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const Point3 p = random_point(seed, 15.0);
        const Dual d = joined(dual_coordinates(p));
        EXPECT_NEAR(d.value(), joined(coordinates(p)), 1e-12);
        for (int axis = 0; axis < 3; ++axis) {
            const Point3 step = h * Point3::Unit(axis);
            EXPECT_NEAR(d.gradient()[axis],
                        (joined(coordinates(p + step)) - joined(coordinates(p - step))) / (2 * h),
                        1e-5);
        }
    }
}

TEST(ImplicitShapes, WhatIsLeftOutOfAJoinChangesNothing) {
    expect_same_joins(Ellipsoid{{1, 2, 3}, {5, 9, 14}}, "ellipsoid");
    expect_same_joins(RoundCone{{0, 0, 0}, 2.0, {10, 3, 0}, 4.0}, "cone");
    expect_same_joins(
        smooth_tube({{{0, 0, 0}, 1.0}, {{10, 5, 0}, 2.0}, {{20, 0, 5}, 3.0}, {{25, -10, 0}, 1.5}}),
        "tube");
}

TEST(ImplicitShapes, WhatIsCalledFartherIsFarther) {
    const Ellipsoid ellipsoid{{1, 2, 3}, {5, 9, 14}};
    const RoundCone cone{{0, 0, 0}, 2.0, {10, 3, 0}, 4.0};
    const Tube tube = straight_tube({{{0, 0, 0}, 1.0}, {{10, 0, 0}, 2.0}, {{10, 10, 0}, 3.0}});
    int told = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        const Point3 p = random_point(seed, 60.0);
        const double limit = 40.0 * (uniform(hash64(seed, 7)) - 0.3);
        const auto check = [&](const auto& solid) {
            if (is_farther(solid, p, limit)) {
                ++told;
                EXPECT_GE(distance_at(solid, p), limit) << p.transpose();
            }
        };
        check(ellipsoid);
        check(cone);
        check(tube);
    }
    EXPECT_GT(told, 4000);
    EXPECT_TRUE(are_farther({100, 0, 0}, 10.0, ellipsoid, cone, tube));
    EXPECT_FALSE(are_farther({0, 0, 0}, 10.0, ellipsoid, cone, tube));
}
