#include "sampling/plane_maps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fixtures/random_sampling_case.h"

using namespace stubble;
using stubble::fixtures::Chance;

namespace {

// Radii about 1, sides about 2, anywhere in a block; the radius changes by up to 1.4 mm per mm or not at all.
RadiusTriangle random_triangle(Chance& chance) {
    const Vector3f at = chance.direction_times(16.0);
    const Vector3f slope = chance.once_in(3) ? Vector3f(0, 0, 0) : chance.direction_times(1.4);
    const auto corner = [&] {
        const Vector3f step = chance.direction_times(1.2);
        return Disc::of(at + step, std::max(1.0F + slope.dot(step), 0.3F));
    };
    return {corner(), corner(), corner()};
}

PlaneMaps maps_of(const RadiusTriangle& shape, const Vector3f& normal = Vector3f::Zero()) {
    PlaneMaps maps;
    maps.clear();
    maps.set(0, shape, normal);
    maps.compute();
    return maps;
}

Circle circle_in(const PlaneMaps& maps, const Disc& disc) {
    const Circles8 circles = maps.circles_of(disc);
    return {{circles.x[0], circles.y[0]}, circles.inner[0], circles.outer[0]};
}

bool is_reached(const PlaneMaps& maps, const Disc& disc, const Vector3f& normal) {
    return maps.reached(maps.circles_of(disc), normal)[0] != 0;
}

Disc disc_near(const RadiusTriangle& shape, Chance& chance) {
    const auto radius = static_cast<float>(chance.between(0.2, chance.once_in(5) ? 6.0 : 2.0));
    const double reach = 0.5 * (static_cast<double>(radius) + 1.5) + 1.0;
    return Disc::of(shape.a.place() + chance.direction_times(reach), radius);
}

PlanePoint random_point(const PlaneTriangle& t, Chance& chance) {
    const auto u = static_cast<float>(chance.between(0.0, 1.0));
    const auto v = static_cast<float>(chance.between(0.0, 1.0));
    return u + v > 1.0F ? t.at(1.0F - u, 1.0F - v) : t.at(u, v);
}

double squared_distance(const PlanePoint& a, const PlanePoint& b) {
    const double dx = static_cast<double>(a.x) - b.x;
    const double dy = static_cast<double>(a.y) - b.y;
    return dx * dx + dy * dy;
}

// Distance over mean radius: below 1 is in conflict or covered.
double ratio(const Disc& a, const Disc& b) {
    return (a.place().cast<double>() - b.place().cast<double>()).norm() /
           (0.5 * (static_cast<double>(a.radius()) + b.radius()));
}

// Squared distance of a place from the nearest place of a triangle.
double squared_distance_from(const PlaneTriangle& t, const PlanePoint& p) {
    if (t.holds(p)) {
        return 0.0;
    }
    double nearest = 1e30;
    const PlanePoint corners[3] = {{0, 0}, t.b, t.c};
    for (int i = 0; i < 3; ++i) {
        const PlanePoint& from = corners[i];
        const PlanePoint& to = corners[(i + 1) % 3];
        const double dx = static_cast<double>(to.x) - from.x;
        const double dy = static_cast<double>(to.y) - from.y;
        const double along = ((p.x - from.x) * dx + (p.y - from.y) * dy) / (dx * dx + dy * dy);
        const double step = std::clamp(along, 0.0, 1.0);
        const double x = from.x + step * dx - p.x;
        const double y = from.y + step * dy - p.y;
        nearest = std::min(nearest, x * x + y * y);
    }
    return nearest;
}

}  // namespace

