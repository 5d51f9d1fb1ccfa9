#include "geometry/curve_distance.h"

#include <gtest/gtest.h>

#include <random>

#include "geometry/polyline.h"

using namespace stubble;

namespace {

std::vector<Point3> helix(int corners) {
    std::vector<Point3> curve;
    for (int i = 0; i < corners; ++i) {
        const double t = 0.05 * i;
        curve.emplace_back(20.0 * std::cos(t), 20.0 * std::sin(t), 0.8 * t);
    }
    return curve;
}

}  // namespace

TEST(CurveDistance, IsTheDistanceToTheNearestPiece) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> place(-40.0, 40.0);
    for (const int corners : {1, 2, 12, 13, 14, 500}) {
        const std::vector<Point3> curve = helix(corners);
        const CurveDistance fast(curve);
        for (int i = 0; i < 500; ++i) {
            const Point3 p(place(random), place(random), place(random));
            const double exact = (nearest_on_polyline(curve, p) - p).norm();
            EXPECT_NEAR(fast.distance(p, 1e6), exact, 1e-9) << corners;
            EXPECT_NEAR(fast.distance(p, 10.0), std::min(exact, 10.0), 1e-9) << corners;
        }
    }
}
