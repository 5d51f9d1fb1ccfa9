#include "scalp/direction_curve.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "fixtures/vault_surface.h"

using namespace stubble;

namespace {

const DirectionCurve level({{0.0, 30.0}, {180.0, 30.0}});

}  // namespace

TEST(DirectionCurve, AzimuthRunsFromTheFrontRoundEitherSideToTheBack) {
    EXPECT_NEAR(scalp_direction({0, 20, 50}).azimuth_deg, 0.0, 1e-12);
    EXPECT_NEAR(scalp_direction({60, 20, -18}).azimuth_deg, 90.0, 1e-12);
    EXPECT_NEAR(scalp_direction({-60, 20, -18}).azimuth_deg, 90.0, 1e-12);
    EXPECT_NEAR(scalp_direction({0, 20, -90}).azimuth_deg, 180.0, 1e-12);
    EXPECT_NEAR(scalp_direction({0, 80, 42}).elevation_deg, 45.0, 1e-12);
    EXPECT_NEAR(scalp_direction({0, -40, -18}).elevation_deg, -90.0, 1e-12);
}

TEST(DirectionCurve, IsStraightBetweenCornersAndLevelBeyondItsEnds) {
    const DirectionCurve curve({{20.0, 10.0}, {60.0, 50.0}, {100.0, 30.0}});
    EXPECT_DOUBLE_EQ(curve.elevation_deg(0.0), 10.0);
    EXPECT_DOUBLE_EQ(curve.elevation_deg(30.0), 20.0);
    EXPECT_DOUBLE_EQ(curve.elevation_deg(60.0), 50.0);
    EXPECT_DOUBLE_EQ(curve.elevation_deg(80.0), 40.0);
    EXPECT_DOUBLE_EQ(curve.elevation_deg(170.0), 30.0);
}

TEST(DirectionCurve, AStepBelongsToItsSecondCorner) {
    const DirectionCurve curve({{0.0, 10.0}, {50.0, 10.0}, {50.0, 40.0}, {180.0, 40.0}});
    EXPECT_DOUBLE_EQ(curve.elevation_deg(49.999), 10.0);
    EXPECT_DOUBLE_EQ(curve.elevation_deg(50.0), 40.0);
}

TEST(DirectionCurve, HeightOnASphereIsAngleTimesRadius) {
    constexpr double radius_mm = 100.0;
    for (const double elevation_deg : {10.0, 25.0, 29.0, 31.0, 35.0, 50.0}) {
        const double e = elevation_deg * std::numbers::pi / 180.0;
        const Point3 place = scalp_center_mm() + radius_mm * Point3(0.0, std::sin(e), -std::cos(e));
        const double arc_mm = (elevation_deg - 30.0) * std::numbers::pi / 180.0 * radius_mm;
        // A chord instead of the arc.
        EXPECT_NEAR(level.height_mm(place), arc_mm, 0.007 * std::abs(arc_mm) + 0.01);
    }
}

TEST(DirectionCurve, HeightIsMeasuredToTheNearestPlaceOfASlantedLine) {
    // Near the level of the centre azimuth and elevation are plane coordinates: a line of 45 degrees.
    const DirectionCurve slanted({{80.0, -10.0}, {100.0, 10.0}});
    const double e = 2.0 * std::numbers::pi / 180.0;
    const Point3 place = scalp_center_mm() + 100.0 * Point3(std::cos(e), std::sin(e), 0.0);
    EXPECT_NEAR(slanted.height_mm(place), 100.0 * e / std::numbers::sqrt2, 0.02);
}

TEST(DirectionCurve, HeightIsTheSameOnBothSides) {
    for (double azimuth = 5.0; azimuth < 180.0; azimuth += 13.0) {
        const Point3 place = vault_place_mm(azimuth, 40.0);
        EXPECT_EQ(level.height_mm(place), level.height_mm({-place.x(), place.y(), place.z()}));
    }
}

TEST(DirectionCurve, HeightIsContinuousAcrossAStepAndAtItsFoot) {
    const DirectionCurve step({{0.0, 10.0}, {50.0, 10.0}, {50.0, 60.0}, {180.0, 60.0}});
    for (double elevation = -10.0; elevation < 80.0; elevation += 0.7) {
        const Point3 before = vault_place_mm(49.999, elevation);
        const Point3 after = vault_place_mm(50.001, elevation);
        EXPECT_NEAR(step.height_mm(before), step.height_mm(after), 0.05) << elevation;
    }
}

TEST(DirectionCurve, SmoothCornersHoldTheLandmarks) {
    const std::vector<Point3> landmarks{{0, 85, 87}, {34, 95, 68}, {71, 15, 18}, {0, -51, -77}};
    const DirectionCurve curve(smooth_corners(landmarks));
    for (const Point3& landmark : landmarks) {
        const ScalpDirection direction = scalp_direction(landmark);
        EXPECT_NEAR(curve.elevation_deg(direction.azimuth_deg), direction.elevation_deg, 1e-9);
    }
}

TEST(DirectionCurve, SmoothCornersNeverRunBackwards) {
    // The middle two landmarks are so close in azimuth that the curve overshoots between them.
    const std::vector<ScalpDirection> corners =
        smooth_corners({{0, 85, 87}, {60, 90, 51}, {61, 40, 50}, {71, 15, 18}, {0, -51, -77}});
    ASSERT_LT(corners.size(), 33U);
    for (std::size_t i = 1; i < corners.size(); ++i) {
        EXPECT_GT(corners[i].azimuth_deg, corners[i - 1].azimuth_deg);
    }
}

TEST(DirectionCurve, FallingAzimuthsAreAMistake) {
    EXPECT_DEATH(DirectionCurve({{20.0, 0.0}, {10.0, 0.0}}), "is_sorted");
    EXPECT_DEATH(DirectionCurve(std::vector<ScalpDirection>{}), "empty");
}
