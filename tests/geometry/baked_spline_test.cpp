#include "geometry/baked_spline.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

using namespace stubble;

namespace {

constexpr double pi = std::numbers::pi;
constexpr double degree = pi / 180.0;

// Midsagittal profile of the head, (z, y), seen from (44, -18): science page "Generated bald head", section 3.1.
BakedSpline head_profile() {
    constexpr std::array<std::array<double, 2>, 28> profile{
        {{96, 33},       {96.6, 44},    {95.8, 57},     {92.6, 71},     {85.6, 86.6}, {73.3, 101.4},
         {57.5, 114.1},  {39.4, 124.2}, {20, 130},      {0, 131.5},     {-20, 129.8}, {-40, 123.8},
         {-60.9, 114.3}, {-79.2, 99},   {-92.2, 78},    {-99, 56.2},    {-100.5, 36}, {-97.9, 17.4},
         {-91.1, 1.4},   {-82, -12.4},  {-71.6, -26.8}, {-49.3, -40.1}, {-10, -46},   {30, -42},
         {62, -28},      {80, -8},      {87, 12},       {93, 23}}};
    BakedSpline::Knots knots;
    for (const auto& [z, y] : profile) {
        knots.emplace_back(std::atan2(y - 44.0, z + 18.0), std::hypot(y - 44.0, z + 18.0));
    }
    std::sort(knots.begin(), knots.end());
    return BakedSpline::periodic(knots);
}

}  // namespace

// Natural spline through (0, 0), (1, 1), (2, 0): 1.5 t - 0.5 t^3 on both halves, seen from the outer knots.
TEST(BakedSpline, ThreeKnotsGiveTheCubicFoundByHand) {
    const BakedSpline spline = BakedSpline::natural({{0, 0}, {1, 1}, {2, 0}});
    for (const double t : {0.0, 0.1, 0.25, 0.5, 0.8, 1.0}) {
        const double y = 1.5 * t - 0.5 * t * t * t;
        EXPECT_NEAR(spline(t), y, 1e-7);
        EXPECT_NEAR(spline(2.0 - t), y, 1e-7);
    }
}

TEST(BakedSpline, AStraightLineStaysStraight) {
    const BakedSpline spline = BakedSpline::natural({{-3, -5}, {-1, -1}, {0, 1}, {7, 15}});
    for (double x = -3.0; x <= 7.0; x += 0.37) {
        EXPECT_NEAR(spline(x), 2.0 * x + 1.0, 1e-12);
    }
    const BakedSpline two = BakedSpline::natural({{0, 2}, {4, 6}});
    EXPECT_NEAR(two(1.0), 3.0, 1e-12);
}

TEST(BakedSpline, OutsideTheKnotsItGoesOnAtTheirHeight) {
    const BakedSpline spline = BakedSpline::natural({{0, 1}, {1, 4}, {2, 2}});
    EXPECT_EQ(spline(-5.0), spline(0.0));
    EXPECT_EQ(spline(99.0), spline(2.0));
    EXPECT_NEAR(spline(2.0), 2.0, 1e-12);
    EXPECT_EQ(spline(Dual::coordinate(-5.0, 0)).gradient(), Point3(0, 0, 0));
    EXPECT_EQ(spline(Dual::coordinate(99.0, 0)).gradient(), Point3(0, 0, 0));
}

// Twelve knots of a wave give the wave; the seam at +-180 degrees is as smooth as any other place.
TEST(BakedSpline, APeriodicSplineFollowsAWaveThroughItsSeam) {
    BakedSpline::Knots knots;
    for (int i = -5; i <= 6; ++i) {
        knots.emplace_back(i * 30 * degree, std::cos(i * 30 * degree));
    }
    const BakedSpline spline = BakedSpline::periodic(knots);
    for (double angle = -pi; angle <= pi; angle += 0.05) {
        EXPECT_NEAR(spline(angle), std::cos(angle), 4e-4);
    }
    EXPECT_NEAR(spline(-pi), spline(pi), 1e-6);
    EXPECT_NEAR(spline(Dual::coordinate(-pi + 1e-6, 0)).gradient().x(),
                spline(Dual::coordinate(pi - 1e-6, 0)).gradient().x(), 5e-3);
}

TEST(BakedSpline, TheSlopeIsThatOfTheTable) {
    const BakedSpline spline = BakedSpline::natural({{0, 0}, {1, 1}, {2, 0}});
    for (const double x : {0.1, 0.77, 1.3}) {
        const Dual y = spline(Dual::coordinate(x, 2));
        EXPECT_EQ(y.value(), spline(x));
        const double t = x < 1.0 ? x : 2.0 - x;
        EXPECT_NEAR(y.gradient().z(), (x < 1.0 ? 1.0 : -1.0) * (1.5 - 1.5 * t * t), 1e-3);
        EXPECT_EQ(y.gradient().x(), 0.0);
    }
}

// Science page "Generated bald head", section 13.3 (printed by another implementation).
TEST(BakedSpline, TheProfileOfTheHeadHasTheRadiiOfTheSpecification) {
    const BakedSpline radius = head_profile();
    const std::vector<std::pair<double, double>> expected{
        {0, 114.6000},  {30, 108.8647}, {60, 96.4789},   {90, 86.1563},
        {120, 82.3309}, {150, 81.7799}, {180, 82.4122},  {-30, 111.0365},
        {-60, 98.8809}, {-90, 89.7064}, {-120, 89.8323}, {-150, 84.6070}};
    for (const auto& [angle, mm] : expected) {
        EXPECT_NEAR(radius(angle * degree), mm, 6e-5) << angle;
    }
}

TEST(BakedSpline, TheLoftsOfFaceAndNeckHaveTheValuesOfTheSpecification) {
    const BakedSpline face_width = BakedSpline::natural({{-125, 28},
                                                         {-112, 32},
                                                         {-103, 36.5},
                                                         {-95, 41.5},
                                                         {-86, 46},
                                                         {-76, 49.5},
                                                         {-66, 52.5},
                                                         {-53, 55},
                                                         {-42, 57},
                                                         {-31, 59},
                                                         {-18, 60.5},
                                                         {-5, 61},
                                                         {8, 60.5},
                                                         {22, 58},
                                                         {36, 58},
                                                         {50, 50}});
    EXPECT_NEAR(face_width(-50.0), 55.5229, 6e-5);
    const BakedSpline neck_front = BakedSpline::natural({{-220, 24},
                                                         {-205, 26},
                                                         {-195, 28},
                                                         {-183, 31},
                                                         {-170, 34},
                                                         {-155, 40},
                                                         {-140, 42},
                                                         {-120, 45},
                                                         {-100, 44},
                                                         {-80, 36},
                                                         {-60, 26},
                                                         {-40, 20},
                                                         {-20, 20},
                                                         {0, 20}});
    EXPECT_NEAR(neck_front(-90.0), 40.6654, 6e-5);
}
