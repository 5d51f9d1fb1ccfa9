#include "scalp/scalp_zones.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "base/random.h"
#include "fixtures/vault_surface.h"

using namespace stubble;

namespace {

using PerZone = std::array<double, scalp_zone_count>;

std::size_t index(ScalpZone zone) {
    return static_cast<std::size_t>(zone);
}

PerZone zone_areas_cm2() {
    PerZone areas_cm2{};
    for (const VaultPatch& patch : vault_patches(1.0)) {
        if (const auto zone = scalp_zone_at(patch.canonical_mm)) {
            areas_cm2[index(*zone)] += patch.area_cm2;
        }
    }
    return areas_cm2;
}

// Places all over the skin, some off the scalp.
std::vector<Point3> random_places(int count) {
    std::vector<Point3> places;
    for (std::uint64_t i = 0; places.size() < static_cast<std::size_t>(count); ++i) {
        const double azimuth = 180.0 * uniform(hash64(7, 2 * i));
        const double elevation = -45.0 + 132.0 * uniform(hash64(7, 2 * i + 1));
        const Point3 place = vault_place_mm(azimuth, elevation, i % 2 == 0);
        if (border_margin_mm(place) > -15.0) {
            places.push_back(place);
        }
    }
    return places;
}

// Signed distance to the outline of every zone: to the nearest of many places on its other side.
PerZone margins_by_search(const Point3& place, const std::vector<Point3>& skin,
                          const std::vector<int>& zone_of_skin) {
    std::array<double, scalp_zone_count + 1> nearest2;
    nearest2.fill(std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < skin.size(); ++i) {
        double& best = nearest2[static_cast<std::size_t>(zone_of_skin[i])];
        best = std::min(best, (skin[i] - place).squaredNorm());
    }
    const auto own = scalp_zone_at(place);
    PerZone margins{};
    for (const ScalpZone zone : all_scalp_zones) {
        if (own != zone) {
            margins[index(zone)] = -std::sqrt(nearest2[index(zone)]);
            continue;
        }
        double other2 = std::numeric_limits<double>::infinity();
        for (std::size_t k = 0; k < nearest2.size(); ++k) {
            other2 = k == index(zone) ? other2 : std::min(other2, nearest2[k]);
        }
        margins[index(zone)] = std::sqrt(other2);
    }
    return margins;
}

// Largest change of a margin over the change allowed per mm: 2, and 8 far from the outline, where the skin is
// nearly parallel to its plane.
double fastest_change(const PerZone& last, const PerZone& here) {
    double fastest = 0.0;
    for (std::size_t k = 0; k < scalp_zone_count; ++k) {
        const double allowed = std::abs(here[k]) < 40.0 ? 2.0 : 8.0;
        fastest = std::max(fastest, std::abs(here[k] - last[k]) / allowed);
    }
    return fastest;
}

}  // namespace

TEST(ScalpZones, NamesAreThoseOfThePlanAndReadBack) {
    EXPECT_EQ(scalp_zone_name(ScalpZone::MidScalp), "mid-scalp");
    EXPECT_EQ(scalp_zone_name(ScalpZone::Occiput), "occiput");
    for (const ScalpZone zone : all_scalp_zones) {
        EXPECT_EQ(scalp_zone_named(scalp_zone_name(zone)), zone);
    }
    EXPECT_FALSE(scalp_zone_named("Frontal").has_value());
    EXPECT_FALSE(scalp_zone_named("nape").has_value());
}

TEST(ScalpZones, KnownPlacesAreInTheirZone) {
    EXPECT_EQ(scalp_zone_at({0, 110, 62}), ScalpZone::Frontal);
    EXPECT_EQ(scalp_zone_at({0, 131.5, 0}), ScalpZone::MidScalp);
    EXPECT_EQ(scalp_zone_at({-9.1, 115.2, -58.7}), ScalpZone::Crown);
    EXPECT_EQ(scalp_zone_at({66, 65, 40}), ScalpZone::Temples);
    EXPECT_EQ(scalp_zone_at({-71, 0, 8}), ScalpZone::Sides);  // sideburn
    EXPECT_EQ(scalp_zone_at({76, 60, -20}), ScalpZone::Sides);
    EXPECT_EQ(scalp_zone_at({0, 30, -100}), ScalpZone::Occiput);
    EXPECT_EQ(scalp_zone_at({0, 60, 95}), std::nullopt);
}

