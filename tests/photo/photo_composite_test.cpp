#include "photo/photo_composite.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "color/color_spaces.h"
#include "fixtures/pictures.h"
#include "fixtures/profiles.h"

using namespace stubble;
using fixtures::ramp_picture;
using fixtures::samples_of;

namespace {

using Absorbance = std::array<float, 3>;

// One row of a layer: the same absorbance and surface light everywhere.
struct UniformLayer {
    UniformLayer(int count, const Absorbance& a, float g)
        : absorbance(static_cast<std::size_t>(count) * 4),
          surface(static_cast<std::size_t>(count), g) {
        for (std::size_t i = 0; i < absorbance.size(); i += 4) {
            std::copy(a.begin(), a.end(), absorbance.begin() + static_cast<std::ptrdiff_t>(i));
        }
    }
    [[nodiscard]] LayerRow row(int y) const {
        return {0, y, static_cast<int>(surface.size()), absorbance.data(), surface.data()};
    }

    std::vector<float> absorbance;
    std::vector<float> surface;
};

EncodedImage composited(const EncodedImage& photo, const Absorbance& a, float g) {
    EncodedImage result = photo;
    const UniformLayer layer(photo.pixels.width, a, g);
    for (int y = 0; y < photo.pixels.height; ++y) {
        composite_row(result.encoding, layer.row(y), result.pixels);
    }
    return result;
}

std::vector<float> filtered(std::vector<float> light, const Absorbance& a, float g) {
    const UniformLayer layer(static_cast<int>(light.size() / 3), a, g);
    light.push_back(0.0F);  // the spare value that filter_light asks for
    std::vector<float> result(light.size());
    filter_light(layer.row(0), light.data(), result.data());
    result.pop_back();
    return result;
}

EncodedImage ramp_in(const std::vector<std::uint8_t>& profile) {
    EncodedImage photo = ramp_picture(61, 7);
    photo.encoding = ColorEncoding::from_icc(profile, 8, false).value();
    return photo;
}

// Pictures of every kind a camera or an editor may give.
std::vector<EncodedImage> all_kinds() {
    std::vector<EncodedImage> kinds{ramp_in(fixtures::adobe_rgb_profile()),
                                    ramp_in(fixtures::wide_p3_profile())};
    for (const int bits : {8, 16}) {
        for (const int channels : {1, 2, 3, 4}) {
            kinds.push_back(ramp_picture(61, 7, channels, bits));
        }
    }
    return kinds;
}

// Linear light of every sample of an sRGB picture.
std::vector<double> linear_samples(const EncodedImage& photo) {
    std::vector<double> light;
    for (const int sample : samples_of(photo.pixels)) {
        light.push_back(srgb_to_linear(static_cast<double>(sample) / photo.pixels.max_sample()));
    }
    return light;
}

double darkest_of_pixel(const std::vector<double>& rgb, std::size_t i) {
    const std::size_t pixel = i / 3 * 3;
    return std::min({rgb[pixel], rgb[pixel + 1], rgb[pixel + 2]});
}

constexpr Absorbance dark_dot{0.63F, 0.45F, 0.28F};  // centre of the default dot on medium skin

}  // namespace

TEST(PhotoComposite, ZeroAbsorbanceKeepsEveryByteOfEveryKindOfPicture) {
    for (const EncodedImage& photo : all_kinds()) {
        EXPECT_TRUE(composited(photo, {0, 0, 0}, 0.05F).pixels == photo.pixels)
            << photo.pixels.channels << " x " << photo.pixels.bits;
    }
}

TEST(PhotoComposite, OnlyThePixelsOfTheRunChange) {
    const EncodedImage photo = ramp_picture(61, 7);
    EncodedImage result = photo;
    const UniformLayer layer(20, dark_dot, 0.0F);
    LayerRow row = layer.row(3);
    row.x0 = 17;
    composite_row(result.encoding, row, result.pixels);
    for (std::size_t i = 0; i < photo.pixels.bytes.size(); ++i) {
        const std::size_t x = i / 3 % 61, y = i / 3 / 61;
        const bool inside = y == 3 && x >= 17 && x < 37;
        EXPECT_EQ(result.pixels.bytes[i] != photo.pixels.bytes[i], inside) << x << ", " << y;
    }
}

