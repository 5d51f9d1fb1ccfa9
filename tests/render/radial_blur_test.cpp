#include "render/radial_blur.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

using namespace stubble;

namespace {

constexpr int nodes = 256;
constexpr double step = 0.01;

std::vector<double> sampled(const std::function<double(double)>& profile) {
    std::vector<double> values;
    for (int i = 0; i < nodes; ++i) {
        values.push_back(profile(i * step));
    }
    return values;
}

double gaussian(double r, double sigma) {
    return std::exp(-r * r / (2.0 * sigma * sigma));
}

// A disc with a soft edge, like a dot.
double soft_disc(double r) {
    return 1.0 / (1.0 + std::exp((r - 0.175) / 0.05));
}

// Mass in the plane: the integral of values 2 pi r dr.
double mass(const std::vector<double>& values) {
    double sum = 0.0;
    for (int i = 0; i < nodes; ++i) {
        sum += values[static_cast<std::size_t>(i)] * 2.0 * std::numbers::pi * i * step * step;
    }
    return sum;
}

// Convolution in the plane by brute force, at (r, 0).
double convolved(const std::function<double(double)>& profile, double sigma, double r) {
    const double fine = sigma / 12.0;
    double sum = 0.0;
    double weights = 0.0;
    for (double v = -5.0 * sigma; v <= 5.0 * sigma; v += fine) {
        for (double u = -5.0 * sigma; u <= 5.0 * sigma; u += fine) {
            const double weight = gaussian(std::hypot(u, v), sigma);
            sum += weight * profile(std::hypot(r + u, v));
            weights += weight;
        }
    }
    return sum / weights;
}

}  // namespace

// Two Gaussians give the Gaussian of the summed variances.
TEST(RadialBlur, AGaussianStaysAGaussian) {
    const double own = 0.2;
    for (const double sigma : {0.02, 0.1, 0.3}) {
        const double variance = own * own + sigma * sigma;
        const auto blurred = RadialBlur(nodes, step, sigma).apply(sampled([&](double r) {
            return gaussian(r, own);
        }));
        for (std::size_t i = 0; i < 150; ++i) {
            const double r = static_cast<double>(i) * step;
            EXPECT_NEAR(blurred[i], own * own / variance * gaussian(r, std::sqrt(variance)), 3e-4)
                << "sigma " << sigma << " at " << r;
        }
    }
}

// A peak of two nodes: the quarter step around the centre counts.
TEST(RadialBlur, ANarrowPeakKeepsItsHeight) {
    const double own = 0.03, sigma = 0.02;
    const double variance = own * own + sigma * sigma;
    const auto blurred =
        RadialBlur(nodes, step, sigma).apply(sampled([&](double r) { return gaussian(r, own); }));
    EXPECT_NEAR(blurred[0], own * own / variance, 0.004);
    EXPECT_NEAR(blurred[1], own * own / variance * gaussian(step, std::sqrt(variance)), 0.004);
}

TEST(RadialBlur, ASoftDiscAgreesWithTheConvolutionInThePlane) {
    for (const double sigma : {0.03, 0.08, 0.25}) {
        const auto blurred = RadialBlur(nodes, step, sigma).apply(sampled(soft_disc));
        for (const std::size_t i : {0U, 1U, 5U, 17U, 30U, 60U, 100U}) {
            EXPECT_NEAR(blurred[i], convolved(soft_disc, sigma, static_cast<double>(i) * step),
                        2e-3)
                << "sigma " << sigma << " at node " << i;
        }
    }
}

TEST(RadialBlur, MassIsConserved) {
    const std::vector<double> disc = sampled(soft_disc);
    for (const double sigma : {0.0, 0.004, 0.0061, 0.01, 0.03, 0.1, 0.3}) {
        EXPECT_NEAR(mass(RadialBlur(nodes, step, sigma).apply(disc)) / mass(disc), 1.0, 5e-3)
            << sigma;
    }
}

TEST(RadialBlur, AnEvenPlaneStaysEvenAwayFromTheEndOfTheTable) {
    const auto blurred = RadialBlur(nodes, step, 0.2).apply(sampled([](double) { return 1.0; }));
    for (std::size_t i = 0; i < 160; ++i) {
        EXPECT_NEAR(blurred[i], 1.0, 1e-12);
    }
}

TEST(RadialBlur, NoBlurChangesNothing) {
    EXPECT_EQ(RadialBlur(nodes, step, 0.0).apply(sampled(soft_disc)), sampled(soft_disc));
}

TEST(RadialBlur, MoreBlurNeverRaisesTheCentreOfADisc) {
    double last = 1.0;
    for (double sigma = 0.0; sigma < 0.5; sigma += 0.013) {
        const double centre = RadialBlur(nodes, step, sigma).apply(sampled(soft_disc))[0];
        EXPECT_LE(centre, last + 1e-3) << sigma;
        last = centre;
    }
}

TEST(RadialBlurDeathTest, ATableOfAnotherLengthStops) {
    const RadialBlur blur(nodes, step, 0.1);
    EXPECT_DEATH((void)blur.apply({1.0, 2.0}), "does not hold");
}
