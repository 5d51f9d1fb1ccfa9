#include "image/color_encoding.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "color/color_spaces.h"
#include "fixtures/profiles.h"
#include "fixtures/shared_data.h"

using namespace stubble;

namespace {

// All codes of one channel as a row of gray or equal RGB samples.
Raster all_codes(int channels, int bits) {
    const int codes = bits == 8 ? 256 : 65536;
    Raster raster = Raster::blank(codes, 1, channels, bits);
    for (int code = 0; code < codes; ++code) {
        for (int c = 0; c < channels; ++c) {
            const auto at = static_cast<std::size_t>(code * channels + c);
            if (bits == 8) {
                raster.row<std::uint8_t>(0)[at] = static_cast<std::uint8_t>(code);
            } else {
                raster.row<std::uint16_t>(0)[at] = static_cast<std::uint16_t>(code);
            }
        }
    }
    return raster;
}

void expect_every_code_comes_back(const ColorEncoding& encoding, int channels, int bits) {
    const Raster codes = all_codes(channels, bits);
    std::vector<float> rgb(static_cast<std::size_t>(codes.width) * 3);
    encoding.decode(codes, 0, 0, codes.width, rgb.data());
    Raster back = Raster::blank(codes.width, 1, channels, bits);
    encoding.encode(rgb.data(), codes.width, back, 0, 0);
    EXPECT_TRUE(back == codes) << channels << " channels, " << bits << " bits";
}

}  // namespace

TEST(ColorEncoding, EverySrgbCodeComesBackExactly) {
    expect_every_code_comes_back(ColorEncoding::srgb(8, false), 3, 8);
    expect_every_code_comes_back(ColorEncoding::srgb(16, false), 3, 16);
    expect_every_code_comes_back(ColorEncoding::srgb(8, true), 1, 8);
    expect_every_code_comes_back(ColorEncoding::srgb(16, true), 1, 16);
}

TEST(ColorEncoding, EveryCodeOfOtherProfilesComesBackExactly) {
    for (const int bits : {8, 16}) {
        expect_every_code_comes_back(
            ColorEncoding::from_icc(fixtures::gray_profile(1.8), bits, true).value(), 1, bits);
    }
    expect_every_code_comes_back(
        ColorEncoding::from_icc(fixtures::adobe_rgb_profile(), 8, false).value(), 3, 8);
    expect_every_code_comes_back(
        ColorEncoding::from_icc(fixtures::wide_p3_profile(), 8, false).value(), 3, 8);
}

TEST(ColorEncoding, SrgbLightIsThatOfTheStandard) {
    const Raster codes = all_codes(3, 8);
    std::vector<float> rgb(256 * 3);
    ColorEncoding::srgb(8, false).decode(codes, 0, 0, 256, rgb.data());
    for (std::size_t code = 0; code < 256; ++code) {
        EXPECT_NEAR(rgb[code * 3], srgb_to_linear(static_cast<double>(code) / 255.0), 1e-6);
    }
}

TEST(ColorEncoding, EncodingRoundsToTheNearestCode) {
    const ColorEncoding srgb = ColorEncoding::srgb(8, false);
    Raster out = Raster::blank(1, 1, 3, 8);
    for (int i = 0; i <= 20000; ++i) {
        const double light = i / 20000.0;
        const float rgb[3] = {static_cast<float>(light), static_cast<float>(light),
                              static_cast<float>(light)};
        srgb.encode(rgb, 1, out, 0, 0);
        EXPECT_LE(std::abs(out.bytes[0] - 255.0 * linear_to_srgb(light)), 0.5001) << light;
    }
}

TEST(ColorEncoding, LightOutsideTheRangeIsClampedAndNotANumberIsBlack) {
    const ColorEncoding srgb = ColorEncoding::srgb(8, false);
    Raster out = Raster::blank(1, 1, 3, 8);
    const float rgb[3] = {-0.5F, 7.0F, std::numeric_limits<float>::quiet_NaN()};
    srgb.encode(rgb, 1, out, 0, 0);
    EXPECT_EQ(out.bytes[0], 0);
    EXPECT_EQ(out.bytes[1], 255);
    EXPECT_EQ(out.bytes[2], 0);
}

