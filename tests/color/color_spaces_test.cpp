#include "color/color_spaces.h"

#include <gtest/gtest.h>

using namespace stubble;

TEST(ColorSpaces, WhiteIsLightness100WithoutChroma) {
    const Lab white = lab(d65_white);
    EXPECT_NEAR(white.L, 100.0, 1e-12);
    EXPECT_NEAR(white.a, 0.0, 1e-12);
    EXPECT_NEAR(white.b, 0.0, 1e-12);
    const LinearRgb rgb = linear_rgb(d65_white);
    EXPECT_NEAR(rgb.r, 1.0, 1e-6);
    EXPECT_NEAR(rgb.g, 1.0, 1e-6);
    EXPECT_NEAR(rgb.b, 1.0, 1e-6);
}

TEST(ColorSpaces, SrgbRedHasItsPublishedLab) {
    // B. Lindbloom's calculator, sRGB (255, 0, 0), D65: 53.24 80.09 67.20.
    const Lab red = lab(linear_rgb(Srgb{1.0, 0.0, 0.0}));
    EXPECT_NEAR(red.L, 53.24, 0.01);
    EXPECT_NEAR(red.a, 80.09, 0.01);
    EXPECT_NEAR(red.b, 67.20, 0.01);
}

TEST(ColorSpaces, ToneCurveIsThatOfTheStandardAndInvertible) {
    EXPECT_NEAR(srgb_to_linear(0.5), 0.21404, 1e-5);  // IEC 61966-2-1
    for (int code = 0; code <= 255; ++code) {
        const double encoded = code / 255.0;
        EXPECT_NEAR(linear_to_srgb(srgb_to_linear(encoded)), encoded, 1e-7);
    }
    EXPECT_EQ(linear_to_srgb(-0.1), 0.0);
}

TEST(ColorSpaces, XyzAndLinearRgbAreInverse) {
    const LinearRgb color{0.3, 0.7, 0.1};
    const LinearRgb back = linear_rgb(xyz(color));
    EXPECT_NEAR(back.r, color.r, 1e-12);
    EXPECT_NEAR(back.g, color.g, 1e-12);
    EXPECT_NEAR(back.b, color.b, 1e-12);
}

TEST(ColorSpaces, LuminanceWeightsAreThoseOfBt709) {
    EXPECT_NEAR(luminance({1.0, 0.0, 0.0}), 0.2126, 1e-4);
    EXPECT_NEAR(luminance({0.0, 1.0, 0.0}), 0.7152, 1e-4);
    EXPECT_NEAR(luminance({0.0, 0.0, 1.0}), 0.0722, 1e-4);
}
