#include "sampling/circle_list.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "fixtures/random_sampling_case.h"

using namespace stubble;
using stubble::fixtures::Chance;

namespace {

using Circles = std::vector<Circle>;

CircleList list_of(const Circles& circles) {
    CircleList list;
    for (const Circle& circle : circles) {
        list.add(circle);
    }
    return list;
}

GapCorners gap_of(const Circles& circles, const PlaneTriangle& triangle) {
    GapCorners gap;
    list_of(circles).find_gap(triangle, gap);
    return gap;
}

Circle circle_at(double x, double y, double radius) {
    const auto squared = static_cast<float>(radius * radius);
    return {{static_cast<float>(x), static_cast<float>(y)}, squared * 0.99998F, squared * 1.00002F};
}

PlaneTriangle random_triangle(Chance& chance) {
    const double turn = chance.between(0.0, 6.28);
    const double length = chance.between(0.3, 2.5);
    const auto turned = [&](double x, double y) {
        return PlanePoint{static_cast<float>(x * std::cos(turn) - y * std::sin(turn)),
                          static_cast<float>(x * std::sin(turn) + y * std::cos(turn))};
    };
    return {turned(length, 0.0),
            turned(length * chance.between(0.1, 0.9), length * chance.between(0.05, 0.85))};
}

// Some on a grid, where many meet in one place; some nearly touching; some twice.
Circles random_circles(Chance& chance, int most) {
    Circles circles;
    const bool on_grid = chance.once_in(4);
    const double size = chance.once_in(3) ? 0.6 : 1.0;
    for (int i = chance.below(most); i > 0; --i) {
        double x = chance.between(-2.0, 3.0);
        double y = chance.between(-2.0, 3.0);
        if (on_grid) {
            x = std::round(x * 2.0) / 2.0;
            y = std::round(y * 2.0) / 2.0;
        }
        double radius = on_grid ? size : size * chance.between(0.8, 1.2);
        if (!circles.empty() && chance.once_in(6)) {
            const Circle& other = circles.back();
            const double turn = chance.between(0.0, 6.28);
            const double gap = chance.between(-1e-3, 1e-4);
            x = other.center.x + (2.0 * radius + gap) * std::cos(turn);
            y = other.center.y + (2.0 * radius + gap) * std::sin(turn);
        }
        circles.push_back(circle_at(x, y, radius));
        if (chance.once_in(20)) {
            circles.push_back(circles.back());
        }
    }
    return circles;
}

double squared(const PlanePoint& a, const PlanePoint& b) {
    const double dx = static_cast<double>(a.x) - b.x;
    const double dy = static_cast<double>(a.y) - b.y;
    return dx * dx + dy * dy;
}

bool is_covered(const Circles& circles, const PlanePoint& p, double caution) {
    return std::any_of(circles.begin(), circles.end(), [&](const Circle& circle) {
        return squared(p, circle.center) < static_cast<double>(circle.inner) - caution;
    });
}

PlanePoint random_point(const PlaneTriangle& t, Chance& chance) {
    const auto u = static_cast<float>(chance.between(0.0, 1.0));
    const auto v = static_cast<float>(chance.between(0.0, 1.0));
    return u + v > 1.0F ? t.at(1.0F - u, 1.0F - v) : t.at(u, v);
}

// Inside the hull of the corners, which at most `tolerance` is added to: never on the left of all of them.
bool in_hull(const GapCorners& gap, const PlanePoint& p, double tolerance) {
    for (int k = 0; k < 64; ++k) {
        const double x = std::cos(k * 0.1);
        const double y = std::sin(k * 0.1);
        double farthest = -1e9;
        for (std::size_t i = 0; i < gap.count; ++i) {
            farthest = std::max(farthest, gap.corners[i].x * x + gap.corners[i].y * y);
        }
        if (p.x * x + p.y * y > farthest + tolerance) {
            return false;
        }
    }
    return true;
}

std::vector<std::pair<float, float>> sorted_corners(const GapCorners& gap) {
    std::vector<std::pair<float, float>> corners;
    for (std::size_t i = 0; i < gap.count; ++i) {
        corners.emplace_back(gap.corners[i].x, gap.corners[i].y);
    }
    std::sort(corners.begin(), corners.end());
    return corners;
}

}  // namespace

