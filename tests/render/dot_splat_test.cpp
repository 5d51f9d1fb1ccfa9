#include "render/dot_splat.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "fixtures/dot_fields.h"

using namespace stubble;

namespace {

constexpr SkinTone medium{0.03, 0.0115};

// One default dot at a place in pixels.
DotLayer layer_of_dot(float x_px, float y_px, const CameraView& view) {
    DotLayer layer = make_dot_layer(fixtures::single_dot(Point2(0, 0)), {medium}, view);
    layer.dots[0].x = x_px;
    layer.dots[0].y = y_px;
    return layer;
}

AbsorbanceTile splatted(const DotLayer& layer, int x0, int y0, int width, int height) {
    AbsorbanceTile tile{x0, y0, width, height, {}};
    splat_dots(layer, tile);
    return tile;
}

double sum_of(const AbsorbanceTile& tile, std::size_t channel) {
    double sum = 0.0;
    for (std::size_t i = channel; i < tile.values.size(); i += 4) {
        sum += tile.values[i];
    }
    return sum;
}

// Dots of many sizes and strengths all over a picture, also beyond its borders.
DotLayer scattered_dots(int count, double width_px, double height_px, const CameraView& view) {
    Appearance field;
    for (int i = 0; i < count; ++i) {
        const auto random = [&](std::uint64_t channel) {
            return uniform(hash64(channel, static_cast<std::uint64_t>(i)));
        };
        const Point2 place((1.4 * random(1) - 0.2) * width_px, (1.4 * random(2) - 0.2) * height_px);
        field.dots.push_back({place / view.px_per_mm,
                              {0.3 + 0.2 * random(3), 0.2},
                              PigmentDose{}.scaled(0.5 + random(4))});
    }
    return make_dot_layer(field, fixtures::skins_of(field, medium), view);
}

}  // namespace

TEST(DotSplat, APixelHoldsTheAbsorbanceAtItsDistanceFromTheDot) {
    const CameraView view{10.0, 0.8};
    const DotLayer layer = layer_of_dot(30.5F, 30.5F, view);
    const DotKernel& kernel = layer.kernels[0];
    AbsorbanceTile tile = splatted(layer, 0, 0, 61, 61);
    EXPECT_FLOAT_EQ(tile.row(30)[30 * 4], kernel.absorbance[0]);
    for (const auto& [x, y] : {std::pair{33, 34}, {30, 35}, {25, 30}, {40, 21}}) {
        const double node = std::hypot(x - 30, y - 30) * static_cast<double>(kernel.nodes_per_px);
        const auto index = static_cast<std::size_t>(node);
        for (std::size_t channel = 0; channel < 3; ++channel) {
            const double low = kernel.absorbance[4 * index + channel];
            const double high = kernel.absorbance[4 * index + 4 + channel];
            EXPECT_NEAR(tile.row(y)[static_cast<std::size_t>(x) * 4 + channel],
                        std::lerp(low, high, node - static_cast<double>(index)), 1e-6);
        }
    }
}

TEST(DotSplat, TheSumOfADotDoesNotDependOnItsPlaceWithinAPixel) {
    // Scales at which a dot of 0.35 mm covers 4 pixels down to a third of one.
    for (const double scale : {12.0, 6.0, 3.0, 1.0}) {
        for (const double blur : {0.5, 0.8, 2.0}) {
            const double tolerance = blur < 0.6 ? 0.01 : 0.002;
            const double centred =
                sum_of(splatted(layer_of_dot(60.5F, 60.5F, {scale, blur}), 0, 0, 121, 121), 0);
            for (const float shift : {0.1F, 0.25F, 0.5F, 0.8F}) {
                const DotLayer moved =
                    layer_of_dot(60.5F + shift, 60.5F + 0.7F * shift, {scale, blur});
                EXPECT_NEAR(sum_of(splatted(moved, 0, 0, 121, 121), 0) / centred, 1.0, tolerance)
                    << scale << " px/mm, blur " << blur << ", shift " << shift;
            }
        }
    }
}

