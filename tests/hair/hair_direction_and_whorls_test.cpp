#include "hair/hair_direction_and_whorls.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "fixtures/vault_surface.h"

using namespace stubble;

namespace {

constexpr double deg_per_rad = 180.0 / std::numbers::pi;

const HairFlowSettings usual;

HairFlow flow_at(const Point3& place, const HairFlowSettings& settings = usual) {
    return hair_flow(place, vault_outward_normal(place), settings);
}

double to_whorl_mm(const Point3& place) {
    return (place - usual.whorls.front().place_mm).norm();
}

// Where the vault is the head: above the low nape, which belongs to the neck.
std::vector<Point3> scalp_places(double step_deg) {
    std::vector<Point3> places;
    for (const VaultPatch& patch : vault_patches(step_deg)) {
        if (is_scalp(patch.canonical_mm)) {
            places.push_back(patch.canonical_mm);
        }
    }
    return places;
}

// Places on a ring round the whorl, in order against the clock as seen from outside.
std::vector<Point3> ring_round_whorl(const Whorl& whorl, double radius_mm) {
    const Point3 normal = vault_outward_normal(whorl.place_mm);
    const Point3 right = normal.unitOrthogonal();
    const Point3 up = normal.cross(right);
    std::vector<Point3> ring;
    for (int i = 0; i < 12; ++i) {
        const double angle = i * std::numbers::pi / 6.0;
        const Point3 place =
            whorl.place_mm + radius_mm * (std::cos(angle) * right + std::sin(angle) * up);
        const ScalpDirection d = scalp_direction(place);
        ring.push_back(vault_place_mm(d.azimuth_deg, d.elevation_deg, place.x() > 0.0));
    }
    return ring;
}

}  // namespace

TEST(HairDirectionAndWhorls, DirectionIsAUnitTangentEverywhere) {
    for (const Point3& place : scalp_places(2.0)) {
        const HairFlow flow = flow_at(place);
        EXPECT_NEAR(flow.direction.norm(), 1.0, 1e-9);
        EXPECT_NEAR(flow.direction.dot(vault_outward_normal(place)), 0.0, 1e-9);
    }
}

TEST(HairDirectionAndWhorls, TheWhorlIsTheOnlyPlaceWithoutADirection) {
    for (const Point3& place : scalp_places(1.0)) {
        if (to_whorl_mm(place) >= 8.0) {
            EXPECT_GT(flow_at(place).certainty, 0.7) << place.transpose();
        }
    }
    const HairFlow middle = flow_at(usual.whorls.front().place_mm);
    EXPECT_LT(middle.certainty, 1e-6);
    EXPECT_NEAR(middle.direction.norm(), 1.0, 1e-9);
}

TEST(HairDirectionAndWhorls, TheDirectionTurnsNoFasterThanRoundTheWhorl) {
    double fastest_deg_per_mm = 0.0;
    for (const Point3& place : scalp_places(2.0)) {
        if (to_whorl_mm(place) < 8.0) {
            continue;
        }
        const Point3 normal = vault_outward_normal(place);
        const Point3 direction = flow_at(place).direction;
        for (int i = 0; i < 8; ++i) {
            const double angle = i * std::numbers::pi / 4.0;
            const Point3 step = 0.25 * (std::cos(angle) * normal.unitOrthogonal() +
                                        std::sin(angle) * normal.cross(normal.unitOrthogonal()));
            // The same normal: turning on the skin, not with the skin.
            const Point3 next = hair_flow(place + step, normal, usual).direction;
            const double turn_deg = std::acos(std::min(direction.dot(next), 1.0)) * deg_per_rad;
            fastest_deg_per_mm = std::max(fastest_deg_per_mm, turn_deg / step.norm());
        }
    }
    // One turn round a circle of 8 mm: 360 / (2 pi 8) = 7.2 degrees per mm.
    EXPECT_LT(fastest_deg_per_mm, 7.5);
    EXPECT_GT(fastest_deg_per_mm, 6.0);
}

TEST(HairDirectionAndWhorls, HairRunsForwardOnTopAndDownAtSidesAndBack) {
    EXPECT_GT(flow_at(vault_place_mm(0.0, 75.0)).direction.z(), 0.8);
    EXPECT_GT(flow_at(vault_place_mm(0.0, 45.0)).direction.z(), 0.5);  // down the forehead
    for (const bool left : {true, false}) {
        EXPECT_LT(flow_at(vault_place_mm(90.0, 15.0, left)).direction.y(), -0.8);
        EXPECT_LT(flow_at(vault_place_mm(68.0, -10.0, left)).direction.y(), -0.9);  // sideburn
        EXPECT_LT(flow_at(vault_place_mm(180.0, 0.0, left)).direction.y(), -0.9);
        // Temple point and behind the ear: down and back.
        for (const double azimuth : {48.0, 125.0}) {
            const Point3 direction =
                flow_at(vault_place_mm(azimuth, azimuth < 90.0 ? 22.0 : 0.0, left)).direction;
            EXPECT_LT(direction.y(), -0.6) << azimuth;
            EXPECT_LT(direction.z(), -0.1) << azimuth;
        }
    }
}