// Truth from lcms2's own transform to linear sRGB in floating point.
TEST(ColorEncoding, LightOfOtherProfilesAgreesWithLcms) {
    const auto srgb_primaries =
        cmsCIExyYTRIPLE{{0.64, 0.33, 1.0}, {0.30, 0.60, 1.0}, {0.15, 0.06, 1.0}};
    const auto linear_bytes = fixtures::rgb_profile(srgb_primaries, 1.0);
    for (const auto& bytes : {fixtures::adobe_rgb_profile(), fixtures::wide_p3_profile()}) {
        cmsHPROFILE from =
            cmsOpenProfileFromMem(bytes.data(), static_cast<cmsUInt32Number>(bytes.size()));
        cmsHPROFILE to = cmsOpenProfileFromMem(linear_bytes.data(),
                                               static_cast<cmsUInt32Number>(linear_bytes.size()));
        cmsHTRANSFORM transform =
            cmsCreateTransform(from, TYPE_RGB_FLT, to, TYPE_RGB_FLT, INTENT_RELATIVE_COLORIMETRIC,
                               cmsFLAGS_NOOPTIMIZE);
        const ColorEncoding encoding = ColorEncoding::from_icc(bytes, 8, false).value();
        for (const auto& code : {std::array<std::uint8_t, 3>{255, 0, 0},
                                 {20, 200, 90},
                                 {180, 140, 120},
                                 {255, 255, 255}}) {
            Raster pixel = Raster::blank(1, 1, 3, 8);
            std::copy(code.begin(), code.end(), pixel.bytes.begin());
            float ours[3];
            encoding.decode(pixel, 0, 0, 1, ours);
            const float input[3] = {code[0] / 255.0F, code[1] / 255.0F, code[2] / 255.0F};
            float theirs[3];
            cmsDoTransform(transform, input, theirs, 1);
            for (int c = 0; c < 3; ++c) {
                EXPECT_NEAR(ours[c], theirs[c], 5e-4);
            }
        }
        cmsDeleteTransform(transform);
        cmsCloseProfile(from);
        cmsCloseProfile(to);
    }
}

TEST(ColorEncoding, WhiteOfEveryProfileIsWhite) {
    Raster white = Raster::blank(1, 1, 3, 8);
    white.bytes = {255, 255, 255};
    float rgb[3];
    ColorEncoding::from_icc(fixtures::adobe_rgb_profile(), 8, false)
        .value()
        .decode(white, 0, 0, 1, rgb);
    for (const float channel : rgb) {
        EXPECT_NEAR(channel, 1.0F, 1e-5F);
    }
}

TEST(ColorEncoding, ForeignProfilesAreRefused) {
    EXPECT_FALSE(ColorEncoding::from_icc(fixtures::gray_profile(2.2), 8, false).ok());
    EXPECT_FALSE(ColorEncoding::from_icc(fixtures::adobe_rgb_profile(), 8, true).ok());
    const std::vector<std::uint8_t> rubbish(200, 7);
    EXPECT_FALSE(ColorEncoding::from_icc(rubbish, 8, false).ok());
    SKIP_WITHOUT_SHARED_DATA();
    const std::string printer =
        fixtures::read_text(fixtures::shared_data("input/icc/ljt_test1.icc"));
    const std::vector<std::uint8_t> bytes(printer.begin(), printer.end());
    EXPECT_FALSE(ColorEncoding::from_icc(bytes, 8, false).ok());
}

TEST(ColorEncoding, ProfilesOfPhonesAndCamerasAreRead) {
    SKIP_WITHOUT_SHARED_DATA();
    for (const char* name :
         {"input/icc/DisplayP3.icc", "input/icc/compatibleWithAdobeRGB1998.icc"}) {
        const std::string text = fixtures::read_text(fixtures::shared_data(name));
        const std::vector<std::uint8_t> bytes(text.begin(), text.end());
        const auto encoding = ColorEncoding::from_icc(bytes, 8, false);
        ASSERT_TRUE(encoding.ok()) << name;
        expect_every_code_comes_back(*encoding, 3, 8);
    }
}