TEST(ScalpZones, AreasAreThoseMeasuredOnTheGeneratedHead) {
    // 5 mm clear of the ears, which concerns sides and occiput only (4 cm2 in all); the vault lacks the neck.
    const PerZone areas_cm2 = zone_areas_cm2();
    EXPECT_NEAR(areas_cm2[index(ScalpZone::Frontal)], 53.0, 2.0);
    EXPECT_NEAR(areas_cm2[index(ScalpZone::MidScalp)], 120.0, 2.0);
    EXPECT_NEAR(areas_cm2[index(ScalpZone::Crown)], 97.0, 2.0);
    EXPECT_NEAR(areas_cm2[index(ScalpZone::Temples)], 31.0, 2.0);
    EXPECT_NEAR(areas_cm2[index(ScalpZone::Sides)], 92.0, 4.0);
    EXPECT_NEAR(areas_cm2[index(ScalpZone::Occiput)], 213.0, 20.0);
}

TEST(ScalpZones, MarginsAreDistancesToTheOutlineOfTheZone) {
    std::vector<Point3> skin;
    std::vector<int> zone_of_skin;
    for (const VaultPatch& patch : vault_patches(0.6)) {
        const auto zone = scalp_zone_at(patch.canonical_mm);
        skin.push_back(patch.canonical_mm);
        zone_of_skin.push_back(static_cast<int>(zone ? index(*zone) : scalp_zone_count));
    }
    constexpr double far_mm = 25.0;
    // The search ends at the middle of a patch, so it finds distances up to 0.7 mm too long, 0.4 mm on average.
    constexpr double search_bias_mm = 0.4;
    int count = 0;
    int bad_inside = 0;
    int bad_outside = 0;
    double shortest = 1.0;
    for (const Point3& place : random_places(1000)) {
        const PerZone truth = margins_by_search(place, skin, zone_of_skin);
        const PerZone margins = zone_margins_mm(place);
        for (std::size_t k = 0; k < scalp_zone_count; ++k) {
            if (truth[k] < -10.0 && is_scalp(place)) {
                shortest = std::min(shortest, margins[k] / truth[k]);
            }
            if (std::abs(truth[k]) > far_mm) {
                continue;
            }
            ++count;
            const double longer_mm = std::abs(margins[k]) - std::abs(truth[k]) + search_bias_mm;
            const double bound_mm = 0.5 + 0.06 * std::abs(truth[k]);
            EXPECT_LT(longer_mm, 1.0 + 0.08 * std::abs(truth[k]))
                << scalp_zone_name(all_scalp_zones[k]) << " " << truth[k] << " at "
                << place.transpose();
            bad_inside += truth[k] > 0.0 && std::abs(longer_mm) > bound_mm;
            // Beside a corner it is nearer: the distance to one of its lines.
            bad_outside += truth[k] < 0.0 && longer_mm < -1.0 - 0.3 * std::abs(truth[k]);
        }
    }
    ASSERT_GT(count, 1000);
    EXPECT_LT(bad_inside, count / 50);
    EXPECT_LT(bad_outside, count / 50);
    EXPECT_GT(shortest, 0.25);
}

TEST(ScalpZones, MarginsFollowTheCurvedSkinOnTheForehead) {
    // From the back edge of the frontal zone forward along the midline, where the skin falls by 25 to 40 degrees.
    Point3 last = vault_place_mm(0.0, 66.0);
    double arc_mm = 0.0;
    for (double elevation = 65.99; elevation > 52.0; elevation -= 0.01) {
        const Point3 place = vault_place_mm(0.0, elevation);
        arc_mm += place.z() > 38.0 ? (place - last).norm() : 0.0;
        last = place;
        EXPECT_NEAR(std::max(zone_margin_mm(ScalpZone::Frontal, place), 0.0), arc_mm,
                    0.05 + 0.05 * arc_mm);
    }
    EXPECT_GT(arc_mm, 18.0);
}

