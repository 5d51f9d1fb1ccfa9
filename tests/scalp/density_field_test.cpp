#include "scalp/density_field.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/parallel.h"
#include "fixtures/average_head.h"
#include "scalp/head_landmarks.h"
#include "scalp/scalp_chart.h"

using namespace stubble;

namespace {

TreatedZone region(ScalpZone zone, double per_cm2, double blend_mm = 10.0) {
    return {std::string(scalp_zone_name(zone)), zone, false, per_cm2, blend_mm};
}

const std::vector<TreatedZone>& top_zones() {
    static const std::vector<TreatedZone> zones{region(ScalpZone::Frontal, 135),
                                                region(ScalpZone::MidScalp, 135),
                                                region(ScalpZone::Crown, 120)};
    return zones;
}

DensityField field_of(const std::vector<TreatedZone>& zones, const HairlineWish& wish = {}) {
    const TestHead& head = average_head();
    const Hairline line = Hairline::create(wish, head.surface, "plan").value();
    return density_field(head.scalp, head.surface, line, {zones, 1}, "plan").value();
}

std::string refused(const std::vector<TreatedZone>& zones) {
    const TestHead& head = average_head();
    const Hairline line = Hairline::create({}, head.surface, "plan").value();
    const auto field = density_field(head.scalp, head.surface, line, {zones, 1}, "plan");
    return field.ok() ? "accepted" : field.error().line();
}

// The vertex nearest to a chart place.
std::size_t vertex_at(const Point2& chart) {
    const auto& places = average_head().scalp.chart_mm;
    std::size_t best = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        best = (places[i] - chart).squaredNorm() < (places[best] - chart).squaredNorm() ? i : best;
    }
    return best;
}

}  // namespace

TEST(DensityField, NeighboursBlendWithoutADip) {
    const DensityField field =
        field_of({region(ScalpZone::Frontal, 135), region(ScalpZone::MidScalp, 135),
                  region(ScalpZone::Crown, 135)});
    // Down the midline from well behind the feather to well before the fringe.
    for (double v = 105.0; v > 8.0; v -= 3.0) {
        EXPECT_NEAR(field.dots_per_cm2[vertex_at({0, v})], 135.0, 1.0) << v;
    }
}

TEST(DensityField, FallsToNothingOverTheBlendAtTheOuterEdge) {
    const DensityField field = field_of(top_zones());
    const auto& scalp = average_head().scalp;
    for (std::size_t i = 0; i < scalp.canonical_mm.size(); ++i) {
        const double margin = top_margin_mm(scalp.canonical_mm[i], NaturalHairline::Open);
        if (margin < -5.01) {
            EXPECT_LE(field.room_mm[i], 0.0);
        }
        if (std::abs(margin) < 0.1 && scalp.canonical_mm[i].z() < 0.0) {
            EXPECT_NEAR(field.dots_per_cm2[i], scalp.canonical_mm[i].z() > -28.0 ? 67.5 : 60.0,
                        9.0);
        }
    }
}

TEST(DensityField, TheLaterZoneWinsWhereTwoOverlap) {
    std::vector<TreatedZone> zones = top_zones();
    zones.push_back({"scar", Polygon{{-20, 40}, {20, 40}, {20, 70}, {-20, 70}}, false, 60.0, 2.0});
    const DensityField field = field_of(zones);
    EXPECT_NEAR(field.dots_per_cm2[vertex_at({0, 55})], 60.0, 1e-6);
    EXPECT_NEAR(field.dots_per_cm2[vertex_at({0, 90})], 135.0, 1e-3);
    EXPECT_NEAR(field.zone_share[3][vertex_at({0, 55})], 1.0, 1e-6);
}

TEST(DensityField, KeepOutsCutHardWhateverTheOrder) {
    std::vector<TreatedZone> zones = top_zones();
    zones.insert(zones.begin(), {"mole", ChartDisc{{10, 50}, 6.0}, true, 0.0, 0.0});
    const DensityField field = field_of(zones);
    const TestHead& head = average_head();
    const Point3 mole = on_skin(head.surface, ScalpChart::standard().to_canonical({10, 50}));
    for (std::size_t i = 0; i < field.room_mm.size(); ++i) {
        const double distance = (head.scalp.mesh.vertices_mm[i].cast<double>() - mole).norm();
        if (distance < 25.0) {
            EXPECT_EQ(field.room_mm[i] > 0.0, distance > 6.0) << distance;
        }
    }
}

