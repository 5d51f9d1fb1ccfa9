#include "preview/plan_dots.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "base/parallel.h"
#include "sampling/sample_verify.h"
#include "scalp/head_landmarks.h"
#include "scalp/scalp_chart.h"

using namespace stubble;

namespace {

const ClientHead& head() {
    static const ClientHead made =
        client_head(PlanHead{}, "plan", {.is_used = false, .folder = {}}).value();
    return made;
}

PlannedDots dots_of(const TreatmentPlan& plan) {
    return plan_dots(plan, head(), "plan").value();
}

// How far the treated skin begins behind the default hairline: mean over the first dots of a strip along the midline.
double front_edge_mm(const TreatmentPlan& plan) {
    static const Hairline line =
        Hairline::create(hairline_wish(PlanHairline{}), head().surface, "plan").value();
    constexpr double strip_mm = 20.0;
    std::vector<double> behind;
    for (const Dot& dot : dots_of(plan).dots) {
        if (std::abs(dot.position_mm.x()) < strip_mm && dot.position_mm.z() > 30.0) {
            const Point3 canonical = head().surface.warp().to_canonical(dot.position_mm);
            behind.push_back(line.distance_behind_mm(dot.position_mm,
                                                     ScalpChart::standard().to_chart(canonical)));
        }
    }
    std::sort(behind.begin(), behind.end());
    constexpr std::size_t first = 40;
    double sum = 0.0;
    for (std::size_t i = 0; i < first; ++i) {
        sum += behind[i];
    }
    return sum / first;
}

}  // namespace

TEST(PlanDots, TheDefaultPlanIsStrictMaximalAndHasItsDensities) {
    const PlannedDots planned = dots_of({});
    const PatternCheck check =
        verify_pattern(head().scalp.mesh, planned.spacing, planned.hair_room, planned.pattern);
    EXPECT_EQ(check.conflicts, 0U);
    EXPECT_EQ(check.uncovered_probes, 0U);
    EXPECT_GE(check.min_distance_ratio, 1.0);
    ASSERT_EQ(planned.zones.size(), 3U);
    for (const ZoneDots& zone : planned.zones) {
        EXPECT_GT(zone.area_cm2, 20.0) << zone.name;
    }
}

TEST(PlanDots, ZonesOf20Cm2AndMoreObtainTheirDensityWithinTwoPercent) {
    TreatmentPlan plan;
    plan.hair.loss_pattern = PlanHair::LossPattern::Norwood7;
    plan.zones[1].dots_per_cm2 = 90.0;
    plan.zones[2].dots_per_cm2 = 160.0;
    for (const ZoneDots& zone : dots_of(plan).zones) {
        ASSERT_GT(zone.full_density_cm2, 0.0) << zone.name;
        if (zone.area_cm2 > 60.0) {
            EXPECT_NEAR(zone.obtained_per_cm2 / zone.asked_per_cm2, 1.0, 0.02) << zone.name;
        }
    }
    // Between own hairs.
    plan.hair.loss_pattern = PlanHair::LossPattern::Norwood3;
    for (const ZoneDots& zone : dots_of(plan).zones) {
        if (zone.area_cm2 > 60.0) {
            EXPECT_NEAR(zone.obtained_per_cm2 / zone.asked_per_cm2, 1.0, 0.04) << zone.name;
        }
    }
}

