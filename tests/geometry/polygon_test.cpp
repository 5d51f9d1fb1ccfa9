#include "geometry/polygon.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/random.h"

using namespace stubble;

namespace {

const Polygon l_shape{{0, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 4}, {0, 4}};
const Polygon bow_tie{{0, 0}, {2, 2}, {2, 0}, {0, 2}};

}  // namespace

TEST(Polygon, AreaAndBoxOfAnLShape) {
    EXPECT_DOUBLE_EQ(area(l_shape), 12.0);
    EXPECT_EQ(bounding_box(l_shape).high, Point2(4, 4));
    EXPECT_DOUBLE_EQ(area(Polygon(l_shape.rbegin(), l_shape.rend())), 12.0);
}

TEST(Polygon, DistanceIsPositiveInsideAndMeasuredToTheNearestEdge) {
    EXPECT_DOUBLE_EQ(signed_distance(l_shape, {1, 1}), 1.0);
    EXPECT_DOUBLE_EQ(signed_distance(l_shape, {3, 3}), -1.0);
    EXPECT_DOUBLE_EQ(signed_distance(l_shape, {-3, -4}), -5.0);
    EXPECT_DOUBLE_EQ(signed_distance(l_shape, {1.5, 1.5}), std::sqrt(0.5));
}

TEST(Polygon, ABowTieCrossesItself) {
    const auto crossing = crossing_edges(bow_tie);
    ASSERT_TRUE(crossing.has_value());
    EXPECT_EQ(*crossing, std::pair(0, 2));
    EXPECT_FALSE(crossing_edges(l_shape).has_value());
}

TEST(Polygon, ASpikeThatFoldsBackAndATouchingCornerAreNotSimple) {
    EXPECT_TRUE(crossing_edges({{0, 0}, {4, 0}, {2, 0}, {2, 3}}).has_value());
    EXPECT_TRUE(crossing_edges({{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}}).has_value());
    EXPECT_FALSE(crossing_edges({{0, 0}, {2, 0}, {4, 0}, {4, 4}}).has_value());
}

TEST(Polygon, SpansHoldExactlyThePixelsWhoseCentresAreInside) {
    const Polygon outline{{1.2, 0.3}, {9.7, 2.1}, {6.4, 5.0}, {8.8, 9.6}, {0.4, 8.1}, {4.1, 4.5}};
    for (int row = 0; row < 12; ++row) {
        std::vector<bool> in_span(12, false);
        for (const PixelSpan span : inside_spans(outline, row, 12)) {
            std::fill(in_span.begin() + span.begin, in_span.begin() + span.end, true);
        }
        for (int column = 0; column < 12; ++column) {
            EXPECT_EQ(in_span[static_cast<std::size_t>(column)],
                      contains(outline, {column + 0.5, row + 0.5}))
                << column << ", " << row;
        }
    }
}

TEST(Polygon, SpansStayInsideThePicture) {
    for (const PixelSpan span : inside_spans({{-5, -5}, {50, -5}, {50, 50}, {-5, 50}}, 3, 10)) {
        EXPECT_EQ(span.begin, 0);
        EXPECT_EQ(span.end, 10);
    }
}

TEST(Polygon, TheHullOfAnLShapeBridgesItsNotch) {
    const Polygon hull = convex_hull(l_shape);
    EXPECT_EQ(hull, (Polygon{{0, 0}, {4, 0}, {4, 2}, {2, 4}, {0, 4}}));
    EXPECT_DOUBLE_EQ(area(hull), 14.0);
}

TEST(Polygon, APerimeterIsTheLengthOfTheClosedOutline) {
    EXPECT_DOUBLE_EQ(perimeter(l_shape), 16.0);
    EXPECT_DOUBLE_EQ(perimeter(convex_hull(l_shape)), 12.0 + 2.0 * std::sqrt(2.0));
    EXPECT_DOUBLE_EQ(perimeter({{1, 1}}), 0.0);
}

TEST(Polygon, AHullTakesPointsInAnyOrderAndLeavesOutPointsOnItsSides) {
    const Polygon square{{0, 0}, {2, 0}, {2, 2}, {0, 2}};
    EXPECT_EQ(convex_hull({{2, 2}, {1, 0}, {0, 0}, {1, 1}, {2, 0}, {0, 1}, {0, 2}, {0, 0}}),
              square);
}

// Every point inside or on it, every corner one of the points, turning left everywhere.
TEST(Polygon, AHullOfRandomPointsIsConvexAndHoldsThemAll) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        std::vector<Point2> points;
        for (std::uint64_t i = 0; i < 60; ++i) {
            points.emplace_back(uniform(hash64(seed, 2 * i)), uniform(hash64(seed, 2 * i + 1)));
        }
        const Polygon hull = convex_hull(points);
        for (std::size_t i = 0; i < hull.size(); ++i) {
            const Point2 side = hull[(i + 1) % hull.size()] - hull[i];
            EXPECT_NE(std::find(points.begin(), points.end(), hull[i]), points.end());
            for (const Point2& p : points) {
                const Point2 to = p - hull[i];
                EXPECT_GE(side.x() * to.y() - side.y() * to.x(), -1e-12);
            }
        }
    }
}