TEST(PhotoComposite, PixelsWithoutAbsorbanceInsideARunKeepTheirBytes) {
    const EncodedImage photo = ramp_picture(61, 7);
    EncodedImage result = photo;
    UniformLayer layer(61, dark_dot, 0.0F);
    for (std::size_t x = 0; x < 61; x += 3) {
        std::fill_n(layer.absorbance.begin() + static_cast<std::ptrdiff_t>(x * 4), 3, 0.0F);
    }
    composite_row(result.encoding, layer.row(0), result.pixels);
    for (std::size_t i = 0; i < std::size_t{61} * 3; ++i) {
        EXPECT_EQ(result.pixels.bytes[i] == photo.pixels.bytes[i], i / 3 % 3 == 0) << i / 3;
    }
}

// (c' - g)/(c - g) is one number over the whole texture: exp(-A).
TEST(PhotoComposite, UniformAbsorbanceLeavesTheTextureOfLightFlat) {
    constexpr float g = 0.02F;
    std::vector<float> light;
    for (std::uint64_t i = 0; i < 30000; ++i) {
        light.push_back(0.03F + 0.9F * static_cast<float>(uniform(hash64(8, i))));
    }
    const std::vector<float> after = filtered(light, dark_dot, g);
    for (std::size_t i = 0; i < light.size(); ++i) {
        const double ratio =
            (static_cast<double>(after[i]) - g) / (static_cast<double>(light[i]) - g);
        EXPECT_NEAR(ratio, std::exp(-static_cast<double>(dark_dot[i % 3])), 2e-5) << light[i];
    }
}

TEST(PhotoComposite, UniformAbsorbanceLeavesTheTextureOfASixteenBitPictureFlatToHalfAStep) {
    constexpr float g = 0.01F;
    const EncodedImage photo = ramp_picture(199, 50, 3, 16);
    const std::vector<double> before = linear_samples(photo);
    const std::vector<double> after = linear_samples(composited(photo, dark_dot, g));
    int compared = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        // Pixels hardly brighter than g have no texture to keep.
        if (darkest_of_pixel(before, i) > 1.5 * g) {
            EXPECT_NEAR((after[i] - g) / (before[i] - g),
                        std::exp(-static_cast<double>(dark_dot[i % 3])), 0.5 / 255);
            ++compared;
        }
    }
    EXPECT_GT(compared, 20000);
}

TEST(PhotoComposite, AnEightBitPictureIsRoundedOnceAndNoMore) {
    constexpr float g = 0.01F;
    const EncodedImage photo = ramp_picture(199, 50);
    const std::vector<double> before = linear_samples(photo);
    const std::vector<int> after = samples_of(composited(photo, dark_dot, g).pixels);
    for (std::size_t i = 0; i < before.size(); ++i) {
        const double surface = std::min<double>(g, max_surface_share * darkest_of_pixel(before, i));
        const double exact =
            surface + (before[i] - surface) * std::exp(-static_cast<double>(dark_dot[i % 3]));
        EXPECT_NEAR(after[i], 255.0 * linear_to_srgb(exact), 0.501);
    }
}

TEST(PhotoComposite, DoublingAbsorbanceNeverLightensASample) {
    for (const EncodedImage& photo : all_kinds()) {
        std::vector<int> last = samples_of(photo.pixels);
        for (const float factor : {0.01F, 0.02F, 0.04F, 0.5F, 1.0F, 2.0F, 4.0F, 8.0F}) {
            const Absorbance a{factor * dark_dot[0], factor * dark_dot[1], factor * dark_dot[2]};
            const std::vector<int> now = samples_of(composited(photo, a, 0.03F).pixels);
            for (std::size_t i = 0; i < now.size(); ++i) {
                EXPECT_LE(now[i], last[i]) << photo.pixels.channels << " x " << photo.pixels.bits;
            }
            last = now;
        }
    }
}

TEST(PhotoComposite, AlphaIsLeftAlone) {
    for (const int bits : {8, 16}) {
        for (const std::size_t channels : {std::size_t{2}, std::size_t{4}}) {
            const EncodedImage photo = ramp_picture(61, 7, static_cast<int>(channels), bits);
            const std::vector<int> before = samples_of(photo.pixels);
            const std::vector<int> after = samples_of(composited(photo, dark_dot, 0.0F).pixels);
            for (std::size_t i = 0; i < before.size(); ++i) {
                const bool is_alpha = i % channels == channels - 1;
                EXPECT_EQ(before[i] == after[i], is_alpha) << i << " of " << channels;
            }
        }
    }
}

TEST(PhotoComposite, ItsExponentialAgreesWithTheStandardLibrary) {
    double worst = 0.0;
    for (float a = 0.0F; a < 100.0F; a = a * 1.001F + 1e-4F) {
        const std::vector<float> after = filtered({1.0F, 1.0F, 1.0F}, {a, a, a}, 0.0F);
        worst = std::max(worst, std::abs(after[0] - std::exp(-static_cast<double>(a))));
    }
    EXPECT_LT(worst, 2e-7);
}