// A dot far smaller than a pixel still takes the light that the dot model says.
TEST(DotSplat, DotsSmallerThanAPixelKeepTheirIntegral) {
    double expected = 0.0;
    const RgbDotTransmittance dot(medium, {}, {});
    for (double r = 0.0005; r < dot_reach_mm; r += 0.001) {
        expected += (1.0 - dot.at(r).g) * 2.0 * 3.14159265 * r * 0.001;
    }
    for (const double scale : {10.0, 3.0, 1.0, 0.5, 0.2}) {
        const AbsorbanceTile tile =
            splatted(layer_of_dot(30.3F, 30.6F, {scale, 0.8}), 0, 0, 61, 61);
        double taken = 0.0;
        for (std::size_t i = 1; i < tile.values.size(); i += 4) {
            taken += 1.0 - std::exp(-static_cast<double>(tile.values[i]));
        }
        EXPECT_NEAR(taken / (scale * scale) / expected, 1.0, 0.01) << scale;
    }
}

TEST(DotSplat, DotsAddUp) {
    const CameraView view{10.0, 0.8};
    DotLayer both = layer_of_dot(30.2F, 30.4F, view);
    both.dots.push_back({33.7F, 31.9F, 0});
    const AbsorbanceTile first = splatted(layer_of_dot(30.2F, 30.4F, view), 0, 0, 64, 64);
    const AbsorbanceTile second = splatted(layer_of_dot(33.7F, 31.9F, view), 0, 0, 64, 64);
    const AbsorbanceTile sum = splatted(both, 0, 0, 64, 64);
    for (std::size_t i = 0; i < sum.values.size(); ++i) {
        EXPECT_NEAR(sum.values[i], first.values[i] + second.values[i], 1e-6);
    }
}

TEST(DotSplat, ATileIsClearedFirst) {
    AbsorbanceTile tile{0, 0, 8, 8, std::vector<float>(1000, 7.0F)};
    splat_dots({}, tile);
    EXPECT_EQ(tile.values, std::vector<float>(8 * 8 * 4, 0.0F));
}

TEST(DotSplat, NothingBeyondTheReachOfADotChanges) {
    const DotLayer layer = layer_of_dot(100.0F, 100.0F, {10.0, 0.8});
    const int reach = static_cast<int>(std::ceil(layer.reach_px));
    for (const auto& [x, y] : {std::pair{100 + reach, 90},
                               {100 - reach - 20, 90},
                               {90, 100 + reach},
                               {90, 100 - reach - 20}}) {
        const AbsorbanceTile beside = splatted(layer, x, y, 20, 20);
        EXPECT_EQ(*std::max_element(beside.values.begin(), beside.values.end()), 0.0F);
    }
}

TEST(DotSplat, CuttingAPictureIntoTilesDoesNotChangeABit) {
    constexpr int width = 300, height = 200;
    for (const CameraView& view :
         {CameraView{10.0, 0.8}, CameraView{3.3, 1.1}, CameraView{1.3, 0.7}}) {
        const DotLayer layer = scattered_dots(3000, width, height, view);
        AbsorbanceTile whole = splatted(layer, 0, 0, width, height);
        for (const int edge : {7, 32, 101}) {
            for (int y0 = 0; y0 < height; y0 += edge) {
                for (int x0 = 0; x0 < width; x0 += edge) {
                    AbsorbanceTile tile = splatted(layer, x0, y0, std::min(edge, width - x0),
                                                   std::min(edge, height - y0));
                    for (int y = y0; y < y0 + tile.height; ++y) {
                        EXPECT_TRUE(std::equal(tile.row(y), tile.row(y) + tile.width * 4,
                                               whole.row(y) + x0 * 4))
                            << "tile of " << edge << " at " << x0 << ", " << y;
                    }
                }
            }
        }
    }
}
