#include "photo/skin_light.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "color/color_spaces.h"
#include "fixtures/pictures.h"

using namespace stubble;
using fixtures::painted_picture;

namespace {

constexpr int side_px = 240;
constexpr double px_per_mm = 8.0;
const Polygon whole{{0, 0}, {side_px, 0}, {side_px, side_px}, {0, side_px}};

// Skin of one tone under light that changes from place to place.
struct LitSkin {
    SkinTone tone;
    std::function<double(double x, double y)> shading = [](double, double) { return 1.0; };
    std::function<double(double x, double y)> shine = [](double, double) { return 0.0; };
    double noise = 0.0;  // standard deviation of each channel, as a share of its light
};

// Dark on the left, bright on the right, 1 in the middle.
double ramp(double x, double /*y*/) {
    return 0.6 + 0.8 * x / side_px;
}

// White gloss around the middle of the picture.
double gloss(double x, double y) {
    const double r2 = (x - 120) * (x - 120) + (y - 120) * (y - 120);
    return 0.3 * std::exp(-r2 / (30.0 * 30.0));
}

EncodedImage photograph(const LitSkin& skin, int bits = 8, int channels = 3) {
    const LinearRgb color = linear_rgb(skin_color(skin.tone));
    return painted_picture(
        side_px, side_px, bits,
        [&](double x, double y) {
            const double s = skin.shading(x, y);
            const double h = skin.shine(x, y);
            const auto grain = [&](std::uint64_t channel) {
                const auto place =
                    static_cast<std::uint64_t>(y) * side_px + static_cast<std::uint64_t>(x);
                return 1.0 + skin.noise * normal(hash64(channel, place));
            };
            return LinearRgb{(s * color.r + h) * grain(1), (s * color.g + h) * grain(2),
                             (s * color.b + h) * grain(3)};
        },
        channels);
}

// Light from the surface at one pixel: as read, and as it is.
double read_surface(const SkinLight& light, int x, int y) {
    float g = 0.0F;
    light.surface_light(x, y, 1, &g);
    return g;
}
double true_surface(const LitSkin& skin, int x, int y) {
    return surface_reflectance * skin.shading(x + 0.5, y + 0.5) + skin.shine(x + 0.5, y + 0.5);
}

const SkinTone skins[] = {{0.015, 0.0115}, {0.03, 0.0115}, {0.06, 0.0115}, {0.12, 0.0115}};

}  // namespace

// The reading leans on the brightness of the photograph and on the blood people usually have:
// exact only on average.
TEST(SkinLight, MelaninAndBloodOfAnEvenlyLitZoneAreFound) {
    for (const SkinTone& tone : skins) {
        const SkinFit zone = SkinLight::read(photograph({tone}, 16), whole, px_per_mm).zone();
        EXPECT_NEAR(zone.tone.melanin / tone.melanin, 1.0, 0.02) << tone.melanin;
        EXPECT_NEAR(zone.tone.blood / tone.blood, 1.0, 0.02) << tone.melanin;
        EXPECT_NEAR(zone.shading, 1.0, 0.02) << tone.melanin;
    }
}

TEST(SkinLight, ASlopeOfLightOrGrainMovesMelaninByLessThanASixth) {
    for (const SkinTone& tone : skins) {
        for (const double noise : {0.0, 0.05}) {
            const EncodedImage photo = photograph({.tone = tone, .shading = ramp, .noise = noise});
            const SkinFit zone = SkinLight::read(photo, whole, px_per_mm).zone();
            EXPECT_NEAR(zone.tone.melanin / tone.melanin, 1.0, 0.16) << tone.melanin;
            EXPECT_NEAR(zone.tone.blood / tone.blood, 1.0, 0.10) << tone.melanin;
        }
    }
}

TEST(SkinLight, ShadowIsNotTakenForMelanin) {
    for (const SkinTone& tone : skins) {
        const EncodedImage photo = photograph({.tone = tone, .shading = ramp});
        const SkinLight light = SkinLight::read(photo, whole, px_per_mm);
        const double in_shadow = light.tone_at(Point2(15, 120)).melanin;
        const double in_light = light.tone_at(Point2(225, 120)).melanin;
        EXPECT_NEAR(in_shadow / in_light, 1.0, 0.03) << tone.melanin;
    }
}

