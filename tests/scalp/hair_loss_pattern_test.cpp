#include "scalp/hair_loss_pattern.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string_view>
#include <vector>

#include "fixtures/vault_surface.h"
#include "scalp/scalp_zones.h"

using namespace stubble;

namespace {

const std::vector<VaultPatch>& skin() {
    static const std::vector<VaultPatch> patches = vault_patches(1.0);
    return patches;
}

double bare_area_cm2(const HairLossPattern& pattern) {
    const RemainingHair hair(pattern);
    return std::accumulate(skin().begin(), skin().end(), 0.0,
                           [&](double sum, const VaultPatch& patch) {
                               return sum + hair.is_bare(patch.canonical_mm) * patch.area_cm2;
                           });
}

RemainingHair hair_of(HairLossStage stage) {
    return RemainingHair(hair_loss_pattern(stage));
}

const Point3 hairline_mm(0, 87, 86);
const Point3 recess_mm(45, 101, 46);
const Point3 vertex_mm(0, 131.5, 0);
const Point3 crown_mm = crown_whorl().place_mm;
const Point3 side_mm(76, 50, -20);
const Point3 occiput_mm(0, 30, -100);

}  // namespace

TEST(HairLossPattern, NamesAreThoseOfThePlanAndReadBack) {
    constexpr std::array<std::string_view, 15> expected = {
        "none",       "norwood-1", "norwood-2",  "norwood-3", "norwood-3-vertex",
        "norwood-3a", "norwood-4", "norwood-4a", "norwood-5", "norwood-5a",
        "norwood-6",  "norwood-7", "ludwig-1",   "ludwig-2",  "ludwig-3"};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(hair_loss_stage_name(all_hair_loss_stages[i]), expected[i]);
        EXPECT_EQ(hair_loss_stage_named(expected[i]), all_hair_loss_stages[i]);
    }
    EXPECT_FALSE(hair_loss_stage_named("norwood-8").has_value());
}

TEST(HairLossPattern, BareAreasAreThoseMeasuredOnTheGeneratedHead) {
    struct Stage {
        HairLossStage stage;
        double bare_cm2;
    };
    // Measured with the prototype of the generated head, 480 x 320 directions.
    constexpr std::array<Stage, 9> table = {{{HairLossStage::Norwood2, 0.0},
                                             {HairLossStage::Norwood3, 36.0},
                                             {HairLossStage::Norwood3Vertex, 56.0},
                                             {HairLossStage::Norwood4, 105.0},
                                             {HairLossStage::Norwood5, 156.0},
                                             {HairLossStage::Norwood6, 219.0},
                                             {HairLossStage::Norwood7, 270.0},
                                             {HairLossStage::Ludwig3, 0.0},
                                             {HairLossStage::None, 0.0}}};
    for (const Stage& s : table) {
        EXPECT_NEAR(bare_area_cm2(hair_loss_pattern(s.stage)), s.bare_cm2, 1.0 + 0.01 * s.bare_cm2)
            << hair_loss_stage_name(s.stage);
    }
}

TEST(HairLossPattern, TheVariantsWithAnIntactCrownLoseAsMuchAsTheirStage) {
    // Usual ranges of clinics for III, IV and V, cm2.
    const double area_3a = bare_area_cm2(hair_loss_pattern(HairLossStage::Norwood3A));
    EXPECT_TRUE(area_3a > 30.0 && area_3a < 50.0) << area_3a;
    const double area_4a = bare_area_cm2(hair_loss_pattern(HairLossStage::Norwood4A));
    EXPECT_TRUE(area_4a > 80.0 && area_4a < 110.0) << area_4a;
    const double area_5a = bare_area_cm2(hair_loss_pattern(HairLossStage::Norwood5A));
    EXPECT_TRUE(area_5a > 130.0 && area_5a < 160.0) << area_5a;
    for (const HairLossStage stage :
         {HairLossStage::Norwood3A, HairLossStage::Norwood4A, HairLossStage::Norwood5A}) {
        EXPECT_EQ(hair_of(stage).share_at(crown_mm), 1.0) << hair_loss_stage_name(stage);
        // No forelock is left.
        EXPECT_LT(hair_of(stage).share_at(hairline_mm), 0.01) << hair_loss_stage_name(stage);
    }
}

