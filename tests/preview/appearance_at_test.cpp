#include "preview/appearance_at.h"

#include <gtest/gtest.h>

using namespace stubble;

TEST(AppearanceAt, AHealedDotHasTheShadesDoseTimesItsStrengthAtItsDepth) {
    const Shade ash{"ash", {}};
    Dot dot;
    dot.position_mm = Point3(1, 2, 0);
    dot.diameter_mm = 0.4;
    dot.depth_mm = 0.35;
    dot.strength = 1.25;
    const Appearance seen = healed_appearance({dot}, ash);
    ASSERT_EQ(seen.dots.size(), 1U);
    EXPECT_DOUBLE_EQ(seen.dots[0].dose.absorption(550.0), 100.0);
    EXPECT_DOUBLE_EQ(seen.dots[0].shape.top_depth_mm, 0.25);
    EXPECT_DOUBLE_EQ(seen.dots[0].shape.diameter_mm, 0.4);
}
