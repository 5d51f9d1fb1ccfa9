#include "sampling/sized_points.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fixtures/random_sampling_case.h"

using namespace stubble;
using stubble::fixtures::Chance;

namespace {

SizedPoint random_point(Chance& chance, double size, double largest_over_smallest) {
    const double radius = std::pow(largest_over_smallest, chance.between(-1.0, 0.0));
    const Vector3f normal =
        chance.once_in(3) ? Vector3f(0, 0, 0) : chance.direction_times(1.0).normalized();
    return {chance.direction_times(size).cast<double>(), radius, normal};
}

double ratio_by_a_loop(const std::vector<SizedPoint>& points, const SizedPoint& place,
                       std::size_t except) {
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double ratio = (points[i].position_mm - place.position_mm).norm() /
                             (0.5 * (points[i].radius_mm + place.radius_mm));
        if (i != except && ratio < SizedPoints::farthest &&
            points[i].normal.dot(place.normal) > opposite_sheets_cosine) {
            nearest = std::min(nearest, ratio);
        }
    }
    return nearest;
}

}  // namespace

TEST(SizedPoints, FindWhatALoopFindsHoweverMuchSizesDiffer) {
    Chance chance(1);
    int found = 0;
    for (int scene = 0; scene < 400; ++scene) {
        const double differ = chance.once_in(2) ? 2.0 : 1000.0;
        const double size = chance.between(0.3, 6.0);
        std::vector<SizedPoint> points;
        for (int i = chance.below(300); i > 0; --i) {
            points.push_back(random_point(chance, size, differ));
            if (chance.once_in(30)) {
                points.push_back(points.back());  // twice at one place
            }
        }
        const SizedPoints tree(points);
        for (int i = 0; i < 50; ++i) {
            const bool is_own = !points.empty() && chance.once_in(2);
            const auto own =
                is_own ? static_cast<std::size_t>(chance.below(static_cast<int>(points.size())))
                       : SizedPoints::none;
            const SizedPoint place = is_own ? points[own] : random_point(chance, size, differ);
            const double expected = ratio_by_a_loop(points, place, own);
            ASSERT_EQ(tree.nearest_ratio(place, own), expected);
            found += std::isfinite(expected) ? 1 : 0;
        }
    }
    EXPECT_GT(found, 5000);
}

TEST(SizedPoints, NoPointsAreInfinitelyFar) {
    EXPECT_EQ(SizedPoints({}).nearest_ratio({Point3(1, 2, 3), 1.0, Vector3f::Zero()}),
              std::numeric_limits<double>::infinity());
}
