#include "photo/photo_sharpness.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fixtures/pictures.h"

using namespace stubble;
using fixtures::painted_picture;

namespace {

constexpr int side_px = 480;
const Box2 whole{Point2(0, 0), Point2(side_px, side_px)};

// What a camera makes of a step at 0: blurred with a Gaussian.
double blurred_step(double distance, double sigma) {
    return 0.5 * (1.0 + std::erf(distance / (sigma * std::sqrt(2.0))));
}

struct Scene {
    double blur_px = 1.0;  // Gaussian blur of the lens; the pixel's own square comes on top
    double noise = 0.0;    // standard deviation, as a share of the light of the dark rings
    double dark = 0.2;
    double bright = 0.45;
};

// Wide rings around a corner: edges in every direction of a quarter turn, 100 pixels apart.
double rings(double x, double y, double blur_px) {
    const double r = std::fmod(std::hypot(x + 80, y + 50), 200.0);
    return blurred_step(r - 50.0, blur_px) - blurred_step(r - 150.0, blur_px);
}

EncodedImage photograph(const Scene& scene) {
    return painted_picture(side_px, side_px, 8, [&](double x, double y) {
        // A pixel is the mean over its square.
        constexpr int n = 3;
        double share = 0.0;
        for (int i = 0; i < n; ++i) {
            for (int j = 0; j < n; ++j) {
                share +=
                    rings(x + (i + 0.5) / n - 0.5, y + (j + 0.5) / n - 0.5, scene.blur_px) / n / n;
            }
        }
        const auto place = static_cast<std::uint64_t>(y) * side_px + static_cast<std::uint64_t>(x);
        const double grain = scene.noise * scene.dark * normal(hash64(3, place));
        const double light = scene.dark + (scene.bright - scene.dark) * share + grain;
        return LinearRgb{light, light, light};
    });
}

// Lens and pixel together.
double whole_blur_px(double lens_px) {
    return std::sqrt(lens_px * lens_px + 1.0 / 12.0);
}

}  // namespace

// Dots may come out up to a quarter (or a fifth of a pixel) softer than the photograph, but not
// sharper.
TEST(PhotoSharpness, BlurOfCleanEdgesIsFoundAndNeverUnderestimated) {
    for (const double blur : {0.3, 0.7, 1.0, 1.5, 2.5, 4.0}) {
        const double found = estimate_blur_px(photograph({blur}), whole);
        EXPECT_GE(found, 0.99 * whole_blur_px(blur)) << blur;
        EXPECT_LE(found, std::max(1.25 * whole_blur_px(blur), whole_blur_px(blur) + 0.21)) << blur;
    }
}

TEST(PhotoSharpness, GrainOfTwoAndAHalfPercentDoesNotPassForSharpness) {
    for (const double blur : {0.5, 1.0, 2.0, 3.0, 5.0}) {
        const double found = estimate_blur_px(photograph({.blur_px = blur, .noise = 0.025}), whole);
        EXPECT_GE(found, 0.97 * whole_blur_px(blur)) << blur;
        EXPECT_LE(found, std::max(1.25 * whole_blur_px(blur), whole_blur_px(blur) + 0.21)) << blur;
    }
}

TEST(PhotoSharpness, EdgesInShadowTellTheSameAsEdgesInLight) {
    const double light = estimate_blur_px(photograph({1.2, 0.0, 0.2, 0.45}), whole);
    const double shadow = estimate_blur_px(photograph({1.2, 0.0, 0.04, 0.09}), whole);
    EXPECT_NEAR(shadow / light, 1.0, 0.1);
}

TEST(PhotoSharpness, ARegionWithoutEdgesIsJudgedByItsSurroundings) {
    // 40 pixels in the middle of a ring, far from its edges.
    const Box2 flat{Point2(40, 0), Point2(80, 40)};
    EXPECT_NEAR(estimate_blur_px(photograph({2.0}), flat), whole_blur_px(2.0), 0.5);
}

// Thin lines (hairs) look sharper than the camera when their two flanks are taken for edges.
TEST(PhotoSharpness, HairsInABlurredPhotographDoNotMakeItSharp) {
    for (const double blur : {1.0, 2.0, 3.0}) {
        const EncodedImage photo = painted_picture(side_px, side_px, 8, [&](double x, double y) {
            // Lines 1.5 pixels wide, every 24 pixels, on the rings.
            const double across = std::fmod(0.8 * x + 0.6 * y, 24.0) - 12.0;
            const double line =
                blurred_step(across + 0.75, blur) - blurred_step(across - 0.75, blur);
            const double light = (0.2 + 0.25 * rings(x, y, blur)) * (1.0 - 0.8 * line);
            return LinearRgb{light, light, light};
        });
        EXPECT_GE(estimate_blur_px(photo, whole), 0.9 * blur) << blur;
    }
}

TEST(PhotoSharpness, APictureWithoutEdgesIsTakenForAnOrdinaryPhotograph) {
    EXPECT_EQ(estimate_blur_px(fixtures::flat_picture(200, 200, 170, 135, 115), whole), 0.8);
    EXPECT_EQ(
        estimate_blur_px(fixtures::flat_picture(3, 2, 170, 135, 115), {Point2(0, 0), Point2(3, 2)}),
        0.8);
}

TEST(PhotoSharpness, TheAnswerStaysWithinItsLimits) {
    const double found = estimate_blur_px(photograph({20.0}), whole);
    EXPECT_GE(found, sharpest_blur_px);
    EXPECT_LE(found, softest_blur_px);
}