TEST(HairLossPattern, StagesTakeTheHairWhereTheirTextsSay) {
    const RemainingHair third = hair_of(HairLossStage::Norwood3);
    EXPECT_LT(third.share_at(recess_mm), 0.2);
    EXPECT_EQ(third.share_at(hairline_mm), 1.0);  // the forelock stays
    EXPECT_EQ(third.share_at(crown_mm), 1.0);
    EXPECT_LT(hair_of(HairLossStage::Norwood3Vertex).share_at(crown_mm), 0.01);
    EXPECT_EQ(hair_of(HairLossStage::Norwood3Vertex).share_at(vertex_mm), 1.0);
    // IV, V: a band between front and crown, thinner in V; VI: joined.
    const Point3 band_mm(30, 126, 0);
    const double band_4 = hair_of(HairLossStage::Norwood4).share_at(band_mm);
    const double band_5 = hair_of(HairLossStage::Norwood5).share_at(band_mm);
    EXPECT_GT(band_4, 0.5);
    EXPECT_LT(band_5, band_4);
    EXPECT_LT(hair_of(HairLossStage::Norwood6).share_at(band_mm), 1e-9);
    EXPECT_LT(hair_of(HairLossStage::Norwood6).share_at(vertex_mm), 1e-9);
    for (const HairLossStage stage : all_hair_loss_stages) {
        EXPECT_EQ(hair_of(stage).share_at(side_mm), 1.0) << hair_loss_stage_name(stage);
        EXPECT_EQ(hair_of(stage).share_at(occiput_mm), 1.0) << hair_loss_stage_name(stage);
    }
}

TEST(HairLossPattern, WithoutLossEveryHairStaysAtTheWidestFeather) {
    for (const HairLossStage stage : {HairLossStage::None, HairLossStage::Norwood2}) {
        const RemainingHair hair(hair_loss_pattern(stage), {.feather_mm = 20.0});
        for (const VaultPatch& patch : skin()) {
            if (is_scalp(patch.canonical_mm)) {
                ASSERT_EQ(hair.share_at(patch.canonical_mm), 1.0) << patch.canonical_mm.transpose();
            }
        }
    }
}

TEST(HairLossPattern, AboveTheFringeNothingIsLeftInStagesSixAndSeven) {
    for (const HairLossStage stage : {HairLossStage::Norwood6, HairLossStage::Norwood7}) {
        const RemainingHair hair(hair_loss_pattern(stage), {.feather_mm = 20.0});
        for (const VaultPatch& patch : skin()) {
            const ScalpDirection d = scalp_direction(patch.canonical_mm);
            // 18 degrees above the rim: 10 of stage VI, and 10 mm of feather.
            if (d.azimuth_deg > fringe_front_azimuth_deg &&
                d.elevation_deg > fringe_rim().elevation_deg(d.azimuth_deg) + 18.0) {
                ASSERT_LT(hair.share_at(patch.canonical_mm), 1e-9)
                    << patch.canonical_mm.transpose();
            }
        }
        // Bald up to the old hairline: the feather does not leave hair there.
        EXPECT_EQ(hair.share_at(hairline_mm), 0.0);
    }
}

TEST(HairLossPattern, HalfOfTheHairIsLeftOnTheOutline) {
    for (const HairLossStage stage : {HairLossStage::Norwood3, HairLossStage::Norwood4,
                                      HairLossStage::Norwood6, HairLossStage::Norwood4A}) {
        const RemainingHair hair = hair_of(stage);
        int differing = 0;
        for (const VaultPatch& patch : skin()) {
            if (is_scalp(patch.canonical_mm)) {
                differing +=
                    hair.is_bare(patch.canonical_mm) != (hair.share_at(patch.canonical_mm) < 0.5);
            }
        }
        // Only where two edges meet, both thin the hair.
        EXPECT_LT(differing, static_cast<int>(skin().size() / 100)) << hair_loss_stage_name(stage);
    }
}

