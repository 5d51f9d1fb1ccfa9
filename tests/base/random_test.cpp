#include "base/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

using stubble::hash64;

TEST(Random, HashOfSplitmix64MatchesItsPublishedSequence) {
    // First outputs of splitmix64 seeded with 1234567 (test vector of the reference code by S.
    // Vigna).
    EXPECT_EQ(hash64(std::uint64_t{1234567}), 6457827717110365317ULL);
    EXPECT_EQ(hash64(std::uint64_t{1234567} + 0x9e3779b97f4a7c15ULL), 3203168211198807973ULL);
}

TEST(Random, UniformNumbersFillTheUnitIntervalEvenly) {
    double sum = 0.0;
    double sum_of_squares = 0.0;
    constexpr int n = 100000;
    for (int i = 0; i < n; ++i) {
        const double u = stubble::uniform(hash64(7, static_cast<std::uint64_t>(i)));
        ASSERT_GE(u, 0.0);
        ASSERT_LT(u, 1.0);
        sum += u;
        sum_of_squares += u * u;
    }
    EXPECT_NEAR(sum / n, 1.0 / 2.0, 4.0 * std::sqrt(1.0 / 12.0 / n));
    EXPECT_NEAR(sum_of_squares / n, 1.0 / 3.0, 4.0 * std::sqrt(4.0 / 45.0 / n));
}

TEST(Random, NormalNumbersHaveUnitVarianceAndTheTailsOfAGaussian) {
    double sum = 0.0;
    double sum_of_squares = 0.0;
    int beyond_two = 0;
    constexpr int n = 200000;
    for (int i = 0; i < n; ++i) {
        const double z = stubble::normal(hash64(3, static_cast<std::uint64_t>(i)));
        sum += z;
        sum_of_squares += z * z;
        beyond_two += std::abs(z) > 2.0 ? 1 : 0;
    }
    EXPECT_NEAR(sum / n, 0.0, 0.01);
    EXPECT_NEAR(sum_of_squares / n, 1.0, 0.015);
    EXPECT_NEAR(static_cast<double>(beyond_two) / n, 0.0455, 0.004);
}