TEST(DensityField, NoDotsBeforeTheHairlineButStrays) {
    HairlineWish wish;
    wish.stray_share = 0.0;
    wish.irregularity_mm = 0.0;
    wish.asymmetry_mm = 0.0;
    const TestHead& head = average_head();
    const Hairline line = Hairline::create(wish, head.surface, "plan").value();
    const DensityField field = field_of(top_zones(), wish);
    for (std::size_t i = 0; i < field.room_mm.size(); ++i) {
        const double behind = line.distance_behind_mm(head.scalp.mesh.vertices_mm[i].cast<double>(),
                                                      head.scalp.chart_mm[i]);
        if (behind < -0.01) {
            EXPECT_LE(field.room_mm[i], 0.0);
        } else if (behind > 0.01 && behind < 59.0 && field.dots_per_cm2[i] > 0.0 &&
                   std::abs(head.scalp.canonical_mm[i].x()) < 30.0) {
            EXPECT_GT(field.room_mm[i], 0.0);
        }
    }
}

TEST(DensityField, WithoutAsymmetryBothSidesAreAlike) {
    HairlineWish wish;
    wish.asymmetry_mm = 0.0;
    wish.stray_share = 0.0;
    const TestHead& head = average_head();
    const Hairline line = Hairline::create(wish, head.surface, "plan").value();
    // The mesh is not mirrored, the field is: a scalp with every vertex mirrored has the same field.
    ScalpSurface mirrored = head.scalp;
    for (std::size_t i = 0; i < mirrored.canonical_mm.size(); ++i) {
        mirrored.canonical_mm[i].x() *= -1.0;
        mirrored.chart_mm[i].x() *= -1.0;
        mirrored.mesh.vertices_mm[i].x() *= -1.0F;
    }
    const DensityField one =
        density_field(head.scalp, head.surface, line, {top_zones(), 1}, "plan").value();
    const DensityField other =
        density_field(mirrored, head.surface, line, {top_zones(), 1}, "plan").value();
    for (std::size_t i = 0; i < one.room_mm.size(); ++i) {
        EXPECT_NEAR(one.dots_per_cm2[i], other.dots_per_cm2[i], 1e-4);
        EXPECT_NEAR(one.room_mm[i], other.room_mm[i], 1e-4);
    }
}

TEST(DensityField, IsTheSameForAnyNumberOfThreads) {
    const DensityField all = field_of(top_zones());
    set_thread_count(1);
    const DensityField one = field_of(top_zones());
    set_thread_count(0);
    EXPECT_EQ(all.dots_per_cm2, one.dots_per_cm2);
    EXPECT_EQ(all.room_mm, one.room_mm);
    EXPECT_EQ(all.zone_share, one.zone_share);
}

TEST(DensityField, AreasThatCannotBeAreRefusedWithTheirZone) {
    EXPECT_NE(refused({{"bow", Polygon{{0, 0}, {40, 40}, {40, 0}, {0, 40}}, false, 100.0, 5.0}})
                  .find("zones.bow.region: the outline crosses itself"),
              std::string::npos);
    EXPECT_NE(refused({{"line", Polygon{{0, 0}, {40, 40}}, false, 100.0, 5.0}})
                  .find("fewer than three corners"),
              std::string::npos);
    EXPECT_NE(refused({{"away", ChartDisc{{900, 900}, 5.0}, false, 100.0, 5.0}})
                  .find("outside the chart"),
              std::string::npos);
    EXPECT_NE(refused({region(ScalpZone::Crown, 100),
                       {"over", Polygon{{-200, -200}, {200, -200}, {200, 200}, {-200, 200}}, false,
                        100.0, 5.0}})
                  .find("zones.crown.region"),
              std::string::npos);
}
