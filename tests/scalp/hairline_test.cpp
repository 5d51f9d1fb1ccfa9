#include "scalp/hairline.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fixtures/average_head.h"
#include "scalp/head_landmarks.h"
#include "scalp/scalp_chart.h"

using namespace stubble;

namespace {

const HeadSurface& man() {
    static const HeadSurface head(fit_head({}, "test").value().shape);
    return head;
}

Hairline line_of(const HairlineWish& wish) {
    return Hairline::create(wish, man(), "plan").value();
}

constexpr std::array<HairlinePreset, 7> all_presets{
    HairlinePreset::Natural, HairlinePreset::Rounded, HairlinePreset::Straight,
    HairlinePreset::Mature,  HairlinePreset::Receded, HairlinePreset::WidowsPeak,
    HairlinePreset::Feminine};

// Chart v of the curve at a chart u, on the front.
double front_v(const Hairline& line, double u) {
    double v = -1e9;
    const auto& curve = line.curve_chart_mm();
    for (std::size_t i = 0; i + 1 < curve.size(); ++i) {
        const Point2& a = curve[i];
        const Point2& b = curve[i + 1];
        if ((a.x() - u) * (b.x() - u) <= 0.0 && a.x() != b.x()) {
            v = std::max(v, a.y() + (b.y() - a.y()) * (u - a.x()) / (b.x() - a.x()));
        }
    }
    return v;
}

}  // namespace

TEST(Hairline, TheMiddleLiesTheAskedArcAboveTheGlabella) {
    for (const HairlinePreset preset : all_presets) {
        for (const double height : {55.0, 64.0, 80.0, 95.0}) {
            HairlineWish wish;
            wish.preset = preset;
            wish.height_above_glabella_mm = height;
            const Point3 middle =
                ScalpChart::standard().to_canonical({0.0, front_v(line_of(wish), 0.0)});
            EXPECT_NEAR(arc_above_glabella_mm(man(), middle), height, 0.2);
        }
    }
}

TEST(Hairline, PresetsAreMirrorSymmetricAndNeverCrossThemselves) {
    for (const HairlinePreset preset : all_presets) {
        HairlineWish wish;
        wish.preset = preset;
        const Hairline line = line_of(wish);
        const auto& curve = line.curve_chart_mm();
        for (std::size_t i = 0; i < curve.size(); ++i) {
            const Point2& other = curve[curve.size() - 1 - i];
            EXPECT_NEAR(curve[i].x(), -other.x(), 1e-9);
            EXPECT_NEAR(curve[i].y(), other.y(), 1e-9);
        }
        EXPECT_FALSE(crossing_edges(line.behind_chart()));
    }
}

// Shapiro 2013: receded lies behind mature behind natural behind straight at the temples; the peak comes forward in the middle.
TEST(Hairline, PresetsDifferAsTheirNamesSay) {
    const auto temple = [](HairlinePreset preset) {
        HairlineWish wish;
        wish.preset = preset;
        return front_v(line_of(wish), 50.0);
    };
    EXPECT_LT(temple(HairlinePreset::Receded), temple(HairlinePreset::Mature) - 5.0);
    EXPECT_LT(temple(HairlinePreset::Mature), temple(HairlinePreset::Natural) - 4.0);
    EXPECT_LT(temple(HairlinePreset::Natural), temple(HairlinePreset::Straight) - 5.0);
    HairlineWish peak;
    peak.preset = HairlinePreset::WidowsPeak;
    EXPECT_GT(front_v(line_of(peak), 0.0), front_v(line_of(peak), 12.0) + 5.0);
    HairlineWish straight;
    straight.preset = HairlinePreset::Straight;
    EXPECT_LT(std::abs(front_v(line_of(straight), 0.0) - front_v(line_of(straight), 35.0)), 1.5);
}

TEST(Hairline, TempleDepthMovesTheRecess) {
    HairlineWish shallow;
    shallow.temple_depth_mm = 5.0;
    HairlineWish deep = shallow;
    deep.temple_depth_mm = 30.0;
    EXPECT_NEAR(front_v(line_of(shallow), 58.0) - front_v(line_of(deep), 58.0), 25.0, 0.5);
}

TEST(Hairline, ControlPointsReplaceThePresetAndHalfALineIsMirrored) {
    HairlineWish wish;
    wish.control_points = {{{0, 140}, false},
                           {{30, 135}, false},
                           {{60, 120}, true},
                           {{118, 90}, false},
                           {{157, 19}, false}};
    const Hairline line = line_of(wish);
    for (const HairlinePoint& p : wish.control_points) {
        const Point3 place = on_skin(man(), ScalpChart::standard().to_canonical(p.chart_mm));
        EXPECT_LT(std::abs(line.distance_behind_mm(place, p.chart_mm)), 1e-3);
        const Point2 other(-p.chart_mm.x(), p.chart_mm.y());
        EXPECT_LT(std::abs(line.distance_behind_mm(
                      on_skin(man(), ScalpChart::standard().to_canonical(other)), other)),
                  1e-3);
    }
}

