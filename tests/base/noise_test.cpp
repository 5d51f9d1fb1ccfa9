#include "base/noise.h"

#include <gtest/gtest.h>

#include <cmath>

using stubble::smooth_noise;

TEST(Noise, MeanIsZeroAndDeviationOneWithinItsRange) {
    double sum = 0.0;
    double squares = 0.0;
    constexpr int n = 400;
    for (int v = 0; v < n; ++v) {
        for (int u = 0; u < n; ++u) {
            const double z = smooth_noise(u * 0.713, v * 0.619, 5);
            ASSERT_LE(std::abs(z), 2.22);
            sum += z;
            squares += z * z;
        }
    }
    // About 120,000 independent lattice values.
    EXPECT_NEAR(sum / (n * n), 0.0, 0.02);
    EXPECT_NEAR(std::sqrt(squares / (n * n)), 1.0, 0.02);
}

TEST(Noise, ValueAndSlopeAreContinuousAcrossTheLattice) {
    constexpr double h = 1e-4;
    for (int i = -40; i < 40; ++i) {
        const double x = i * 0.5;
        const double y = i * 0.37;
        const double before = smooth_noise(x - h, y, 3);
        const double here = smooth_noise(x, y, 3);
        const double after = smooth_noise(x + h, y, 3);
        EXPECT_LT(std::abs(after - here), 20.0 * h);
        EXPECT_LT(std::abs((after - here) - (here - before)) / h, 0.05) << x;
    }
}

TEST(Noise, PlacesBelowZeroAreAsGoodAsAnyOther) {
    EXPECT_NE(smooth_noise(-0.5, 0.5, 1), smooth_noise(0.5, 0.5, 1));
    EXPECT_NE(smooth_noise(-1.5, -0.5, 1), smooth_noise(-0.5, -0.5, 1));
}

TEST(Noise, SeedsGiveUnrelatedPatterns) {
    double products = 0.0;
    constexpr int n = 10000;
    for (int i = 0; i < n; ++i) {
        products += smooth_noise(i * 1.37, i * 0.71, 1) * smooth_noise(i * 1.37, i * 0.71, 2);
    }
    EXPECT_NEAR(products / n, 0.0, 0.05);
    EXPECT_EQ(smooth_noise(3.3, 4.4, 1), smooth_noise(3.3, 4.4, 1));
}
