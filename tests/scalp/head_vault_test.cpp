#include "scalp/head_vault.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "fixtures/head_gradients.h"
#include "fixtures/head_reference.h"
#include "fixtures/test_heads.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

double radius(const HeadShape& shape, const Point3& direction) {
    return vault_radius_mm(shape, coordinates(Point3(direction.normalized())));
}

double distance(const HeadShape& shape, const Point3& place) {
    return vault_distance(shape, coordinates(place));
}

std::vector<Point3> places_around() {
    std::vector<Point3> places;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        places.push_back(random_place({-110, -60, -130}, {110, 160, 130}, seed));
    }
    return places;
}

}  // namespace

// Science page "Generated bald head", section 13.3.
TEST(HeadVault, RadiiAreThoseOfTheSpecification) {
    const HeadShape canonical;
    EXPECT_NEAR(radius(canonical, {1, 0, 0}), 75.9410, 1e-4);
    EXPECT_NEAR(radius(canonical, {1, 1, 0}), 83.0261, 1e-4);
    EXPECT_NEAR(radius(canonical, {1, 0, 1}), 89.2472, 1e-4);
    EXPECT_NEAR(radius(canonical, {1, 1, 1}), 92.8406, 1e-4);
    EXPECT_NEAR(radius(canonical, {1, 1, -1}), 83.1894, 1e-4);
}

TEST(HeadVault, DistancesAreThoseOfTheSpecification) {
    for (const ReferenceHead& head : reference_heads()) {
        for (const auto& [place, expected] : head.vault) {
            EXPECT_NEAR(distance(head.shape, place), expected, 1e-4)
                << head.name << " at " << place.transpose();
        }
    }
}

TEST(HeadVault, ADistanceIsZeroAtTheRadiusAndGrowsOutward) {
    for (const TestHead& head : test_heads()) {
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            const Point3 direction = random_place({-1, -1, -1}, {1, 1, 1}, seed).normalized();
            const double r = radius(head.shape, direction);
            EXPECT_NEAR(distance(head.shape, vault_center_mm + r * direction), 0.0, 1e-9);
            EXPECT_NEAR(distance(head.shape, vault_center_mm + (r + 5.0) * direction), 0.93 * 5.0,
                        1e-9);
        }
    }
    EXPECT_EQ(distance({}, vault_center_mm), -70.0);
}

TEST(HeadVault, ItIsMirrorSymmetricExactly) {
    for (const TestHead& head : test_heads()) {
        for (const Point3& p : places_around()) {
            EXPECT_EQ(distance(head.shape, p), distance(head.shape, Point3(-p.x(), p.y(), p.z())));
        }
    }
}

TEST(HeadVault, SlopesEqualFiniteDifferences) {
    for (const TestHead& head : test_heads()) {
        const auto formula = [&](const auto& p) { return vault_distance(head.shape, p); };
        EXPECT_GT(share_with_right_slopes(formula, places_around()), 0.95) << head.name;
    }
}

TEST(HeadVault, StraightToTheSideItHasARadiusAndASlope) {
    const Point3 side = vault_center_mm + Point3(80, 0, 0);
    EXPECT_NEAR(distance({}, side), 0.93 * (80.0 - 75.9410), 1e-4);
    const Dual d = vault_distance(HeadShape{}, dual_coordinates(side));
    EXPECT_NEAR(d.value(), distance({}, side), 1e-9);
    EXPECT_TRUE(d.gradient().allFinite());
    EXPECT_GT(d.gradient().x(), 0.5);
}

TEST(HeadVault, SquarenessFillsTheCornersAndFullnessTheBulgeHalfWayUp) {
    const double plain = radius({}, {1, 0, 1});
    EXPECT_GT(radius({.plan_squareness = 0.3}, {1, 0, 1}), plain + 1.0);
    EXPECT_NEAR(radius({.plan_squareness = 0.3}, {1, 1, 0}), radius({}, {1, 1, 0}), 1e-9);
    EXPECT_GT(radius({.coronal_squareness = 0.3}, {1, 1, 0}), radius({}, {1, 1, 0}) + 1.0);
    EXPECT_NEAR(radius({.coronal_squareness = 0.3}, {1, -1, 0}), radius({}, {1, -1, 0}), 1e-9);
    EXPECT_NEAR(radius({.sagittal_fullness = 0.04}, {0, 1, 1}), 1.04 * radius({}, {0, 1, 1}), 0.1);
    EXPECT_NEAR(radius({.sagittal_fullness = 0.04}, {0, 1, 0}), radius({}, {0, 1, 0}), 1e-6);
}