TEST(HairLossPattern, TheEdgeIsAsWideAsTheFeatherAlsoOnTheSlopeOfTheForehead) {
    for (const HairLossStage stage : {HairLossStage::Norwood3A, HairLossStage::Norwood4A}) {
        for (const double feather_mm : {10.0, 20.0}) {
            const RemainingHair hair(hair_loss_pattern(stage), {.feather_mm = feather_mm});
            double wide_mm = 0.0;
            Point3 last = vault_place_mm(0.0, 35.0);
            for (double elevation = 35.0; elevation < 90.0; elevation += 0.02) {
                const Point3 place = vault_place_mm(0.0, elevation);
                const double share = hair.share_at(place);
                wide_mm += share > 0.0 && share < 1.0 ? (place - last).norm() : 0.0;
                last = place;
            }
            EXPECT_NEAR(wide_mm, feather_mm, 0.08 * feather_mm) << hair_loss_stage_name(stage);
        }
    }
}

TEST(HairLossPattern, WhereFrontAndCrownMeetBothThinTheHair) {
    HairLossPattern front_only = hair_loss_pattern(HairLossStage::Norwood5);
    front_only.crown_radius_mm = HairLossPattern{}.crown_radius_mm;
    HairLossPattern crown_only = HairLossPattern{};
    crown_only.crown_radius_mm = hair_loss_pattern(HairLossStage::Norwood5).crown_radius_mm;
    const Point3 between(-30.0, 124.0, -9.0);
    const double by_front = RemainingHair(front_only).share_at(between);
    const double by_crown = RemainingHair(crown_only).share_at(between);
    EXPECT_TRUE(by_front < 0.95 && by_crown < 0.95) << by_front << " " << by_crown;
    EXPECT_NEAR(hair_of(HairLossStage::Norwood5).share_at(between), by_front * by_crown, 1e-12);
}

TEST(HairLossPattern, TheRemainingShareHasNoJumps) {
    for (const HairLossStage stage : all_hair_loss_stages) {
        const RemainingHair hair = hair_of(stage);
        for (double elevation = 0.5; elevation < 88.0; elevation += 4.9) {
            const std::vector<Point3> places = vault_parallel(elevation, 0.4);
            for (std::size_t i = 1; i < places.size(); ++i) {
                const double share = hair.share_at(places[i]);
                const double step = std::abs(share - hair.share_at(places[i - 1]));
                ASSERT_TRUE(share >= 0.0 && share <= 1.0) << share;
                // Steepest slope of a feather 1.5 / 15 mm, twice where two meet.
                ASSERT_TRUE(step < 0.2 * (places[i] - places[i - 1]).norm() + 0.003 ||
                            !is_scalp(places[i]))
                    << hair_loss_stage_name(stage) << " " << step << " at "
                    << places[i].transpose();
            }
        }
    }
}

TEST(HairLossPattern, SeverityPassesThroughTheStagesAndTheBareAreaGrows) {
    EXPECT_NEAR(bare_area_cm2(norwood_pattern(4.0)),
                bare_area_cm2(hair_loss_pattern(HairLossStage::Norwood4)), 1e-9);
    EXPECT_NEAR(bare_area_cm2(norwood_pattern(99.0)),
                bare_area_cm2(hair_loss_pattern(HairLossStage::Norwood7)), 1e-9);
    EXPECT_EQ(bare_area_cm2(norwood_pattern(-1.0)), 0.0);
    double last_cm2 = 0.0;
    for (double severity = 2.0; severity <= 7.0; severity += 0.125) {
        const double here_cm2 = bare_area_cm2(norwood_pattern(severity));
        EXPECT_GE(here_cm2, last_cm2 - 1.5) << severity;
        EXPECT_LT(here_cm2, last_cm2 + 22.0) << severity;
        last_cm2 = here_cm2;
    }
    const double between_cm2 = bare_area_cm2(norwood_pattern(2.5));
    EXPECT_TRUE(between_cm2 > 5.0 && between_cm2 < 25.0) << between_cm2;
}

