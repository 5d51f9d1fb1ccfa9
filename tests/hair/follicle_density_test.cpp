#include "hair/follicle_density.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "fixtures/vault_surface.h"
#include "scalp/scalp_zones.h"

using namespace stubble;

namespace {

const Point3 frontal_mm(0, 110, 62);
const Point3 vertex_mm(0, 131.5, 0);
const Point3 crown_mm(0, 110, -66);
const Point3 temple_mm(66, 62, 40);
const Point3 side_mm(77, 55, -20);
const Point3 occiput_mm(0, 30, -100);
const Point3 nape_mm(0, -36, -78);

// Of the whole scalp of the average man.
double units_on_the_head(HairOrigin origin, double& area_cm2) {
    double units = 0.0;
    area_cm2 = 0.0;
    for (const VaultPatch& patch : vault_patches(2.0)) {
        if (is_scalp(patch.canonical_mm)) {
            units += patch.area_cm2 * follicular_units_per_cm2(patch.canonical_mm, origin);
            area_cm2 += patch.area_cm2;
        }
    }
    return units;
}

double mean_units_per_cm2(HairOrigin origin) {
    double area_cm2 = 0.0;
    const double units = units_on_the_head(origin, area_cm2);
    return units / area_cm2;
}

}  // namespace

TEST(FollicleDensity, InTheMiddleOfAZoneItIsThatOfTheZone) {
    // Temples and sides are narrow: their neighbours count even in the middle.
    const HairOrigin caucasian = HairOrigin::Caucasian;
    EXPECT_NEAR(follicular_units_per_cm2(frontal_mm, caucasian), 90.0, 1.0);
    EXPECT_NEAR(follicular_units_per_cm2(vertex_mm, caucasian), 95.0, 0.01);
    EXPECT_NEAR(follicular_units_per_cm2(crown_mm, caucasian), 95.0, 1.0);
    EXPECT_NEAR(follicular_units_per_cm2(temple_mm, caucasian), 65.0, 3.0);
    EXPECT_NEAR(follicular_units_per_cm2(side_mm, caucasian), 75.0, 3.0);
    EXPECT_NEAR(follicular_units_per_cm2(occiput_mm, caucasian), 90.0, 0.01);
    EXPECT_NEAR(follicular_units_per_cm2(nape_mm, caucasian), 70.0, 0.01);
    EXPECT_NEAR(follicular_units_per_cm2(crown_mm, HairOrigin::Asian), 78.0, 1.0);
    EXPECT_NEAR(follicular_units_per_cm2(vertex_mm, HairOrigin::African), 65.0, 0.01);
}

TEST(FollicleDensity, RegionsComeInTheOrderOfTheCadaverStudies) {
    // Rutnin 2022: vertex > occiput > temple; temples and sides lowest of the hairy head.
    for (const HairOrigin origin : all_hair_origins) {
        const double vertex = follicular_units_per_cm2(crown_mm, origin);
        const double occiput = follicular_units_per_cm2(occiput_mm, origin);
        const double side = follicular_units_per_cm2(side_mm, origin);
        const double temple = follicular_units_per_cm2(temple_mm, origin);
        EXPECT_GT(vertex, occiput) << hair_origin_name(origin);
        EXPECT_GT(occiput, side) << hair_origin_name(origin);
        EXPECT_GT(side, temple) << hair_origin_name(origin);
    }
}

TEST(FollicleDensity, AsianMeansAgreeWithTheChineseCounts) {
    // Guo 2017: 74.4 +- 13.3 (n = 146); Tsai 2002: 71.8 (n = 50).
    EXPECT_NEAR(mean_units_per_cm2(HairOrigin::Asian), 71.8, 5.0);
    // Guo 2017: occiput of Chinese men 77.8 +- 3.0.
    EXPECT_NEAR(follicular_units_per_cm2(occiput_mm, HairOrigin::Asian), 77.8, 3.0);
}

