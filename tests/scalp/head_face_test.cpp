#include "scalp/head_face.h"

#include <gtest/gtest.h>

#include <vector>

#include "fixtures/head_gradients.h"
#include "fixtures/head_reference.h"
#include "fixtures/test_heads.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

// On the left half: places of these formulas are mirrored.
std::vector<Point3> places_in(const Point3& low, const Point3& high) {
    std::vector<Point3> places;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        places.push_back(random_place(low, high, seed));
    }
    return places;
}

double jaw(const HeadShape& shape, const Point3& place) {
    return jaw_distance(shape, coordinates(place));
}

double neck(const HeadShape& shape, const Point3& place) {
    return neck_distance(shape, coordinates(place));
}

double features(const HeadShape& shape, const Point3& place, double head) {
    return with_face_features(shape, coordinates(place), head);
}

}  // namespace

TEST(HeadFace, JawAndNeckAreThoseOfTheSpecification) {
    for (const ReferenceHead& head : reference_heads()) {
        for (const auto& [place, expected] : head.jaw) {
            EXPECT_NEAR(jaw(head.shape, place), expected, 1e-4)
                << head.name << " at " << place.transpose();
        }
        for (const auto& [place, expected] : head.neck) {
            EXPECT_NEAR(neck(head.shape, place), expected, 1e-4)
                << head.name << " at " << place.transpose();
        }
    }
}

TEST(HeadFace, SlopesEqualFiniteDifferences) {
    for (const TestHead& head : test_heads()) {
        const auto in_front = places_in({1, -130, -40}, {80, 60, 130});
        EXPECT_GT(share_with_right_slopes(
                      [&](const auto& p) { return jaw_distance(head.shape, p); }, in_front),
                  0.97)
            << head.name;
        EXPECT_GT(
            share_with_right_slopes([&](const auto& p) { return neck_distance(head.shape, p); },
                                    places_in({1, -210, -120}, {160, -20, 60})),
            0.97)
            << head.name;
        EXPECT_GT(
            share_with_right_slopes(
                [&](const auto& p) { return with_face_features(head.shape, p, norm(p) - 100.0); },
                in_front),
            0.97)
            << head.name;
    }
}

TEST(HeadFace, NoseBrowLipsAndLidsStandOutOfAFlatFace) {
    const HeadShape man;
    constexpr double far = 50.0;  // no head behind
    for (const Point3& place : {Point3(1, -20, 113), Point3(32, 31, 86), Point3(1, 33, 96),
                                Point3(1, -49, 103), Point3(1, -59, 102), Point3(32, 14, 84)}) {
        EXPECT_LT(features(man, place, far), 0.0) << place.transpose();
    }
}

TEST(HeadFace, OrbitsAndNostrilsAreHollow) {
    const HeadShape man;
    constexpr double inside = -3.0;
    EXPECT_GT(features(man, {32, 15, 97}, inside), 0.0);
    EXPECT_GT(features(man, {7.2, -27, 102}, inside), 0.0);
}

TEST(HeadFace, BetweenTheLipsRunsASlit) {
    for (const double x : {1.0, 8.0, 16.0}) {
        const double slit_y = -53.0;
        const double slit = features({}, {x, slit_y, 99.0}, 50.0);
        EXPECT_GT(slit, features({}, {x, slit_y + 3.0, 99.0}, 50.0) + 0.5) << x;
        EXPECT_GT(slit, features({}, {x, slit_y - 3.0, 99.0}, 50.0) + 0.5) << x;
    }
}

TEST(HeadFace, FeaturesLeaveTheRestOfTheHeadAlone) {
    const HeadShape woman{.femininity = 1.0};
    for (const Point3& place : {Point3(1, 120, 0), Point3(76, 40, -20), Point3(1, 20, -100),
                                Point3(55, -100, 0), Point3(30, 90, 80)}) {
        for (const double head : {-2.0, 0.0, 2.0}) {
            EXPECT_EQ(features(woman, place, head), head) << place.transpose();
        }
    }
}

// Science page "Generated bald head", section 3.5.
TEST(HeadFace, AWomanHasANarrowerJawASofterBrowAndFullerLips) {
    const HeadShape man;
    const HeadShape woman{.femininity = 1.0};
    const Point3 jaw_corner(60, -62, 14);
    EXPECT_GT(jaw(woman, jaw_corner), jaw(man, jaw_corner) + 3.0);
    const Point3 cheekbone(62, 0, 30);
    EXPECT_NEAR(jaw(woman, cheekbone), jaw(man, cheekbone), 0.3);
    EXPECT_GT(features(woman, {1, 32, 97.5}, 3.0), features(man, {1, 32, 97.5}, 3.0) + 1.0);
    EXPECT_LT(features(woman, {1, -48.5, 105.5}, 20.0), features(man, {1, -48.5, 105.5}, 20.0));
}

TEST(HeadFace, TheNeckGrowsWithItsScale) {
    const Point3 beside(58, -130, -25);
    EXPECT_GT(neck({}, beside), neck({.neck = 1.1}, beside) + 4.0);
    EXPECT_LT(neck({}, beside), neck({.neck = 0.9}, beside) - 4.0);
}