TEST(HairLossPattern, TheVertexThinsBeforeItGoesBare) {
    // Between III and IV the disc appears as thinning, not as a small bald spot.
    const RemainingHair early(norwood_pattern(3.15));
    const double at_whorl = early.share_at(crown_mm);
    EXPECT_GT(at_whorl, 0.5);
    EXPECT_LT(at_whorl, 1.0);
}

TEST(HairLossPattern, WomenThinOnTopAndKeepTheFrontLine) {
    std::array<double, 4> left{};
    for (int stage = 0; stage <= 3; ++stage) {
        const RemainingHair hair(ludwig_pattern(stage), {.hairline = NaturalHairline::Feminine});
        left[static_cast<std::size_t>(stage)] = hair.share_at(vertex_mm);
        EXPECT_EQ(hair.share_at(hairline_mm), 1.0);
        EXPECT_EQ(hair.share_at(side_mm), 1.0);
        EXPECT_EQ(hair.share_at(occiput_mm), 1.0);
        EXPECT_FALSE(hair.is_bare(vertex_mm));
    }
    EXPECT_NEAR(left[0], 1.0, 1e-12);
    EXPECT_NEAR(left[1], 0.70, 1e-12);
    EXPECT_NEAR(left[2], 0.45, 1e-12);
    EXPECT_NEAR(left[3], 0.15, 1e-12);
    EXPECT_NEAR(ludwig_pattern(1.5).thinning, 0.425, 1e-12);
    EXPECT_EQ(ludwig_pattern(9.0).thinning, ludwig_pattern(3.0).thinning);
    EXPECT_EQ(hair_loss_pattern(HairLossStage::Ludwig2).thinning, ludwig_pattern(2.0).thinning);
}

TEST(HairLossPattern, TheKeptFrontLineFollowsTheFeminineHairline) {
    // 7 mm behind the recess of the mature line, twice as far behind the feminine one.
    const Point3 place = vault_place_mm(28.0, 46.0);
    const HairLossPattern pattern = ludwig_pattern(3.0);
    EXPECT_EQ(RemainingHair(pattern).share_at(place), 1.0);
    EXPECT_LT(RemainingHair(pattern, {.hairline = NaturalHairline::Feminine}).share_at(place), 1.0);
}

TEST(HairLossPattern, TheDiscFollowsTheWhorlAndAMirroredWhorlMirrorsTheLoss) {
    const HairLossPattern pattern = hair_loss_pattern(HairLossStage::Norwood4);
    const RemainingHair right(pattern);
    const RemainingHair left(pattern, {.whorl_mm = crown_whorl(WhorlSide::Left).place_mm});
    bool differs = false;
    for (const VaultPatch& patch : vault_patches(3.0)) {
        const Point3& p = patch.canonical_mm;
        const Point3 mirrored(-p.x(), p.y(), p.z());
        EXPECT_EQ(right.share_at(p), left.share_at(mirrored));
        differs |= right.share_at(p) != left.share_at(p);
    }
    EXPECT_TRUE(differs);
}

TEST(HairLossPattern, BlendingIsHalfWayInEveryParameter) {
    const HairLossPattern a{1, 2, 3, 4, 5, 0.1};
    const HairLossPattern b{3, 6, 9, 12, 15, 0.3};
    const HairLossPattern half = blended_pattern(a, b, 0.5);
    EXPECT_DOUBLE_EQ(half.rim_raise_deg, 2.0);
    EXPECT_DOUBLE_EQ(half.front_midline_z_mm, 4.0);
    EXPECT_DOUBLE_EQ(half.front_recess_z_mm, 6.0);
    EXPECT_DOUBLE_EQ(half.front_temple_mm, 8.0);
    EXPECT_DOUBLE_EQ(half.crown_radius_mm, 10.0);
    EXPECT_DOUBLE_EQ(half.thinning, 0.2);
}

TEST(HairLossPattern, AnEdgeWithoutWidthIsAMistake) {
    EXPECT_DEATH(RemainingHair(HairLossPattern{}, {.feather_mm = 0.0}), "feather_mm");
}