TEST(SkinLight, DarkerSkinBesideLighterSkinIsReadAsMoreMelanin) {
    const LinearRgb light_skin = linear_rgb(skin_color({0.03, 0.0115}));
    const LinearRgb tanned_skin = linear_rgb(skin_color({0.04, 0.0115}));
    const EncodedImage photo = painted_picture(side_px, side_px, 8, [&](double x, double) {
        return x < side_px / 2.0 ? light_skin : tanned_skin;
    });
    const SkinLight light = SkinLight::read(photo, whole, px_per_mm);
    EXPECT_GT(light.tone_at(Point2(210, 120)).melanin,
              1.08 * light.tone_at(Point2(30, 120)).melanin);
}

TEST(SkinLight, TheSurfaceOfMatteSkinThrowsBackItsFresnelShareOfTheLight) {
    for (const SkinTone& tone : skins) {
        const LitSkin skin{.tone = tone, .shading = ramp, .noise = 0.02};
        const SkinLight light = SkinLight::read(photograph(skin), whole, px_per_mm);
        for (int x = 10; x < side_px; x += 20) {
            EXPECT_NEAR(read_surface(light, x, 120), true_surface(skin, x, 120), 0.004)
                << tone.melanin << " at " << x;
        }
    }
}

// Shine that is missed would be filtered and turn blue; shine that is invented would leave the
// dots pale.
TEST(SkinLight, MostOfAWhiteHighlightIsFoundAndNoneIsInvented) {
    for (const SkinTone& tone : skins) {
        for (const double noise : {0.0, 0.02}) {
            const LitSkin skin{.tone = tone, .shading = ramp, .shine = gloss, .noise = noise};
            const SkinLight light = SkinLight::read(photograph(skin), whole, px_per_mm);
            EXPECT_GT(read_surface(light, 120, 120), 0.6 * true_surface(skin, 120, 120))
                << tone.melanin;
            for (int y = 10; y < side_px; y += 20) {
                for (int x = 10; x < side_px; x += 20) {
                    EXPECT_LT(read_surface(light, x, y), 1.05 * true_surface(skin, x, y) + 0.01)
                        << tone.melanin << " at " << x << ", " << y;
                }
            }
        }
    }
}

TEST(SkinLight, AHighlightHardlyMovesTheReadingOfTheZone) {
    for (const SkinTone& tone : skins) {
        const SkinFit matte =
            SkinLight::read(photograph({.tone = tone, .shading = ramp}), whole, px_per_mm).zone();
        const SkinFit shiny =
            SkinLight::read(photograph({.tone = tone, .shading = ramp, .shine = gloss}), whole,
                            px_per_mm)
                .zone();
        EXPECT_NEAR(shiny.tone.melanin / matte.tone.melanin, 1.0, 0.03) << tone.melanin;
        EXPECT_NEAR(shiny.tone.blood / matte.tone.blood, 1.0, 0.03) << tone.melanin;
    }
}

TEST(SkinLight, PixelsOutsideThePolygonDoNotCount) {
    const Polygon middle{{80, 80}, {160, 80}, {160, 160}, {80, 160}};
    const EncodedImage skin = photograph({});
    EncodedImage framed = skin;
    for (int y = 0; y < side_px; ++y) {
        const auto row = framed.pixels.row<std::uint8_t>(y);
        for (int x = 0; x < side_px; ++x) {
            if (!contains(middle, Point2(x + 0.5, y + 0.5))) {
                row[static_cast<std::size_t>(x) * 3] = 0;
                row[static_cast<std::size_t>(x) * 3 + 2] = 255;
            }
        }
    }
    const SkinLight alone = SkinLight::read(skin, middle, px_per_mm);
    const SkinLight in_frame = SkinLight::read(framed, middle, px_per_mm);
    EXPECT_EQ(in_frame.zone().tone.melanin, alone.zone().tone.melanin);
    EXPECT_EQ(read_surface(in_frame, 85, 120), read_surface(alone, 85, 120));
}

TEST(SkinLight, SurfaceLightOfARunIsThatOfItsPixelsOneByOne) {
    const EncodedImage photo = photograph({.tone = {}, .shading = ramp, .shine = gloss});
    const SkinLight light = SkinLight::read(photo, whole, px_per_mm);
    for (const int y : {0, 3, 119, 239}) {
        std::vector<float> run(side_px);
        light.surface_light(0, y, side_px, run.data());
        for (int x = 0; x < side_px; ++x) {
            EXPECT_NEAR(run[static_cast<std::size_t>(x)], read_surface(light, x, y), 1e-5);
        }
    }
}