TEST(PhotoComposite, LightFromTheSurfaceIsNotFiltered) {
    const std::vector<float> after = filtered({0.5F, 0.4F, 0.3F}, {50, 50, 50}, 0.1F);
    for (const float c : after) {
        EXPECT_NEAR(c, 0.1F, 1e-6F);
    }
}

TEST(PhotoComposite, SurfaceLightIsAtMostItsShareOfTheDarkestChannel) {
    const std::vector<float> after = filtered({0.5F, 0.4F, 0.3F}, {50, 50, 50}, 1.0F);
    for (const float c : after) {
        EXPECT_NEAR(c, 0.9F * 0.3F, 1e-6F);
    }
}

TEST(PhotoComposite, AChannelBelowZeroIsLeftAsItIs) {
    const std::vector<float> after = filtered({0.5F, 0.4F, -0.02F}, {1, 1, 1}, 0.1F);
    EXPECT_EQ(after[2], -0.02F);
    EXPECT_NEAR(after[0], 0.5F * std::exp(-1.0F), 1e-6F);
}

// Gray sees the luminance of the three filtered channels (weights of BT.709).
TEST(PhotoComposite, AGrayPictureTakesTheLuminanceOfTheFilteredLight) {
    const EncodedImage photo = ramp_picture(199, 9, 1, 16);
    const std::vector<int> before = samples_of(photo.pixels);
    const std::vector<int> after = samples_of(composited(photo, dark_dot, 0.0F).pixels);
    const double factor =
        0.2126 * std::exp(-0.63) + 0.7152 * std::exp(-0.45) + 0.0722 * std::exp(-0.28);
    for (std::size_t i = 0; i < before.size(); ++i) {
        EXPECT_NEAR(after[i], 65535 * linear_to_srgb(factor * srgb_to_linear(before[i] / 65535.0)),
                    4.0);
    }
}

// Matrices between linear Display P3, Adobe RGB and linear sRGB, all D65 (from the primaries, CSS
// Color 4); tone curves 2.2 and 563/256 of the fixtures.
TEST(PhotoComposite, WideGamutPicturesAreFilteredInTheLightOfSrgbPrimaries) {
    struct Wide {
        std::vector<std::uint8_t> profile;
        double gamma;
        std::array<double, 9> to_srgb;
        std::array<double, 9> from_srgb;
    };
    const Wide spaces[] = {
        {fixtures::wide_p3_profile(),
         2.2,
         {1.2249401, -0.2249402, 0.0, -0.0420569, 1.0420571, 0.0, -0.0196376, -0.0786507,
          1.0982884},
         {0.8224621, 0.1775380, 0.0, 0.0331942, 0.9668058, 0.0, 0.0170826, 0.0723974, 0.9105199}},
        {fixtures::adobe_rgb_profile(),
         563.0 / 256.0,
         {1.3983557, -0.3983557, 0.0, 0.0, 1.0, 0.0, 0.0, -0.0429290, 1.0429290},
         {0.7151256, 0.2848744, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0411619, 0.9588381}}};
    const auto times = [](const std::array<double, 9>& m, const std::array<double, 3>& c) {
        return std::array<double, 3>{m[0] * c[0] + m[1] * c[1] + m[2] * c[2],
                                     m[3] * c[0] + m[4] * c[1] + m[5] * c[2],
                                     m[6] * c[0] + m[7] * c[1] + m[8] * c[2]};
    };
    for (const Wide& space : spaces) {
        const EncodedImage photo = ramp_in(space.profile);
        const EncodedImage result = composited(photo, dark_dot, 0.0F);
        for (std::size_t i = 0; i < photo.pixels.bytes.size(); i += 3) {
            std::array<double, 3> own{};
            for (std::size_t c = 0; c < 3; ++c) {
                own[c] = std::pow(photo.pixels.bytes[i + c] / 255.0, space.gamma);
            }
            std::array<double, 3> light = times(space.to_srgb, own);
            for (std::size_t c = 0; c < 3; ++c) {
                light[c] *= light[c] > 0.0 ? std::exp(-static_cast<double>(dark_dot[c])) : 1.0;
            }
            own = times(space.from_srgb, light);
            for (std::size_t c = 0; c < 3; ++c) {
                EXPECT_NEAR(result.pixels.bytes[i + c], 255.0 * std::pow(own[c], 1.0 / space.gamma),
                            0.75);
            }
        }
    }
}