TEST(PlaneMaps, InsideTheInnerCircleIsCoveredAndBeyondTheOuterNothingIs) {
    Chance chance(1);
    int covered = 0;
    int bare = 0;
    int undecided = 0;
    for (int i = 0; i < 20'000; ++i) {
        const RadiusTriangle shape = random_triangle(chance);
        const PlaneMaps maps = maps_of(shape);
        if (maps.is_steep(0)) {
            continue;
        }
        const Disc disc = disc_near(shape, chance);
        const Circle circle = circle_in(maps, disc);
        for (int k = 0; k < 10; ++k) {
            const PlanePoint p = random_point(maps.triangle(0), chance);
            const double d2 = squared_distance(p, circle.center);
            const double true_ratio = ratio(disc, maps.place(0, p));
            if (d2 < static_cast<double>(circle.inner)) {
                ASSERT_LT(true_ratio, 1.0);
                ++covered;
            } else if (d2 >= static_cast<double>(circle.outer)) {
                ASSERT_GE(true_ratio, 1.0);
                ++bare;
            } else {
                ++undecided;
            }
        }
    }
    EXPECT_GT(covered, 10'000);
    EXPECT_GT(bare, 20'000);
    EXPECT_LT(undecided, 50);
}

TEST(PlaneMaps, CornersComeBackWithTheirRadii) {
    Chance chance(2);
    for (int i = 0; i < 5000; ++i) {
        const RadiusTriangle shape = random_triangle(chance);
        const PlaneMaps maps = maps_of(shape);
        if (maps.is_steep(0)) {
            continue;
        }
        const PlaneTriangle t = maps.triangle(0);
        for (const Disc& corner : {shape.a, shape.b, shape.c}) {
            float nearest = 1e9F;
            for (const PlanePoint& p : {PlanePoint{}, t.b, t.c}) {
                const Disc place = maps.place(0, p);
                nearest = std::min(nearest, (place.place() - corner.place()).norm() +
                                                std::abs(place.radius() - corner.radius()));
            }
            ASSERT_LT(nearest, 2e-5F);
        }
        EXPECT_NEAR(maps.area(0), shape.area(), 1e-5F);
        EXPECT_FLOAT_EQ(maps.radius2(0), shape.smallest_radius() * shape.smallest_radius());
        // The longest side first, the third corner on its left.
        EXPECT_GE(t.b.x * t.c.y, t.b.y * t.c.x);
    }
}

TEST(PlaneMaps, ADiscReachesATriangleWhoseNearestPlaceItBlocks) {
    Chance chance(3);
    int reached = 0;
    int all = 0;
    for (int i = 0; i < 30'000; ++i) {
        const RadiusTriangle shape = random_triangle(chance);
        const PlaneMaps maps = maps_of(shape);
        if (maps.is_steep(0)) {
            continue;
        }
        const Disc disc = disc_near(shape, chance);
        const Circle circle = circle_in(maps, disc);
        const double nearest = squared_distance_from(maps.triangle(0), circle.center);
        const double outer = circle.outer;
        if (std::abs(nearest - outer) > 1e-4 * (1.0 + std::abs(outer))) {
            ASSERT_EQ(is_reached(maps, disc, Vector3f::Zero()), nearest < outer) << "case " << i;
            reached += nearest < outer ? 1 : 0;
            ++all;
        }
    }
    EXPECT_GT(reached, all / 8);
    EXPECT_LT(reached, 3 * all / 4);
}

TEST(PlaneMaps, DiscsOfTheOppositeSheetReachNothing) {
    const RadiusTriangle shape{Disc::of({0, 0, 0}, 1), Disc::of({1, 0, 0}, 1),
                               Disc::of({0, 1, 0}, 1)};
    const PlaneMaps maps = maps_of(shape, Vector3f(0, 0, 1));
    const Disc disc = Disc::of({0.2F, 0.2F, -0.1F}, 1);
    EXPECT_TRUE(is_reached(maps, disc, Vector3f(0, 0, 1)));
    EXPECT_TRUE(is_reached(maps, disc, Vector3f::Zero()));  // on every sheet
    EXPECT_FALSE(is_reached(maps, disc, Vector3f(0, 0, -1)));
}

TEST(PlaneMaps, LinesPointsAndSteepRadiiHaveNoPlane) {
    const Disc a = Disc::of({0, 0, 0}, 1);
    const Disc b = Disc::of({1, 0, 0}, 1);
    const Disc c = Disc::of({0, 1, 0}, 1);
    const Disc halfway = Disc::of({0.5F, 0, 0}, 1);
    const Disc steep = Disc::of({0, 1, 0}, 2.6F);
    for (const RadiusTriangle& shape :
         {RadiusTriangle{a, a, a}, RadiusTriangle{a, b, b}, RadiusTriangle{a, b, halfway},
          RadiusTriangle{a, b, steep}}) {
        const PlaneMaps maps = maps_of(shape);
        EXPECT_TRUE(maps.is_steep(0));
        EXPECT_FALSE(is_reached(maps, a, Vector3f::Zero()));
    }
    const PlaneMaps maps = maps_of({a, b, c});
    EXPECT_FALSE(maps.is_steep(0));
    // Lanes without a triangle.
    for (std::size_t lane = 1; lane < PlaneMaps::lanes; ++lane) {
        EXPECT_TRUE(maps.is_steep(lane));
    }
}
