#include "scalp/scalp_border.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "fixtures/vault_surface.h"

using namespace stubble;

namespace {

struct Direction {
    double azimuth_deg;
    double elevation_deg;
};

double scalp_area_cm2(NaturalHairline hairline) {
    double area_cm2 = 0.0;
    for (const VaultPatch& patch : vault_patches(1.0)) {
        area_cm2 += is_scalp(patch.canonical_mm, hairline) ? patch.area_cm2 : 0.0;
    }
    return area_cm2;
}

}  // namespace

TEST(ScalpBorder, RunsThroughTheLandmarksOfTheMatureMaleLine) {
    // Directions of the 22 landmarks as tabulated with the head, rounded to 0.1 degrees.
    constexpr std::array<Direction, 22> table = {
        {{0.0, 31.8},    {5.5, 32.1},   {11.4, 34.0},   {21.6, 39.0},   {33.5, 43.2},
         {39.1, 38.2},   {41.5, 31.3},  {45.4, 20.2},   {54.6, 12.0},   {63.1, -3.6},
         {66.1, -17.4},  {69.6, -19.2}, {75.2, 0.0},    {80.9, 11.9},   {88.5, 13.3},
         {96.8, 9.7},    {102.2, -1.5}, {105.5, -15.0}, {109.7, -28.1}, {127.4, -40.0},
         {147.1, -46.2}, {180.0, -50.3}}};
    for (const Direction& d : table) {
        // The line falls by up to 5 degrees per degree of azimuth.
        EXPECT_NEAR(natural_border().elevation_deg(d.azimuth_deg), d.elevation_deg, 0.3)
            << d.azimuth_deg;
    }
}

TEST(ScalpBorder, TheRimOfTheFringeRunsThroughItsLandmarks) {
    constexpr std::array<Direction, 7> table = {{{44.5, 34.6},
                                                 {57.7, 36.7},
                                                 {79.6, 40.7},
                                                 {107.7, 41.9},
                                                 {133.4, 41.1},
                                                 {156.5, 39.5},
                                                 {180.0, 39.8}}};
    for (const Direction& d : table) {
        EXPECT_NEAR(fringe_rim().elevation_deg(d.azimuth_deg), d.elevation_deg, 0.1);
    }
}

TEST(ScalpBorder, TheFringeBeginsOnTheMatureBorder) {
    // No sliver between the rim and the border; in front of it no fringe at all.
    EXPECT_NEAR(fringe_rim().elevation_deg(fringe_front_azimuth_deg),
                natural_border().elevation_deg(fringe_front_azimuth_deg), 0.4);
    EXPECT_LT(fringe_rim().elevation_deg(fringe_front_azimuth_deg),
              natural_border().elevation_deg(fringe_front_azimuth_deg));
    for (double azimuth = 0.0; azimuth < fringe_front_azimuth_deg; azimuth += 1.0) {
        EXPECT_LT(fringe_rim().elevation_deg(azimuth), -50.3) << azimuth;  // lowest nape
    }
}

TEST(ScalpBorder, CrownAndNapeAreScalpAndForeheadEarAndNeckAreNot) {
    EXPECT_TRUE(is_scalp({0, 131.5, 0}));
    EXPECT_TRUE(is_scalp({-9.1, 115.2, -58.7}));
    EXPECT_TRUE(is_scalp({0, -40, -76}));
    EXPECT_TRUE(is_scalp({71, 0, 8}));  // sideburn
    EXPECT_FALSE(is_scalp({0, 60, 95}));
    EXPECT_FALSE(is_scalp({0, -70, -76}));
    EXPECT_FALSE(is_scalp({72, 0, -10}));  // the ear is attached here
}

TEST(ScalpBorder, TheHairlineInTheMidlineIsAtItsHeight) {
    // Trichion of the canonical head.
    const Point3 trichion(0, 85.1, 87.2);
    EXPECT_NEAR(elevation_above_border_deg(trichion), 0.0, 0.1);
    EXPECT_NEAR(border_margin_mm(trichion), 0.0, 0.2);
    // 10 mm further up the midline: ladder of arcs 53 -> 63 mm above the glabella.
    EXPECT_NEAR(border_margin_mm({0, 93.3, 81.6}), 10.0, 0.6);
}

TEST(ScalpBorder, TheScalpOfTheAverageManHasTheAreaMeasuredOnTheGeneratedHead) {
    // 606 cm2 without ears; the vault lacks the neck and so a few cm2 of nape.
    EXPECT_NEAR(scalp_area_cm2(NaturalHairline::Mature), 606.0, 18.0);
}

TEST(ScalpBorder, TheFeminineFrontHasNoRecessAndAddsScalpOnlyInFront) {
    const DirectionCurve& mature = natural_border(NaturalHairline::Mature);
    const DirectionCurve& feminine = natural_border(NaturalHairline::Feminine);
    double highest_deg = 0.0;
    for (double azimuth = 0.0; azimuth <= 180.0; azimuth += 0.5) {
        const double elevation = feminine.elevation_deg(azimuth);
        EXPECT_LT(border_margin_mm(vault_place_mm(azimuth, elevation)), 0.5) << azimuth;
        highest_deg = std::max(highest_deg, elevation);
    }
    // Recess: how much higher the line runs beside than in the middle.
    EXPECT_LT(highest_deg - feminine.elevation_deg(0.0), 6.5);
    EXPECT_GT(mature.elevation_deg(33.5) - mature.elevation_deg(0.0), 11.0);
    for (const double azimuth : {46.0, 90.0, 120.0, 180.0}) {
        EXPECT_NEAR(feminine.elevation_deg(azimuth), mature.elevation_deg(azimuth), 0.2);
    }
    const double added_cm2 =
        scalp_area_cm2(NaturalHairline::Feminine) - scalp_area_cm2(NaturalHairline::Mature);
    EXPECT_NEAR(added_cm2, 7.3, 1.0);
}

TEST(ScalpBorder, TheFeminineFrontKeepsItsHighestPointAtTheSide) {
    const ScalpDirection highest = scalp_direction({40, 92, 66});
    EXPECT_NEAR(natural_border(NaturalHairline::Feminine).elevation_deg(highest.azimuth_deg),
                highest.elevation_deg, 0.01);
}
