#include "scalp/crown_whorl.h"

#include <gtest/gtest.h>

#include "scalp/scalp_zones.h"

using namespace stubble;

TEST(CrownWhorl, SitsRightOfTheMidlineAndTurnsClockwiseUnlessAskedOtherwise) {
    const Whorl usual = crown_whorl();
    EXPECT_LT(usual.place_mm.x(), 0.0);  // x runs to the client's left
    EXPECT_EQ(usual.sense, WhorlSense::Clockwise);
    const Whorl other = crown_whorl(WhorlSide::Left, WhorlSense::CounterClockwise);
    EXPECT_EQ(other.place_mm.x(), -usual.place_mm.x());
    EXPECT_EQ(other.place_mm.y(), usual.place_mm.y());
    EXPECT_EQ(other.sense, WhorlSense::CounterClockwise);
}

TEST(CrownWhorl, IsSixtyTwoMillimetresBehindTheVertex) {
    // Park 2014: 62.5 mm behind the line between the ear canals (z = 0), along the skin.
    const Whorl whorl = crown_whorl();
    const Point3 vertex(0.0, 131.5, 0.8);
    const double chord_mm = (whorl.place_mm - vertex).tail<2>().norm();
    EXPECT_NEAR(chord_mm, 62.0, 1.5);
}

TEST(CrownWhorl, ADoubleWhorlIsMirroredInPlaceAndSense) {
    const std::vector<Whorl> whorls = double_crown_whorl();
    ASSERT_EQ(whorls.size(), 2U);
    EXPECT_EQ(whorls[0].place_mm.x(), -whorls[1].place_mm.x());
    EXPECT_EQ(whorls[0].place_mm.tail<2>(), whorls[1].place_mm.tail<2>());
    EXPECT_NE(whorls[0].sense, whorls[1].sense);
    for (const Whorl& whorl : whorls) {
        EXPECT_EQ(scalp_zone_at(whorl.place_mm), ScalpZone::Crown);
    }
}
