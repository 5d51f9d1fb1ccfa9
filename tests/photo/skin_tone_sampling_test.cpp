#include "photo/skin_tone_sampling.h"

#include <gtest/gtest.h>

#include "color/color_spaces.h"
#include "fixtures/pictures.h"

using namespace stubble;
using fixtures::flat_picture;

namespace {

void paint(EncodedImage& image, int x, int y, std::uint8_t r, std::uint8_t g, std::uint8_t b) {
    const auto row = image.pixels.row<std::uint8_t>(y);
    const auto at = static_cast<std::size_t>(x) * 3;
    row[at] = r;
    row[at + 1] = g;
    row[at + 2] = b;
}

}  // namespace

TEST(SkinToneSampling, AnEvenRegionHasItsOwnColour) {
    const LinearRgb color = median_color(flat_picture(20, 10, 169, 135, 114), {3, 2, 10, 5});
    EXPECT_NEAR(color.r, srgb_to_linear(169 / 255.0), 1e-6);
    EXPECT_NEAR(color.g, srgb_to_linear(135 / 255.0), 1e-6);
    EXPECT_NEAR(color.b, srgb_to_linear(114 / 255.0), 1e-6);
}

TEST(SkinToneSampling, HairsAndGlintsOfLessThanHalfTheRegionDoNotCount) {
    EncodedImage photo = flat_picture(20, 20, 169, 135, 114);
    const LinearRgb bare = median_color(photo, {0, 0, 20, 20});
    for (int y = 0; y < 20; ++y) {
        for (int x = 0; x < 20; x += 5) {
            paint(photo, x, y, 10, 8, 6);
        }
        for (int x = 1; x < 20; x += 5) {
            paint(photo, x, y, 255, 255, 255);
        }
    }
    const LinearRgb color = median_color(photo, {0, 0, 20, 20});
    EXPECT_EQ(color.r, bare.r);
    EXPECT_EQ(color.g, bare.g);
    EXPECT_EQ(color.b, bare.b);
}

TEST(SkinToneSampling, PixelsOutsideTheRegionDoNotCount) {
    EncodedImage photo = flat_picture(8, 8, 255, 0, 0);
    for (int y = 3; y < 5; ++y) {
        for (int x = 6; x < 8; ++x) {
            paint(photo, x, y, 0, 0, 255);
        }
    }
    const LinearRgb color = median_color(photo, {6, 3, 2, 2});
    EXPECT_NEAR(color.r, 0.0, 1e-6);
    EXPECT_NEAR(color.b, 1.0, 1e-6);
}

TEST(SkinToneSamplingDeathTest, ARegionThatLeavesThePhotographStops) {
    const EncodedImage photo = flat_picture(8, 8, 1, 2, 3);
    EXPECT_DEATH((void)median_color(photo, {4, 0, 5, 8}), "does not hold");
    EXPECT_DEATH((void)median_color(photo, {0, 0, 0, 8}), "does not hold");
}