TEST(HairDirectionAndWhorls, DirectionsAreThoseOfTheDrawnHead) {
    struct Probe {
        Point3 place_mm;
        Point3 normal;  // not yet a unit vector
        Point3 direction;
        double certainty;
    };
    // Printed by the prototype of the generated head.
    const std::vector<Probe> probes = {
        {Point3(0, 131, 10), Point3(0, 1, 0), Point3(-0.00730, 0.00000, 0.99997), 0.9999},
        {Point3(-30, 127, -20), Point3(-3, 9, -1), Point3(-0.36872, -0.01965, 0.92933), 0.9558},
        {Point3(20, 120, 45), Point3(2, 8, 5), Point3(-0.00651, -0.52882, 0.84871), 0.9975},
        {Point3(0, 95, 80), Point3(0, 5, 8), Point3(0.00620, -0.84798, 0.52999), 0.9998},
        {Point3(45, 98, 50), Point3(5, 5, 4), Point3(0.14160, -0.70087, 0.69909), 0.8045},
        {Point3(65, 55, 46), Point3(9, 1, 4), Point3(0.22036, -0.93990, -0.26084), 1.0000},
        {Point3(71, 5, 12), Point3(1, 0, 0), Point3(0.00000, -0.99022, 0.13953), 1.0000},
        {Point3(-76, 45, -20), Point3(-9, 2, -1), Point3(-0.21513, -0.97644, -0.01672), 1.0000},
        {Point3(70, 60, -50), Point3(8, 2, -4), Point3(0.11889, -0.96258, -0.24351), 0.9894},
        {Point3(-50, 40, -85), Point3(-4, 1, -8), Point3(0.06697, -0.98538, -0.15666), 1.0000},
        {Point3(0, 60, -98), Point3(0, 2, -9), Point3(0.00569, -0.97617, -0.21693), 0.9991},
        {Point3(25, -20, -84), Point3(2, -2, -7), Point3(-0.16134, -0.96015, 0.22823), 1.0000},
        {Point3(-15, 113, -64), Point3(-1, 7, -4), Point3(0.27724, -0.44653, -0.85073), 1.0000},
        {Point3(10, 117, -55), Point3(1, 8, -3), Point3(0.58068, 0.22123, 0.78350), 1.0000},
        {Point3(0, 88, -85), Point3(0, 5, -7), Point3(0.53306, -0.68848, -0.49177), 0.9797},
        {Point3(40, 72, -80), Point3(4, 2, -7), Point3(0.23050, -0.96247, -0.14328), 0.9351},
        {Point3(-30, -45, -74), Point3(-2, -1, -5), Point3(0.28265, -0.95603, 0.07815), 1.0000},
    };
    for (const Probe& probe : probes) {
        const HairFlow flow = hair_flow(probe.place_mm, probe.normal.normalized(), usual);
        EXPECT_LT((flow.direction - probe.direction).norm(), 2e-5) << probe.place_mm.transpose();
        EXPECT_NEAR(flow.certainty, probe.certainty, 6e-5) << probe.place_mm.transpose();
    }
}

TEST(HairDirectionAndWhorls, HairOfTheNapeRunsSlightlyInwards) {
    for (const double x_mm : {30.0, -30.0}) {
        // Low nape, facing back.
        const HairFlow flow = hair_flow({x_mm, -45.0, -73.0}, -Point3::UnitZ(), usual);
        EXPECT_LT(flow.direction.x() * x_mm, -3.0);
        EXPECT_GT(std::abs(flow.direction.x()), 0.1);
        EXPECT_LT(flow.direction.y(), -0.9);
    }
}

