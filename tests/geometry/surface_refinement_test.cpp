#include "geometry/surface_refinement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "base/random.h"
#include "fixtures/mesh_topology.h"
#include "geometry/implicit_shapes.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

Dual egg(const Point3& p) {
    return distance_to(Ellipsoid{{0, 0, 0}, {10, 8, 6}}, dual_coordinates(p));
}

SurfaceNet egg_net(double spacing = 1.0) {
    std::vector<double> axis;
    for (double x = -12.0; x <= 12.0; x += spacing) {
        axis.push_back(x);
    }
    return surface_nets([](const Point3& p) { return egg(p).value(); }, {{axis, axis, axis}}, 2.0);
}

MeshTopology topology_of(const SurfaceNet& net) {
    return fixtures::topology_of(net.points_mm.size(), net.triangles);
}

double volume(const SurfaceNet& net) {
    return enclosed_volume_mm3(net.points_mm, net.triangles);
}

double farthest_from_surface(const SurfaceNet& net) {
    double farthest = 0.0;
    for (const Point3& p : net.points_mm) {
        farthest = std::max(farthest, std::abs(egg(p).value()));
    }
    return farthest;
}

// Mean share of the largest possible area that triangles have for their edges: 1 when all are equilateral.
double evenness(const SurfaceNet& net) {
    double sum = 0.0;
    for (const Triangle& t : net.triangles) {
        const Point3 a = net.points_mm[t[1]] - net.points_mm[t[0]];
        const Point3 b = net.points_mm[t[2]] - net.points_mm[t[0]];
        const double squares = a.squaredNorm() + b.squaredNorm() + (a - b).squaredNorm();
        sum += 2.0 * std::sqrt(3.0) * a.cross(b).norm() / squares;
    }
    return sum / static_cast<double>(net.triangles.size());
}

bool by_chance(const Point3& p) {
    const auto bits = static_cast<std::uint64_t>(std::llround(1e6 * (p.x() + p.y() * p.z() + 50)));
    return uniform(hash64(bits)) < 0.3;
}

}  // namespace

TEST(SurfaceRefinement, RelaxedPointsLieOnTheSurface) {
    SurfaceNet net = egg_net();
    const double before = farthest_from_surface(net);
    relax_on_surface(egg, {3, 1.0}, net);
    EXPECT_GT(before, 0.02);
    EXPECT_LT(farthest_from_surface(net), 1e-4);
}

TEST(SurfaceRefinement, RelaxedTrianglesAreMoreEvenAndStayOneSurface) {
    SurfaceNet net = egg_net();
    const double before = evenness(net);
    const std::vector<Triangle> triangles = net.triangles;
    relax_on_surface(egg, {3, 1.0}, net);
    EXPECT_GT(evenness(net), before + 0.02);
    EXPECT_TRUE(net.triangles == triangles);
    EXPECT_EQ(topology_of(net), topology_of_a_sphere);
}

TEST(SurfaceRefinement, AFarPointComesNearerByFiveOfTheLongestSteps) {
    SurfaceNet net{{{20, 0, 0}}, {}};
    relax_on_surface(egg, {0, 0.25}, net);
    EXPECT_DOUBLE_EQ((net.points_mm[0] - Point3(20, 0, 0)).norm(), 5 * 0.25);
}

TEST(SurfaceRefinement, RelaxingDoesNotDependOnTheNumberOfThreads) {
    const SurfaceNet start = egg_net(0.5);
    set_thread_count(1);
    SurfaceNet one = start;
    relax_on_surface(egg, {2, 1.0}, one);
    for (const int threads : {2, 8}) {
        set_thread_count(threads);
        SurfaceNet net = start;
        relax_on_surface(egg, {2, 1.0}, net);
        EXPECT_TRUE(net.points_mm == one.points_mm) << threads;
    }
    set_thread_count(0);
}

TEST(SurfaceRefinement, NothingWantedChangesNothing) {
    SurfaceNet net = egg_net();
    const SurfaceNet before = net;
    refine_triangles([](const Point3&) { return false; }, net);
    EXPECT_TRUE(net.points_mm == before.points_mm);
    EXPECT_TRUE(net.triangles == before.triangles);
}

TEST(SurfaceRefinement, EverythingWantedMakesFourOfEachTriangle) {
    SurfaceNet net = egg_net();
    const std::size_t before = net.triangles.size();
    refine_triangles([](const Point3&) { return true; }, net);
    EXPECT_EQ(net.triangles.size(), 4 * before);
    EXPECT_EQ(topology_of(net), topology_of_a_sphere);
}

