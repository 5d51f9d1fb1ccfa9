#include "geometry/surface_nets.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/parallel.h"
#include "base/random.h"
#include "fixtures/mesh_topology.h"
#include "geometry/implicit_shapes.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

constexpr double pi = std::numbers::pi;

std::vector<double> planes(double low, double high, double spacing) {
    std::vector<double> places;
    for (double x = low; x <= high; x += spacing) {
        places.push_back(x);
    }
    return places;
}

RectilinearGrid even_grid(double half_width, double spacing) {
    const std::vector<double> axis = planes(-half_width, half_width, spacing);
    return {{axis, axis, axis}};
}

double sphere(const Point3& p) {
    return p.norm() - 10.0;
}

// Ring of radius 10 around the z axis, 3 thick.
double torus(const Point3& p) {
    return std::hypot(std::hypot(p.x(), p.y()) - 10.0, p.z()) - 3.0;
}

// Waves along all axes: many parts, handles and narrow places.
double sponge(const Point3& p) {
    const double waves = std::sin(p.x()) * std::cos(p.y()) + std::sin(p.y()) * std::cos(p.z()) +
                         std::sin(p.z()) * std::cos(p.x());
    return soft_intersection(waves - 0.3, p.norm() - 9.0, 1.0);
}

// Signs by chance: every way in which the corners of a cell can lie. Outside at the border.
double noise(const Point3& p) {
    if (p.cwiseAbs().maxCoeff() > 9.5) {
        return 1.0;
    }
    const auto bits = [](double x) { return static_cast<std::uint64_t>(std::llround(x) + 100); };
    return 2.0 * uniform(hash64(hash64(bits(p.x()), bits(p.y())), bits(p.z()))) - 1.0;
}

void expect_same(const SurfaceNet& a, const SurfaceNet& b) {
    EXPECT_TRUE(a.triangles == b.triangles);
    EXPECT_TRUE(a.points_mm == b.points_mm);
}

// No block is skipped.
constexpr double ask_every_node = std::numeric_limits<double>::infinity();

}  // namespace

TEST(SurfaceNets, ASphereIsClosedAndFacesOutward) {
    const SurfaceNet net = surface_nets(sphere, even_grid(12.0, 0.7), 1.0);
    EXPECT_EQ(topology_of(net.points_mm.size(), net.triangles), topology_of_a_sphere);
    EXPECT_NEAR(enclosed_volume_mm3(net.points_mm, net.triangles), 4.0 / 3.0 * pi * 1000.0, 40.0);
}

TEST(SurfaceNets, PointsLieNearTheSurface) {
    const SurfaceNet net = surface_nets(sphere, even_grid(12.0, 0.7), 1.0);
    double worst = 0.0;
    for (const Point3& p : net.points_mm) {
        worst = std::max(worst, std::abs(sphere(p)));
    }
    EXPECT_LT(worst, 0.1);
}

TEST(SurfaceNets, ARingHasItsHole) {
    const SurfaceNet net = surface_nets(torus, even_grid(14.0, 0.9), 1.0);
    MeshTopology expected = topology_of_a_sphere;
    expected.euler_characteristic = 0;
    EXPECT_EQ(topology_of(net.points_mm.size(), net.triangles), expected);
    EXPECT_NEAR(enclosed_volume_mm3(net.points_mm, net.triangles), 2.0 * pi * pi * 10.0 * 9.0,
                60.0);
}

TEST(SurfaceNets, SpacingsMayDifferAlongEachAxis) {
    RectilinearGrid grid{{planes(-12, 12, 0.9), planes(-12, 12, 1.7), planes(-12, 0, 0.5)}};
    for (double z = 0.8; z < 13.0; z += 0.3 + 0.1 * z) {
        grid.planes_mm[2].push_back(z);
    }
    const SurfaceNet net = surface_nets(sphere, grid, 1.0);
    EXPECT_EQ(topology_of(net.points_mm.size(), net.triangles), topology_of_a_sphere);
    EXPECT_NEAR(enclosed_volume_mm3(net.points_mm, net.triangles), 4.0 / 3.0 * pi * 1000.0, 120.0);
}

TEST(SurfaceNets, NothingInsideGivesNoTriangles) {
    const SurfaceNet net = surface_nets([](const Point3&) { return 1.0; }, even_grid(5, 1), 1.0);
    EXPECT_TRUE(net.points_mm.empty());
    EXPECT_TRUE(net.triangles.empty());
}

TEST(SurfaceNets, EdgesHaveTwoTrianglesWhateverTheSigns) {
    for (const auto& solid : {ImplicitFunction(noise), ImplicitFunction(sponge)}) {
        const SurfaceNet net = surface_nets(solid, even_grid(10.0, 1.0), ask_every_node);
        const MeshTopology found = topology_of(net.points_mm.size(), net.triangles);
        EXPECT_GT(net.triangles.size(), 500U);
        EXPECT_EQ(found.border_edges, 0U) << found;
        EXPECT_EQ(found.crowded_edges, 0U) << found;
        EXPECT_EQ(found.badly_wound_edges, 0U) << found;
        EXPECT_EQ(found.pinched_vertices, 0U) << found;
        EXPECT_GT(enclosed_volume_mm3(net.points_mm, net.triangles), 0.0);
    }
}

TEST(SurfaceNets, BlocksLeftOutChangeNothing) {
    const RectilinearGrid grid = even_grid(14.0, 0.6);
    expect_same(surface_nets(sphere, grid, 1.0), surface_nets(sphere, grid, ask_every_node));
    expect_same(surface_nets(torus, grid, 1.0), surface_nets(torus, grid, ask_every_node));
    expect_same(surface_nets(sponge, grid, 2.0), surface_nets(sponge, grid, ask_every_node));
}

TEST(SurfaceNets, FarFromTheSurfaceFewNodesAreAsked) {
    std::atomic<std::size_t> asked{0};
    const RectilinearGrid grid = even_grid(30.0, 0.6);
    const SurfaceNet net = surface_nets(
        [&](const Point3& p) {
            ++asked;
            return sphere(p);
        },
        grid, 1.0);
    const std::size_t nodes =
        grid.planes_mm[0].size() * grid.planes_mm[0].size() * grid.planes_mm[0].size();
    EXPECT_LT(asked * 10, nodes);
    EXPECT_LT(asked, 6 * net.points_mm.size());
}

TEST(SurfaceNets, TheMeshDoesNotDependOnTheNumberOfThreads) {
    set_thread_count(1);
    const SurfaceNet one = surface_nets(sponge, even_grid(10.0, 0.4), 2.0);
    for (const int threads : {2, 8}) {
        set_thread_count(threads);
        expect_same(one, surface_nets(sponge, even_grid(10.0, 0.4), 2.0));
    }
    set_thread_count(0);
}