TEST(SkinLight, SurfaceLightHasNoSteps) {
    const EncodedImage photo = photograph({.tone = {}, .shading = ramp, .shine = gloss});
    const SkinLight light = SkinLight::read(photo, whole, px_per_mm);
    for (int y = 1; y < side_px; ++y) {
        for (int x = 1; x < side_px; x += 3) {
            const double here = read_surface(light, x, y);
            EXPECT_LT(std::abs(here - read_surface(light, x - 1, y)), 0.015);
            EXPECT_LT(std::abs(here - read_surface(light, x, y - 1)), 0.015);
        }
    }
}

TEST(SkinLight, AGrayPhotographIsReadAsMediumSkinWithoutShine) {
    for (const int channels : {1, 2}) {
        const LitSkin skin{.tone = {}, .shading = ramp, .shine = gloss};
        const EncodedImage photo = photograph(skin, 8, channels);
        const SkinLight light = SkinLight::read(photo, whole, px_per_mm);
        EXPECT_EQ(light.zone().tone.melanin, SkinTone{}.melanin);
        EXPECT_EQ(light.tone_at(Point2(120, 120)).blood, SkinTone{}.blood);
        for (const int x : {20, 60, 220}) {
            EXPECT_NEAR(read_surface(light, x, 20), surface_reflectance * ramp(x, 20), 0.004);
        }
    }
}

TEST(SkinLight, AZoneTooDarkToReadIsMediumSkinWithoutSurfaceLight) {
    const SkinLight light =
        SkinLight::read(fixtures::flat_picture(side_px, side_px, 0, 0, 0), whole, px_per_mm);
    EXPECT_EQ(light.zone().tone.melanin, SkinTone{}.melanin);
    EXPECT_EQ(light.tone_at(Point2(10, 10)).blood, SkinTone{}.blood);
    EXPECT_EQ(read_surface(light, 100, 100), 0.0);
}

TEST(SkinLight, BlackPlacesInAZoneStayFinite) {
    const EncodedImage photo = photograph(
        {.tone = {}, .shading = [](double x, double) { return x < side_px / 2.0 ? 0.0 : 1.0; }});
    const SkinLight light = SkinLight::read(photo, whole, px_per_mm);
    EXPECT_NEAR(light.zone().tone.melanin / SkinTone{}.melanin, 1.0, 0.1);
    for (int x = 0; x < side_px; x += 10) {
        const double g = read_surface(light, x, 120);
        EXPECT_GE(g, 0.0);
        EXPECT_LT(g, 0.1);
        EXPECT_GT(light.tone_at(Point2(x, 120)).melanin, 0.0);
    }
}

TEST(SkinLight, ColoursThatNoSkinHasStillGiveAFiniteReading) {
    for (const auto& [r, g, b] : {std::array<std::uint8_t, 3>{0, 255, 0},
                                  {255, 255, 255},
                                  {0, 0, 255},
                                  {255, 0, 255},
                                  {1, 1, 1},
                                  {128, 128, 128}}) {
        const SkinLight light =
            SkinLight::read(fixtures::flat_picture(side_px, side_px, r, g, b), whole, px_per_mm);
        EXPECT_TRUE(std::isfinite(light.zone().tone.melanin));
        EXPECT_GT(light.zone().tone.blood, 0.0);
        EXPECT_TRUE(std::isfinite(read_surface(light, 100, 100)));
        EXPECT_GT(light.tone_at(Point2(100, 100)).melanin, 0.0);
    }
}

TEST(SkinLight, ZonesOfAFewPixelsAndHugeScalesAreReadToo) {
    const EncodedImage photo = photograph({});
    for (const double scale : {0.05, 1.0, 8.0, 2000.0}) {
        for (const Polygon& tiny : {Polygon{{10, 10}, {12, 10}, {12, 12}},
                                    Polygon{{10.1, 10.1}, {10.4, 10.1}, {10.4, 10.4}},
                                    Polygon{{0, 100}, {240, 100}, {240, 101}, {0, 101}}}) {
            const SkinLight light = SkinLight::read(photo, tiny, scale);
            EXPECT_TRUE(std::isfinite(light.zone().tone.melanin));
            EXPECT_TRUE(std::isfinite(read_surface(light, 11, 11)));
        }
    }
}
