#include "scalp/hairline_feathering.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace stubble;

TEST(HairlineFeathering, DensityRisesToSixtyPercentOverTheFeatherAndIsFullAtTwoAndAHalf) {
    EXPECT_EQ(feathered_share(-1.0, 8.0), 0.0);
    EXPECT_NEAR(feathered_share(8.0, 8.0), 0.6, 1e-12);
    EXPECT_NEAR(feathered_share(14.0, 8.0), 0.8, 1e-12);
    EXPECT_EQ(feathered_share(20.0, 8.0), 1.0);
}

TEST(HairlineFeathering, WithoutFeatherTheEdgeIsHard) {
    EXPECT_EQ(feathered_share(1e-9, 0.0), 1.0);
    EXPECT_EQ(feathered_share(0.0, 0.0), 0.0);
}

TEST(HairlineFeathering, TheEdgeWandersAsFarAsAskedAndNotInOneDirection) {
    double sum = 0.0;
    double squares = 0.0;
    constexpr int n = 4000;
    for (int i = 0; i < n; ++i) {
        const double wander = edge_wander_mm(Point2(i * 3.7, i * 0.9), 1.5, 5);
        sum += wander;
        squares += wander * wander;
    }
    EXPECT_NEAR(sum / n, 0.0, 0.15);
    EXPECT_NEAR(std::sqrt(squares / n), 1.5, 0.2);
}

TEST(HairlineFeathering, NoIrregularityMeansNoWander) {
    EXPECT_EQ(edge_wander_mm(Point2(3.3, 4.4), 0.0, 1), 0.0);
}