TEST(HairDirectionAndWhorls, HairTurnsRoundTheWhorlInItsSenseAndAwayFromIt) {
    for (const WhorlSide side : {WhorlSide::Right, WhorlSide::Left}) {
        for (const WhorlSense sense : {WhorlSense::Clockwise, WhorlSense::CounterClockwise}) {
            const Whorl whorl = crown_whorl(side, sense);
            for (const Point3& place : ring_round_whorl(whorl, 10.0)) {
                const Point3 normal = vault_outward_normal(place);
                const Point3 away = place - whorl.place_mm;
                const Point3 outward = (away - normal * normal.dot(away)).normalized();
                const Point3 direction = flow_at(place, {.whorls = {whorl}}).direction;
                const double against_the_clock = normal.cross(outward).dot(direction);
                EXPECT_GT(sense == WhorlSense::Clockwise ? -against_the_clock : against_the_clock,
                          0.6);
                EXPECT_GT(outward.dot(direction), 0.2);
            }
        }
    }
}

TEST(HairDirectionAndWhorls, MirroredWhorlsMirrorTheHair) {
    const HairFlowSettings mirrored{
        .whorls = {crown_whorl(WhorlSide::Left, WhorlSense::CounterClockwise)}};
    for (const Point3& place : scalp_places(5.0)) {
        const Point3 other(-place.x(), place.y(), place.z());
        const Point3 direction = flow_at(place).direction;
        const Point3 there = flow_at(other, mirrored).direction;
        EXPECT_LT((there - Point3(-direction.x(), direction.y(), direction.z())).norm(), 1e-6);
        EXPECT_NEAR(hair_tilt_deg(place, usual), hair_tilt_deg(other, mirrored), 1e-12);
    }
}

TEST(HairDirectionAndWhorls, HairTurnsRoundBothWhorlsOfADoubleWhorl) {
    const HairFlowSettings both{.whorls = double_crown_whorl()};
    for (const Whorl& whorl : both.whorls) {
        for (const Point3& place : ring_round_whorl(whorl, 6.0)) {
            const Point3 normal = vault_outward_normal(place);
            const Point3 away = place - whorl.place_mm;
            const double against_the_clock =
                normal.cross(away).normalized().dot(flow_at(place, both).direction);
            EXPECT_GT(whorl.sense == WhorlSense::Clockwise ? -against_the_clock : against_the_clock,
                      0.5);
        }
    }
    for (const Point3& place : scalp_places(3.0)) {
        EXPECT_NEAR(flow_at(place, both).direction.norm(), 1.0, 1e-9);
    }
}

TEST(HairDirectionAndWhorls, TiltsLieInTheRangesOfPractitioners) {
    // exit angles in degrees: hairline 10-20, temple 3-10, mid-scalp 30-60, sides 10-20, occiput 20-35, crown 40-60.
    const auto tilt_deg = [](double azimuth, double elevation) {
        return hair_tilt_deg(vault_place_mm(azimuth, elevation), usual);
    };
    for (const double azimuth : {0.0, 15.0, 30.0}) {
        const double hairline_deg = natural_border().elevation_deg(azimuth);
        const double tilt = tilt_deg(azimuth, hairline_deg + 1.0);
        EXPECT_TRUE(tilt > 10.0 && tilt < 20.0) << azimuth << " " << tilt;
    }
    EXPECT_NEAR(tilt_deg(45.4, 20.5), 8.0, 2.0);
    EXPECT_NEAR(tilt_deg(0.0, 75.0), 42.0, 3.0);
    EXPECT_NEAR(tilt_deg(88.0, 27.0), 15.0, 4.0);  // sides, between ear and top
    EXPECT_NEAR(tilt_deg(180.0, 10.0), 28.0, 1.0);
    const Point3 near_whorl = ring_round_whorl(usual.whorls.front(), 18.0).front();
    EXPECT_NEAR(hair_tilt_deg(near_whorl, usual), 52.0, 3.0);
    EXPECT_NEAR(hair_tilt_deg(usual.whorls.front().place_mm, usual), 70.0, 0.5);
    for (const Point3& place : scalp_places(2.0)) {
        const double tilt = hair_tilt_deg(place, usual);
        EXPECT_TRUE(tilt > 5.0 && tilt <= 70.0) << tilt;
        EXPECT_EQ(flow_at(place).tilt_deg, tilt);
    }
}

TEST(HairDirectionAndWhorls, HairLiesFlatterAtTheBorder) {
    const double border_deg = natural_border().elevation_deg(180.0);
    double last = 0.0;
    for (double above_deg = 0.0; above_deg < 18.0; above_deg += 3.0) {
        const double tilt = hair_tilt_deg(vault_place_mm(180.0, border_deg + above_deg), usual);
        EXPECT_GT(tilt, last);
        last = tilt;
    }
}

TEST(HairDirectionAndWhorls, NoWhorlIsAMistake) {
    EXPECT_DEATH(static_cast<void>(hair_flow({0, 131.5, 0}, Point3::UnitY(), {.whorls = {}})),
                 "whorls");
}
