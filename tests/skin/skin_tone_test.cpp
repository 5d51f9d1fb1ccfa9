#include "skin/skin_tone.h"

#include <gtest/gtest.h>

#include "skin/melanin_and_blood.h"

using namespace stubble;

TEST(SkinTone, ItaIsTheAngleOfLightnessAndYellowness) {
    EXPECT_NEAR(ita_deg({60.0, 10.0, 10.0}), 45.0, 1e-9);
    EXPECT_NEAR(ita_deg({40.0, 10.0, 10.0}), -45.0, 1e-9);
}

TEST(SkinTone, ClassesHaveThePublishedBorders) {
    EXPECT_EQ(ita_class(56.0), "very light");
    EXPECT_EQ(ita_class(55.0), "light");
    EXPECT_EQ(ita_class(35.0), "intermediate");
    EXPECT_EQ(ita_class(20.0), "tan");
    EXPECT_EQ(ita_class(0.0), "brown");
    EXPECT_EQ(ita_class(-31.0), "dark");
    EXPECT_EQ(fitzpatrick_type(60.0), "I");
    EXPECT_EQ(fitzpatrick_type(-90.0), "VI");
}

TEST(SkinTone, EveryMonkColourIsItsOwnTone) {
    EXPECT_EQ(monk_tone(lab(linear_rgb(Srgb{0xf6 / 255.0, 0xed / 255.0, 0xe4 / 255.0}))), 1);
    EXPECT_EQ(monk_tone(lab(linear_rgb(Srgb{0x82 / 255.0, 0x5c / 255.0, 0x43 / 255.0}))), 7);
    EXPECT_EQ(monk_tone(lab(linear_rgb(Srgb{0x29 / 255.0, 0x24 / 255.0, 0x20 / 255.0}))), 10);
}

TEST(SkinTone, MoreMelaninNeverGivesALighterMonkTone) {
    int previous = 1;
    for (double melanin = 0.005; melanin < 0.4; melanin *= 1.2) {
        const int tone = monk_tone(lab(skin_color({melanin, 0.0115})));
        EXPECT_GE(tone, previous);
        previous = tone;
    }
}
