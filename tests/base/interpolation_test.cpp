#include "base/interpolation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace stubble;

TEST(Interpolation, LerpHitsItsEndsAndGoesStraightOnOutside) {
    EXPECT_EQ(stubble::lerp(3.0, 7.0, 0.0), 3.0);
    EXPECT_EQ(stubble::lerp(3.0, 7.0, 1.0), 7.0);
    EXPECT_DOUBLE_EQ(stubble::lerp(3.0, 7.0, 0.25), 4.0);
    EXPECT_DOUBLE_EQ(stubble::lerp(3.0, 7.0, -0.5), 1.0);
}

TEST(Interpolation, SmoothstepIsFlatOutsideAndHalfInTheMiddle) {
    EXPECT_EQ(smoothstep(10.0, 20.0, 9.0), 0.0);
    EXPECT_EQ(smoothstep(10.0, 20.0, 10.0), 0.0);
    EXPECT_EQ(smoothstep(10.0, 20.0, -std::numeric_limits<double>::infinity()), 0.0);
    EXPECT_EQ(smoothstep(10.0, 20.0, 20.0), 1.0);
    EXPECT_EQ(smoothstep(10.0, 20.0, 1e300), 1.0);
    EXPECT_DOUBLE_EQ(smoothstep(10.0, 20.0, 15.0), 0.5);
    // 3t^2 - 2t^3 at t = 1/4.
    EXPECT_DOUBLE_EQ(smoothstep(-2.0, 2.0, -1.0), 0.15625);
}

TEST(Interpolation, SmoothstepStartsAndEndsWithoutSlopeAndIsSteepestInTheMiddle) {
    constexpr double h = 1e-6;
    const auto slope = [](double x) {
        return (smoothstep(0.0, 1.0, x + h) - smoothstep(0.0, 1.0, x - h)) / (2.0 * h);
    };
    EXPECT_NEAR(slope(0.0), 0.0, 1e-5);
    EXPECT_NEAR(slope(1.0), 0.0, 1e-5);
    EXPECT_NEAR(slope(0.5), 1.5, 1e-5);
    for (double x = 0.01; x < 1.0; x += 0.01) {
        EXPECT_GT(slope(x), 0.0) << x;
    }
}