// Along the midline the skin is what a tape measures.
TEST(Hairline, DistanceBehindIsMeasuredOverTheSkin) {
    HairlineWish wish;
    wish.preset = HairlinePreset::Straight;
    const Hairline line = line_of(wish);
    for (const double further : {-20.0, -5.0, 1.0, 10.0, 25.0}) {
        const Point3 canonical =
            midline_above_glabella(man(), wish.height_above_glabella_mm + further);
        const double distance = line.distance_behind_mm(man().warp().to_real(canonical),
                                                        ScalpChart::standard().to_chart(canonical));
        EXPECT_NEAR(distance, further, 0.02 * std::abs(further) + 0.05);
    }
}

TEST(Hairline, WanderHasTheAskedRmsAndNoAsymmetryMirrors) {
    HairlineWish wish;
    wish.asymmetry_mm = 0.0;
    wish.irregularity_mm = 1.5;
    const Hairline line = line_of(wish);
    double sum = 0.0;
    double squares = 0.0;
    int count = 0;
    for (double u = -100.0; u <= 100.0; u += 0.9) {
        for (double v = 60.0; v <= 160.0; v += 5.0) {
            const double wander = line.wander_mm({u, v}, 7);
            EXPECT_EQ(wander, line.wander_mm({-u, v}, 7));
            sum += wander;
            squares += wander * wander;
            ++count;
        }
    }
    EXPECT_NEAR(sum / count, 0.0, 0.25);
    EXPECT_NEAR(std::sqrt(squares / count), 1.5, 0.25);
}

TEST(Hairline, AsymmetryRaisesOneSide) {
    HairlineWish wish;
    wish.irregularity_mm = 0.0;
    wish.asymmetry_mm = 3.0;
    const Hairline line = line_of(wish);
    EXPECT_NEAR(line.wander_mm({60, 120}, 1) - line.wander_mm({-60, 120}, 1), 3.0, 0.5);
    EXPECT_EQ(line.wander_mm({0, 120}, 1), 0.0);
}

TEST(Hairline, ADefinedEdgeIsNarrowerAndABrokenOneRougher) {
    HairlineWish soft;
    HairlineWish defined;
    defined.edge = HairlineEdge::Defined;
    EXPECT_GT(line_of(defined).density_share(3.0), line_of(soft).density_share(3.0) + 0.2);
    EXPECT_GT(edge_roughness(HairlineEdge::Broken), edge_roughness(HairlineEdge::Soft));
    EXPECT_LT(edge_roughness(HairlineEdge::Defined), edge_roughness(HairlineEdge::Soft));
}

TEST(Hairline, StrayDotsHaveTheirShareOfTheStripAndNoRoomBeyondIt) {
    HairlineWish wish;
    wish.stray_share = 0.1;
    const Hairline line = line_of(wish);
    int room = 0;
    int count = 0;
    for (double u = -80.0; u < 80.0; u += 0.5) {
        for (double v = 80.0; v < 160.0; v += 0.5) {
            room += line.edge_room_mm(-2.0, {u, v}, 3) > 0.0 ? 1 : 0;
            EXPECT_LE(line.edge_room_mm(-stray_strip_mm - 0.01, {u, v}, 3), 0.0);
            EXPECT_GT(line.edge_room_mm(0.5, {u, v}, 3), 0.0);
            ++count;
        }
    }
    EXPECT_NEAR(static_cast<double>(room) / count, 0.1, 0.04);
}

TEST(Hairline, WhatNobodyCanDrawIsRefusedWithItsKey) {
    const auto refused = [](const HairlineWish& wish) {
        const auto line = Hairline::create(wish, man(), "x.plan.json");
        return line.ok() ? std::string("accepted") : line.error().line();
    };
    HairlineWish wish;
    wish.height_above_glabella_mm = 5.0;
    EXPECT_NE(refused(wish).find("hairline.height_above_glabella_mm"), std::string::npos);
    wish.height_above_glabella_mm = std::nan("");
    EXPECT_NE(refused(wish).find("hairline.height_above_glabella_mm"), std::string::npos);
    HairlineWish one;
    one.control_points = {{{0, 140}, false}};
    EXPECT_NE(refused(one).find("one point"), std::string::npos);
    HairlineWish crossing;
    crossing.control_points = {{{100, 100}, true}, {{-20, 140}, true}, {{20, 140}, true},
                               {{0, 120}, true},   {{0, 160}, true},   {{-100, 100}, true}};
    EXPECT_NE(refused(crossing).find("crosses itself"), std::string::npos);
    HairlineWish brows;
    brows.control_points = {{{0, 215}, false}, {{60, 195}, false}, {{120, 100}, false}};
    EXPECT_NE(refused(brows).find("brows"), std::string::npos);
}
