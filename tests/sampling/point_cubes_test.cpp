#include "sampling/point_cubes.h"

#include <gtest/gtest.h>

#include <vector>

#include "fixtures/random_sampling_case.h"

using namespace stubble;
using stubble::fixtures::Chance;

TEST(PointCubes, VisitEveryPointWithinReachOnce) {
    Chance chance(1);
    for (int scene = 0; scene < 200; ++scene) {
        std::vector<Point3> places;
        for (int i = chance.below(300); i > 0; --i) {
            places.emplace_back(chance.direction_times(10.0).cast<double>());
        }
        const PointCubes cubes(places, chance.between(0.1, 6.0));
        for (int query = 0; query < 20; ++query) {
            const Point3 from = chance.direction_times(12.0).cast<double>();
            const double reach = chance.between(0.0, 8.0);
            std::vector<int> visits(places.size(), 0);
            cubes.visit_near(from, reach, [&](std::size_t i) { ++visits[i]; });
            for (std::size_t i = 0; i < places.size(); ++i) {
                ASSERT_LE(visits[i], 1);
                ASSERT_TRUE(visits[i] == 1 || (places[i] - from).norm() > reach);
            }
        }
    }
}

TEST(PointCubes, LeaveMostFarPointsOut) {
    Chance chance(2);
    std::vector<Point3> places;
    for (int i = 0; i < 10'000; ++i) {
        places.emplace_back(chance.direction_times(10.0).cast<double>());
    }
    int visited = 0;
    PointCubes(places, 1.0).visit_near(Point3::Zero(), 0.5, [&](std::size_t) { ++visited; });
    EXPECT_LT(visited, 50);
}

TEST(PointCubes, AReachBeyondAllVisitsAll) {
    int visited = 0;
    PointCubes({Point3(1, 2, 3), Point3(-1e9, 0, 0)}, 1e-3)
        .visit_near(Point3::Zero(), 1e12, [&](std::size_t) { ++visited; });
    EXPECT_EQ(visited, 2);
}
