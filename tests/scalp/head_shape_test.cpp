#include "scalp/head_shape.h"

#include <gtest/gtest.h>

#include "fixtures/head_reference.h"
#include "fixtures/test_heads.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

const Point3 low(-150, -215, -120);
const Point3 high(150, 150, 120);

}  // namespace

TEST(HeadShape, TheCanonicalHeadIsNotStretched) {
    const HeadWarp warp{HeadShape{}};
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const Point3 p = random_place(low, high, seed);
        EXPECT_LT((warp.to_canonical(p) - p).norm(), 1e-10);
        EXPECT_LT((warp.to_real(p) - p).norm(), 1e-10);
    }
}

TEST(HeadShape, TheStretchIsThatOfTheSpecification) {
    for (const ReferenceHead& head : reference_heads()) {
        const HeadWarp warp(head.shape);
        for (const auto& [canonical, real] : head.warp) {
            EXPECT_LT((warp.to_real(canonical) - real).norm(), 1.5e-4) << head.name;
            EXPECT_LT((warp.to_canonical(real) - canonical).norm(), 1.5e-4) << head.name;
        }
    }
}

TEST(HeadShape, ThereAndBackAgainIsTheSamePlace) {
    for (const TestHead& head : test_heads()) {
        const HeadWarp warp(head.shape);
        for (std::uint64_t seed = 0; seed < 100; ++seed) {
            const Point3 p = random_place(low, high, seed);
            EXPECT_LT((warp.to_canonical(warp.to_real(p)) - p).norm(), 1e-10) << head.name;
        }
    }
}

TEST(HeadShape, VaultFaceAndNeckHaveTheirOwnScales) {
    const HeadWarp warp(HeadShape{
        .breadth = 1.1, .length = 0.9, .height = 1.2, .face_height = 0.8, .face_breadth = 0.95});
    EXPECT_DOUBLE_EQ(warp.breadth_at(60.0), 1.1);
    EXPECT_DOUBLE_EQ(warp.breadth_at(-20.0), 0.95);
    EXPECT_DOUBLE_EQ(warp.to_real({10, 60, 50}).x(), 11.0);
    EXPECT_DOUBLE_EQ(warp.to_real({10, 60, 50}).z(), 45.0);
    EXPECT_NEAR(warp.real_height(120.0) - warp.real_height(80.0), 40.0 * 1.2, 1e-9);
    EXPECT_NEAR(warp.real_height(-20.0) - warp.real_height(-60.0), 40.0 * 0.8, 1e-9);
    EXPECT_NEAR(warp.real_height(-150.0) - warp.real_height(-190.0), 40.0, 1e-9);
    EXPECT_DOUBLE_EQ(warp.real_height(0.0), 0.0);
}

TEST(HeadShape, HeightsGrowEverywhereAndEndAtTheTable) {
    for (const TestHead& head : test_heads()) {
        const HeadWarp warp(head.shape);
        double before = warp.real_height(-260.0);
        for (double y = -259.7; y < 160.0; y += 0.3) {
            EXPECT_GT(warp.real_height(y), before);
            before = warp.real_height(y);
        }
        EXPECT_EQ(warp.to_canonical({0, -1000, 0}).y(), -260.0);
        EXPECT_EQ(warp.to_canonical({0, 1000, 0}).y(), 160.0);
    }
}

// The table of heights is straight between its rows; few differences straddle one.
TEST(HeadShape, SlopesOfTheStretchEqualFiniteDifferences) {
    constexpr double h = 1e-6;
    for (const TestHead& head : test_heads()) {
        const HeadWarp warp(head.shape);
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const Point3 p = random_place(low, high, seed);
            const Coordinates<Dual> dual = warp.to_canonical(dual_coordinates(p));
            EXPECT_LT((point_of(dual) - warp.to_canonical(p)).norm(), 1e-12);
            for (int axis = 0; axis < 3; ++axis) {
                const Point3 step = h * Point3::Unit(axis);
                const Point3 slope =
                    (warp.to_canonical(Point3(p + step)) - warp.to_canonical(Point3(p - step))) /
                    (2 * h);
                EXPECT_NEAR(dual.x.gradient()[axis], slope.x(), 1e-5);
                EXPECT_NEAR(dual.y.gradient()[axis], slope.y(), 1e-6);
                EXPECT_NEAR(dual.z.gradient()[axis], slope.z(), 1e-6);
            }
        }
    }
}