TEST(PlanDots, CountsOfZonesAndSessionsAddUpAndAnExactTotalIsExact) {
    TreatmentPlan plan;
    plan.practice.total_dots = 30'000;
    const PlannedDots planned = dots_of(plan);
    ASSERT_EQ(planned.dots.size(), 30'000U);
    std::size_t total = 0;
    std::vector<std::size_t> sessions(plan.sessions.size(), 0);
    for (const ZoneDots& zone : planned.zones) {
        total += zone.dots;
        for (std::size_t s = 0; s < sessions.size(); ++s) {
            sessions[s] += zone.dots_per_session[s];
        }
    }
    EXPECT_EQ(total, 30'000U);
    EXPECT_EQ(sessions, (std::vector<std::size_t>{9'000, 12'000, 9'000}));
    for (std::size_t i = 1; i < planned.dots.size(); ++i) {
        EXPECT_LE(planned.dots[i - 1].session, planned.dots[i].session);
    }
}

// Mean over five seeds.
TEST(PlanDots, AHairlineMovedByKMillimetresMovesTheFrontOfTheDotsByK) {
    for (const double moved : {-8.0, 5.0}) {
        double sum = 0.0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            TreatmentPlan plan;
            plan.seed = seed;
            plan.hairline.asymmetry_mm = 0.0;
            const double before = front_edge_mm(plan);
            plan.hairline.height_above_glabella_mm += moved;
            sum += front_edge_mm(plan) - before;
        }
        EXPECT_NEAR(sum / 5.0, moved, 0.5);
    }
}

TEST(PlanDots, NoDotLiesOnAnOwnHairOrBeforeTheHairlineOrInAKeepOut) {
    TreatmentPlan plan;
    plan.hair.loss_pattern = PlanHair::LossPattern::Norwood3;
    PlanZone mole;
    mole.name = "mole";
    mole.kind = PlanZone::Kind::KeepOut;
    mole.region = PlanZone::RoundArea{Point2(0.0, 60.0), 8.0, {}};
    plan.zones.insert(plan.zones.begin(), mole);
    const PlannedDots planned = dots_of(plan);
    EXPECT_EQ(planned.zones.size(), 3U);
    const Point3 center = on_skin(head().surface, ScalpChart::standard().to_canonical({0.0, 60.0}));
    for (const Dot& dot : planned.dots) {
        EXPECT_GT((dot.position_mm - center).norm(), 7.5);
        EXPECT_NE(dot.zone, 0);
    }
}

// Seen equal with and without AVX2 and fused multiply-add in libm; they change when the method or the head changes, never with the
// machine.
TEST(PlanDots, FiveSeedsGiveTheRecordedDots) {
    constexpr std::array<std::uint64_t, 5> hashes{0x2c9ce799ba140920, 0x9909b6552ebc68e0,
                                                  0x5531b6a447feb0e6, 0x1b9e3ecbe8a6dfb0,
                                                  0x0a6e39795cca27e7};
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        TreatmentPlan plan;
        plan.seed = i + 1;
        EXPECT_EQ(dots_of(plan).pattern.hash(), hashes[i]) << plan.seed;
    }
}

TEST(PlanDots, TheSamePlanGivesTheSameBytesAnywhere) {
    for (const int threads : {1, 2, 8}) {
        set_thread_count(threads);
        const ClientHead fresh =
            client_head(PlanHead{}, "plan", {.is_used = false, .folder = {}}).value();
        EXPECT_EQ(fresh.mesh.mesh.vertices_mm, head().mesh.mesh.vertices_mm) << threads;
        for (std::uint64_t seed = 1; seed <= 2; ++seed) {
            TreatmentPlan plan;
            plan.seed = seed;
            EXPECT_EQ(plan_dots(plan, fresh, "plan")->pattern.hash(), dots_of(plan).pattern.hash())
                << threads;
        }
    }
    set_thread_count(0);
}

TEST(PlanDots, ErrorsNameThePlanAndTheKey) {
    TreatmentPlan plan;
    plan.hairline.height_above_glabella_mm = 10.0;
    const auto low = plan_dots(plan, head(), "x.plan.json");
    ASSERT_FALSE(low.ok());
    EXPECT_EQ(low.error().line().substr(0, 49),
              "x.plan.json: hairline.height_above_glabella_mm: 1");
    TreatmentPlan away;
    away.zones[1].region = PlanZone::RoundArea{Point2(800.0, 800.0), 5.0, {}};
    const auto outside = plan_dots(away, head(), "x.plan.json");
    ASSERT_FALSE(outside.ok());
    EXPECT_NE(outside.error().line().find("zones.mid-scalp.region"), std::string::npos);
}

TEST(PlanDots, WhatTheSamplerCannotDoIsRefused) {
    TreatmentPlan plan;
    plan.pattern.variation = 0.9;
    const auto varied = plan_dots(plan, head(), "x.plan.json");
    ASSERT_FALSE(varied.ok());
    EXPECT_NE(varied.error().line().find("pattern.variation"), std::string::npos);
    PlanHead scanned;
    scanned.mesh = "scan.obj";
    const auto scan = client_head(scanned, "x.plan.json", {.is_used = false, .folder = {}});
    ASSERT_FALSE(scan.ok());
    EXPECT_NE(scan.error().line().find("head.mesh"), std::string::npos);
}