TEST(ScalpZones, ExactlyTheMarginOfTheOwnZoneIsPositive) {
    for (const NaturalHairline hairline : {NaturalHairline::Mature, NaturalHairline::Feminine}) {
        for (const VaultPatch& patch : vault_patches(2.3)) {
            const auto own = scalp_zone_at(patch.canonical_mm, hairline);
            const PerZone margins = zone_margins_mm(patch.canonical_mm, hairline);
            for (const ScalpZone zone : all_scalp_zones) {
                EXPECT_EQ(margins[index(zone)] > 0.0, own == zone)
                    << scalp_zone_name(zone) << " at " << patch.canonical_mm.transpose();
            }
        }
    }
}

TEST(ScalpZones, MarginsAreContinuous) {
    for (const NaturalHairline hairline : {NaturalHairline::Mature, NaturalHairline::Feminine}) {
        for (double elevation = -40.0; elevation < 85.0; elevation += 3.7) {
            const std::vector<Point3> places = vault_parallel(elevation, 0.05);
            PerZone last = zone_margins_mm(places[0], hairline);
            for (std::size_t i = 1; i < places.size(); ++i) {
                const PerZone here = zone_margins_mm(places[i], hairline);
                const double fastest = fastest_change(last, here);
                ASSERT_LT(fastest, (places[i] - places[i - 1]).norm()) << places[i].transpose();
                last = here;
            }
        }
    }
}

TEST(ScalpZones, BothSidesAreTheSame) {
    for (const Point3& place : random_places(60)) {
        const Point3 mirrored(-place.x(), place.y(), place.z());
        EXPECT_EQ(scalp_zone_at(place), scalp_zone_at(mirrored));
        EXPECT_EQ(zone_margins_mm(place), zone_margins_mm(mirrored));
    }
}

TEST(ScalpZones, TheTopIsFrontalMidScalpAndCrownTogether) {
    for (const Point3& place : random_places(200)) {
        const auto zone = scalp_zone_at(place);
        const bool on_top =
            zone == ScalpZone::Frontal || zone == ScalpZone::MidScalp || zone == ScalpZone::Crown;
        EXPECT_EQ(top_margin_mm(place) > 0.0, on_top);
        const PerZone margins = zone_margins_mm(place);
        EXPECT_GE(top_margin_mm(place), std::max({margins[0], margins[1], margins[2]}));
    }
}

TEST(ScalpZones, TheFeminineFrontBelongsToFrontalAndTemples) {
    // In the recess of the mature line.
    const Point3 recess = vault_place_mm(28.0, 40.0);
    EXPECT_EQ(scalp_zone_at(recess), std::nullopt);
    EXPECT_EQ(scalp_zone_at(recess, NaturalHairline::Feminine), ScalpZone::Frontal);
    EXPECT_EQ(scalp_zone_at(vault_place_mm(35.0, 39.0), NaturalHairline::Feminine),
              ScalpZone::Temples);
}

TEST(ScalpZones, TheNapeIsTheOcciputBelowTheInion) {
    EXPECT_TRUE(is_nape({0, -30, -85}));
    EXPECT_FALSE(is_nape({0, 0, -91}));
    EXPECT_FALSE(is_nape({70, -17, 9}));   // low, but in front of the ear
    EXPECT_FALSE(is_nape({0, -75, -76}));  // neck
    EXPECT_NEAR(below_inion_mm({0, -15.1, -88.8}), 0.0, 1e-9);
    // Two places of the canonical midline.
    const Point3 above(0, -10.0, -89.82);
    const Point3 below(0, -20.0, -88.13);
    EXPECT_NEAR(below_inion_mm(below) - below_inion_mm(above), (above - below).norm(), 0.3);
}
