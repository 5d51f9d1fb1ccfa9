#include "render/synthetic_skin.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/parallel.h"
#include "color/color_spaces.h"

using namespace stubble;

namespace {

const Box2 middle{Point2(20, 12), Point2(28, 18)};

LinearRgb mean_of(const LinearImage& image) {
    LinearRgb mean;
    const double n = static_cast<double>(image.width) * image.height;
    for (int y = 0; y < image.height; ++y) {
        const auto row = image.row(y);
        for (std::size_t i = 0; i < row.size(); i += 3) {
            mean.r += row[i] / n;
            mean.g += row[i + 1] / n;
            mean.b += row[i + 2] / n;
        }
    }
    return mean;
}

// Mean green light of square parts, `part` pixels wide.
std::vector<double> parts_of(const LinearImage& image, int part) {
    std::vector<double> means;
    for (int y = 0; y + part <= image.height; y += part) {
        for (int x = 0; x + part <= image.width; x += part) {
            double sum = 0.0;
            for (int v = 0; v < part; ++v) {
                for (int u = 0; u < part; ++u) {
                    sum += image.row(y + v)[static_cast<std::size_t>(x + u) * 3 + 1];
                }
            }
            means.push_back(sum / (part * part));
        }
    }
    return means;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const auto n = static_cast<double>(a.size());
    double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sa += a[i];
        sb += b[i];
        saa += a[i] * a[i];
        sbb += b[i] * b[i];
        sab += a[i] * b[i];
    }
    return (sab - sa * sb / n) / std::sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
}

}  // namespace

TEST(SyntheticSkin, ThePictureHasTheSizeOfItsAreaAtItsScale) {
    const LinearImage image = photograph_scalp({}, middle, 10.0);
    EXPECT_EQ(image.width, 80);
    EXPECT_EQ(image.height, 60);
    EXPECT_EQ(image.rgb.size(), 80U * 60U * 3U);
}

TEST(SyntheticSkin, ItsChromaticityIsThatOfItsToneUnderAnyLight) {
    for (const SkinTone& tone : {SkinTone{0.015, 0.0115}, {0.03, 0.0115}, {0.06, 0.0115}}) {
        const LinearRgb seen = mean_of(photograph_scalp({tone, 1}, middle, 8.0));
        const SkinFit fit = fit_skin_tone(seen, {0.02, 3.0, 0.0});
        // White gloss pales the whole a little.
        EXPECT_NEAR(std::log(fit.tone.melanin / tone.melanin), 0.0, 0.35) << tone.melanin;
        EXPECT_LT(fit.delta_e, 2.0) << tone.melanin;
        EXPECT_GT(fit.shading, 0.6);
        EXPECT_LT(fit.shading, 1.4);
    }
}

TEST(SyntheticSkin, MoreMelaninIsDarkerAndMoreBloodIsRedder) {
    const LinearRgb light = mean_of(photograph_scalp({{0.015, 0.0115}, 1}, middle, 6.0));
    const LinearRgb dark = mean_of(photograph_scalp({{0.06, 0.0115}, 1}, middle, 6.0));
    const LinearRgb red = mean_of(photograph_scalp({{0.015, 0.03}, 1}, middle, 6.0));
    EXPECT_LT(luminance(dark), 0.8 * luminance(light));
    EXPECT_GT(lab(red).a, lab(light).a + 2.0);
}

TEST(SyntheticSkin, TheSameSeedGivesTheSamePictureWithAnyNumberOfThreads) {
    set_thread_count(1);
    const LinearImage one = photograph_scalp({}, middle, 8.0);
    set_thread_count(3);
    const LinearImage three = photograph_scalp({}, middle, 8.0);
    set_thread_count(0);
    EXPECT_EQ(one.rgb, three.rgb);
    EXPECT_NE(photograph_scalp({{}, 2}, middle, 8.0).rgb, one.rgb);
}

// 0.5 mm parts look alike at 8 and at 16 pixels a millimetre; another seed is another skin.
TEST(SyntheticSkin, TheSameSkinIsSeenAtAnyScale) {
    const auto coarse = parts_of(photograph_scalp({}, middle, 8.0), 4);
    const auto fine = parts_of(photograph_scalp({}, middle, 16.0), 8);
    const auto other = parts_of(photograph_scalp({{}, 2}, middle, 16.0), 8);
    EXPECT_GT(correlation(coarse, fine), 0.9);
    EXPECT_LT(std::abs(correlation(other, fine)), 0.5);
}

TEST(SyntheticSkin, APartOfTheScalpIsThatPartOfTheWhole) {
    const LinearImage whole = photograph_scalp({}, middle, 10.0);
    const LinearImage part =
        photograph_scalp({}, {middle.low + Point2(2, 1), middle.low + Point2(6, 5)}, 10.0);
    double worst = 0.0;
    for (int y = 0; y + 5 <= part.height; y += 5) {
        for (int x = 0; x + 5 <= part.width; x += 5) {
            double difference = 0.0;
            for (int v = 0; v < 5; ++v) {
                for (int u = 0; u < 5; ++u) {
                    difference +=
                        part.row(y + v)[static_cast<std::size_t>(x + u) * 3 + 1] -
                        whole.row(y + v + 10)[static_cast<std::size_t>(x + u + 20) * 3 + 1];
                }
            }
            worst = std::max(worst, std::abs(difference / 25));
        }
    }
    // Only the grain differs.
    EXPECT_LT(worst, 0.004);
}

TEST(SyntheticSkin, LightIsFiniteAndWithinWhatACameraCanStore) {
    const Box2 whole{Point2(0, 0), Point2(synthetic_width_mm, synthetic_height_mm)};
    const LinearImage image = photograph_scalp({}, whole, 3.0);
    int clipped = 0;
    for (const float light : image.rgb) {
        EXPECT_TRUE(std::isfinite(light));
        clipped += light < 0.0F || light > 1.0F ? 1 : 0;
    }
    EXPECT_LT(clipped, 0.001 * static_cast<double>(image.rgb.size()));
}
