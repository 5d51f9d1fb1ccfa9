#include "geometry/polyline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

using namespace stubble;

TEST(Polyline, CatmullRomPassesThroughEveryKnot) {
    const std::vector<Point2> knots{{0, 0}, {3, 1}, {4, 5}, {9, 2}};
    const std::vector<Point2> curve = catmull_rom(knots, 5);
    ASSERT_EQ(curve.size(), 16U);
    for (std::size_t i = 0; i < knots.size(); ++i) {
        EXPECT_LT((curve[5 * i] - knots[i]).norm(), 1e-12) << i;
    }
}

TEST(Polyline, CatmullRomKeepsAParabolaBetweenInnerKnots) {
    // Central differences, its tangents, are exact for a parabola over even steps.
    const std::vector<Point2> knots{{0, 0}, {1, -0.5}, {2, 0}, {3, 1.5}, {4, 4}, {5, 7.5}};
    const std::vector<Point2> curve = catmull_rom(knots, 4);
    for (std::size_t i = 4; i <= 16; ++i) {
        const double x = curve[i].x();
        EXPECT_NEAR(x, static_cast<double>(i) / 4.0, 1e-12);
        EXPECT_NEAR(curve[i].y(), 0.5 * x * x - x, 1e-12);
    }
}

TEST(Polyline, CatmullRomWorksOnPlacesWithARadius) {
    const std::vector<Eigen::Vector4d> knots{{0, 0, 0, 1}, {1, 0, 0, 3}};
    const std::vector<Eigen::Vector4d> curve = catmull_rom(knots, 2);
    ASSERT_EQ(curve.size(), 3U);
    EXPECT_NEAR(curve[1].w(), 2.0, 1e-12);
}

TEST(Polyline, NearestPlaceIsOnAPieceOrACornerAndNeverBeyondTheEnds) {
    const std::vector<Point2> corner{{0, 0}, {10, 0}, {10, 10}};
    EXPECT_EQ(nearest_on_polyline(corner, Point2(4, 3)), Point2(4, 0));
    EXPECT_EQ(nearest_on_polyline(corner, Point2(13, -4)), Point2(10, 0));
    EXPECT_EQ(nearest_on_polyline(corner, Point2(-3, -4)), Point2(0, 0));
    EXPECT_EQ(nearest_on_polyline(corner, Point2(8, 40)), Point2(10, 10));
    EXPECT_EQ(nearest_on_polyline(corner, Point2(9, 7)), Point2(10, 7));
}

TEST(Polyline, DistanceToACircleOfChordsIsThatToTheCircle) {
    std::vector<Point3> circle;
    for (int i = 0; i <= 720; ++i) {
        const double angle = i * std::numbers::pi / 360.0;
        circle.emplace_back(std::cos(angle), std::sin(angle), 0.0);
    }
    const Point3 point(2.0, 1.0, 1.5);
    const double distance = (nearest_on_polyline(circle, point) - point).norm();
    EXPECT_NEAR(distance, std::hypot(std::sqrt(5.0) - 1.0, 1.5), 1e-5);
}

TEST(Polyline, APieceWithoutLengthAndASinglePointAreAPoint) {
    EXPECT_EQ(nearest_on_segment(Point2(1, 1), Point2(1, 1), Point2(5, 5)), Point2(1, 1));
    EXPECT_EQ(nearest_on_polyline(std::vector<Point2>{{2, 3}}, Point2(0, 0)), Point2(2, 3));
}