TEST(CircleList, ConflictsAreThoseOfAPlainLoop) {
    Chance chance(1);
    int conflicts = 0;
    for (int i = 0; i < 20'000; ++i) {
        const Circles circles = random_circles(chance, 20);
        const PlanePoint p{static_cast<float>(chance.between(-2, 3)),
                           static_cast<float>(chance.between(-2, 3))};
        const bool blocked = std::any_of(circles.begin(), circles.end(), [&](const Circle& c) {
            return squared(p, c.center) < static_cast<double>(c.outer) * (1.0 - 1e-6);
        });
        const bool free = std::all_of(circles.begin(), circles.end(), [&](const Circle& c) {
            return squared(p, c.center) > static_cast<double>(c.outer) * (1.0 + 1e-6);
        });
        if (blocked || free) {
            ASSERT_EQ(list_of(circles).conflicts(p), blocked);
        }
        conflicts += blocked ? 1 : 0;
    }
    EXPECT_GT(conflicts, 2000);
}

// The claim on which it rests that a pattern is maximal.
TEST(CircleList, WhereNoCornerIsFoundNoPlaceIsBare) {
    Chance chance(2);
    int by_several = 0;
    for (int i = 0; i < 60'000; ++i) {
        const PlaneTriangle triangle = random_triangle(chance);
        const Circles circles = random_circles(chance, 40);
        if (!gap_of(circles, triangle).is_none()) {
            continue;
        }
        by_several += std::none_of(circles.begin(), circles.end(),
                                   [&](const Circle& c) {
                                       return is_covered({c}, {0, 0}, 0) &&
                                              is_covered({c}, triangle.b, 0) &&
                                              is_covered({c}, triangle.c, 0);
                                   })
                          ? 1
                          : 0;
        for (int k = 0; k < 100; ++k) {
            ASSERT_TRUE(is_covered(circles, random_point(triangle, chance), 0.0)) << "case " << i;
        }
    }
    EXPECT_GT(by_several, 3000);
}

// The smallest gaps there are: circles around a triangle of centres that all but meet in its middle.
TEST(CircleList, GapsOfAThousandthOfARadiusAreFound) {
    Chance chance(3);
    for (int i = 0; i < 20'000; ++i) {
        const PlaneTriangle triangle{{2.4F, 0.0F}, {1.0F, 2.0F}};
        const double x = chance.between(0.9, 1.3);
        const double y = chance.between(0.4, 0.8);
        const double turn = chance.between(0.0, 6.28);
        const double gap = chance.between(1e-3, 3e-3);
        Circles circles;
        for (const double step : {0.0, 2.0, 4.2}) {
            const double radius = chance.between(0.8, 1.6);
            const double distance = radius + gap;
            circles.push_back(circle_at(x + distance * std::cos(turn + step),
                                        y + distance * std::sin(turn + step), radius));
        }
        // The rest is covered.
        for (int k = 0; k < 20; ++k) {
            const double angle = 0.314 * k;
            circles.push_back(
                circle_at(x + 1.2 * std::cos(angle), y + 1.2 * std::sin(angle), 1.15));
        }
        const PlanePoint middle{static_cast<float>(x), static_cast<float>(y)};
        ASSERT_FALSE(is_covered(circles, middle, 0.0));
        ASSERT_FALSE(gap_of(circles, triangle).is_none()) << "case " << i;
    }
}