TEST(FollicleDensity, UnitsPerHeadAreThoseOfTheTrade) {
    // pmuinternational.com: 50,000 / 40,000 / 30,000. The last does not fit the hair counts of Loussouarn.
    double area_cm2 = 0.0;
    EXPECT_NEAR(units_on_the_head(HairOrigin::Caucasian, area_cm2), 50000.0, 5000.0);
    EXPECT_NEAR(units_on_the_head(HairOrigin::Asian, area_cm2), 40000.0, 4000.0);
    EXPECT_NEAR(units_on_the_head(HairOrigin::African, area_cm2), 30000.0, 8000.0);
}

TEST(FollicleDensity, HairsPerSquareCentimetreLieWithinOneDeviationOfTheCounts) {
    // Loussouarn 2005: African 161 +- 50, Caucasian 226 +- 73, Asian 175 +- 54.
    const auto hairs_per_cm2 = [](HairOrigin origin) {
        return mean_units_per_cm2(origin) * hairs_per_follicular_unit(origin);
    };
    EXPECT_NEAR(hairs_per_cm2(HairOrigin::Caucasian), 226.0, 73.0);
    EXPECT_NEAR(hairs_per_cm2(HairOrigin::Asian), 175.0, 54.0);
    EXPECT_NEAR(hairs_per_cm2(HairOrigin::African), 161.0, 50.0);
    EXPECT_GT(hairs_per_cm2(HairOrigin::Caucasian), hairs_per_cm2(HairOrigin::Asian));
    EXPECT_GT(hairs_per_cm2(HairOrigin::Asian), hairs_per_cm2(HairOrigin::African));
}

TEST(FollicleDensity, SharesOfUnitSizesAddUpAndGiveTheKnownMeans) {
    for (const HairOrigin origin : all_hair_origins) {
        const auto shares = follicular_unit_size_shares(origin);
        EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1.0, 1e-12);
    }
    // Guo 2017, and the textbook split of Caucasian units: pairs are the most frequent.
    EXPECT_EQ(follicular_unit_size_shares(HairOrigin::Asian)[1], 0.526);
    EXPECT_EQ(follicular_unit_size_shares(HairOrigin::Caucasian)[1], 0.45);
    EXPECT_NEAR(hairs_per_follicular_unit(HairOrigin::Caucasian), 2.2, 0.005);
    // Guo 2017 1.93, Tsai 2002 1.91.
    EXPECT_NEAR(hairs_per_follicular_unit(HairOrigin::Asian), 1.92, 0.015);
    EXPECT_NEAR(hairs_per_follicular_unit(HairOrigin::African), 1.9, 0.005);
}

TEST(FollicleDensity, ZonesPassIntoEachOtherWithoutAStep) {
    for (double elevation = -45.0; elevation < 85.0; elevation += 4.3) {
        Point3 last = vault_place_mm(0.0, elevation);
        double last_density = follicular_units_per_cm2(last, HairOrigin::Caucasian);
        for (const Point3& place : vault_parallel(elevation, 0.2)) {
            if (border_margin_mm(place) > -5.0) {
                const double density = follicular_units_per_cm2(place, HairOrigin::Caucasian);
                // At most 30 units per cm2 between any two zones, over 10 mm and more.
                EXPECT_LT(std::abs(density - last_density), 5.0 * (place - last).norm() + 1e-9)
                    << place.transpose();
                last = place;
                last_density = density;
            }
        }
    }
}

TEST(FollicleDensity, NeighboursCountHalfOnTheirCommonEdge) {
    // Between crown and occiput in the midline: 95 and 90.
    double elevation = 0.0;
    while (scalp_zone_at(vault_place_mm(180.0, elevation)) != ScalpZone::Crown) {
        elevation += 0.01;
    }
    EXPECT_NEAR(follicular_units_per_cm2(vault_place_mm(180.0, elevation), HairOrigin::Caucasian),
                92.5, 0.05);
}