// Splitting moves nothing, so a gap or an overlap would change the volume or open a border.
TEST(SurfaceRefinement, TrianglesWantedByChanceLeaveNoGap) {
    SurfaceNet net = egg_net();
    const std::size_t before = net.triangles.size();
    const double volume_before = volume(net);
    for (int round = 0; round < 3; ++round) {
        refine_triangles(by_chance, net);
        EXPECT_EQ(topology_of(net), topology_of_a_sphere) << "round " << round;
        EXPECT_NEAR(volume(net), volume_before, 1e-9 * volume_before);
    }
    EXPECT_GT(net.triangles.size(), 3 * before);
}

TEST(SurfaceRefinement, WantedTrianglesAreGoneAndNewPointsAreMiddlesOfEdges) {
    SurfaceNet net = egg_net();
    const SurfaceNet before = net;
    refine_triangles([](const Point3& p) { return p.z() > 2.0; }, net);
    ASSERT_GT(net.points_mm.size(), before.points_mm.size());
    for (std::size_t i = 0; i < before.points_mm.size(); ++i) {
        ASSERT_EQ(net.points_mm[i], before.points_mm[i]);
    }
    for (const Triangle& t : before.triangles) {
        const Point3 centroid =
            (before.points_mm[t[0]] + before.points_mm[t[1]] + before.points_mm[t[2]]) / 3.0;
        if (centroid.z() > 2.0) {
            EXPECT_EQ(std::count(net.triangles.begin(), net.triangles.end(), t), 0);
        }
    }
}

// A triangle with two split edges is cut along the shorter diagonal.
TEST(SurfaceRefinement, TwoSplitEdgesAreCutAlongTheShorterDiagonal) {
    // Triangles 1 and 2 are wanted; 0 shares an edge with each.
    const SurfaceNet start{{{0, 0, 0}, {4, 0, 0}, {0, 2, 0}, {5, 5, 0}, {-5, 1, 0}},
                           {{0, 1, 2}, {2, 1, 3}, {0, 2, 4}}};
    SurfaceNet net = start;
    refine_triangles([](const Point3& p) { return p.x() > 2.0 || p.x() < 0.0; }, net);
    double area = 0.0;
    for (const Triangle& t : net.triangles) {
        const Point3 a = net.points_mm[t[1]] - net.points_mm[t[0]];
        const Point3 b = net.points_mm[t[2]] - net.points_mm[t[0]];
        EXPECT_GT(a.cross(b).z(), 0.0);
        area += 0.5 * a.cross(b).z();
    }
    EXPECT_EQ(net.triangles.size(), 4U + 4U + 3U);
    double whole = 0.0;
    for (const Triangle& t : start.triangles) {
        whole += 0.5 * (start.points_mm[t[1]] - start.points_mm[t[0]])
                           .cross(start.points_mm[t[2]] - start.points_mm[t[0]])
                           .z();
    }
    EXPECT_DOUBLE_EQ(area, whole);
    // Middles of edge 12: (2, 1), of 20: (0, 1); diagonals 0-(2,1): 2.2, 1-(0,1): 4.1.
    const bool shorter =
        std::any_of(net.triangles.begin(), net.triangles.end(), [&](const Triangle& t) {
            const auto has = [&](const Point3& p) {
                return std::any_of(t.begin(), t.end(),
                                   [&](std::uint32_t i) { return net.points_mm[i] == p; });
            };
            return has({0, 0, 0}) && has({4, 0, 0}) && has({2, 1, 0});
        });
    EXPECT_TRUE(shorter);
}

TEST(SurfaceRefinement, OnlyTheListedPointsMove) {
    SurfaceNet net = egg_net();
    const SurfaceNet before = net;
    const PointList some{3, 50, 51, 200};
    relax_on_surface(egg, {2, 1.0}, some, net);
    for (std::uint32_t i = 0; i < net.points_mm.size(); ++i) {
        const bool listed = std::find(some.begin(), some.end(), i) != some.end();
        EXPECT_EQ(net.points_mm[i] != before.points_mm[i], listed) << i;
    }
}

TEST(SurfaceRefinement, RefinedPointsAreThoseOfTheTrianglesThatWereSplit) {
    SurfaceNet net = egg_net();
    const std::vector<Triangle> before = net.triangles;
    const PointList changed = refine_triangles([](const Point3& p) { return p.z() > 4.0; }, net);
    EXPECT_TRUE(std::is_sorted(changed.begin(), changed.end()));
    PointList expected;
    for (const Triangle& t : net.triangles) {
        if (std::count(before.begin(), before.end(), t) == 0) {
            expected.insert(expected.end(), t.begin(), t.end());
        }
    }
    std::sort(expected.begin(), expected.end());
    expected.erase(std::unique(expected.begin(), expected.end()), expected.end());
    EXPECT_EQ(changed, expected);
}