// So that darts at the box around them hit.
TEST(CircleList, CornersAreBareOrNearlySo) {
    Chance chance(4);
    int corners = 0;
    int covered = 0;
    for (int i = 0; i < 60'000; ++i) {
        const PlaneTriangle triangle = random_triangle(chance);
        const Circles circles = random_circles(chance, 30);
        const GapCorners gap = gap_of(circles, triangle);
        for (std::size_t k = 0; k < gap.count; ++k) {
            ASSERT_FALSE(is_covered(circles, gap.corners[k], 1.1e-2 * gap.scale)) << "case " << i;
            covered += is_covered(circles, gap.corners[k], 1e-4 * gap.scale) ? 1 : 0;
            ++corners;
        }
    }
    EXPECT_GT(corners, 50'000);
    EXPECT_LT(covered, corners / 100);
}

TEST(CircleList, BarePlacesLieInTheHullOfTheCorners) {
    Chance chance(5);
    int bare = 0;
    for (int i = 0; i < 20'000; ++i) {
        const PlaneTriangle triangle = random_triangle(chance);
        const Circles circles = random_circles(chance, 16);
        const GapCorners gap = gap_of(circles, triangle);
        for (int k = 0; k < 30 && gap.is_known; ++k) {
            const PlanePoint p = random_point(triangle, chance);
            if (!is_covered(circles, p, 0.0)) {
                ASSERT_TRUE(in_hull(gap, p, 5e-3)) << "case " << i;
                ++bare;
            }
        }
    }
    EXPECT_GT(bare, 20'000);
}

TEST(CircleList, ACircleAroundAllCornersCoversTheGap) {
    Chance chance(6);
    int covered = 0;
    for (int i = 0; i < 60'000; ++i) {
        const PlaneTriangle triangle = random_triangle(chance);
        Circles circles = random_circles(chance, 16);
        const GapCorners gap = gap_of(circles, triangle);
        if (gap.count == 0) {
            continue;
        }
        const Circle one = circle_at(gap.corners[0].x, gap.corners[0].y, chance.between(0.1, 1.0));
        if (!gap.are_inside(one)) {
            continue;
        }
        circles.push_back(one);
        ++covered;
        for (int k = 0; k < 60; ++k) {
            ASSERT_TRUE(is_covered(circles, random_point(triangle, chance), 0.0)) << "case " << i;
        }
    }
    EXPECT_GT(covered, 5000);
}

TEST(CircleList, TheOrderOfTheCirclesDoesNotMatter) {
    Chance chance(7);
    for (int i = 0; i < 20'000; ++i) {
        const PlaneTriangle triangle = random_triangle(chance);
        Circles circles = random_circles(chance, 30);
        const GapCorners gap = gap_of(circles, triangle);
        for (std::size_t k = circles.size(); k > 1; --k) {
            std::swap(circles[k - 1],
                      circles[static_cast<std::size_t>(chance.below(static_cast<int>(k)))]);
        }
        const GapCorners other = gap_of(circles, triangle);
        ASSERT_EQ(other.is_known, gap.is_known);
        if (gap.is_known) {
            ASSERT_EQ(sorted_corners(other), sorted_corners(gap));
        }
    }
}

TEST(CircleList, WithoutCirclesTheWholeTriangleIsBare) {
    const PlaneTriangle triangle{{2.0F, 0.0F}, {0.5F, 1.0F}};
    const GapCorners gap = gap_of({}, triangle);
    EXPECT_TRUE(gap.is_known);
    for (const PlanePoint& corner : {PlanePoint{0, 0}, triangle.b, triangle.c}) {
        EXPECT_TRUE(in_hull(gap, corner, 1e-6));
    }
}

TEST(CircleList, MoreThanSixtyFourCirclesAreNotJudged) {
    const PlaneTriangle triangle{{2.0F, 0.0F}, {0.5F, 1.0F}};
    Circles circles(64, circle_at(1.0, 0.5, 5.0));
    EXPECT_TRUE(gap_of(circles, triangle).is_none());
    circles.push_back(circles.back());
    EXPECT_FALSE(gap_of(circles, triangle).is_known);
    EXPECT_FALSE(gap_of(circles, triangle).is_none());
}

TEST(CircleList, AClearedListHoldsNothingOfBefore) {
    CircleList list = list_of(Circles(20, circle_at(0.0, 0.0, 5.0)));
    list.clear();
    list.add(circle_at(100.0, 0.0, 1.0));
    EXPECT_EQ(list.size(), 1U);
    EXPECT_FALSE(list.conflicts({0.0F, 0.0F}));
    EXPECT_TRUE(list.conflicts({100.5F, 0.0F}));
    EXPECT_EQ(list[0].center.x, 100.0F);
}
