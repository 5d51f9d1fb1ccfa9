#include "sampling/surface_probes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "fixtures/sampling_surfaces.h"

using namespace stubble;
using namespace stubble::fixtures;

TEST(SurfaceProbes, AreAsManyAsAskedForAndLieOnTheirTriangles) {
    const TriangleMesh mesh = sphere_mesh(10.0, 2);
    const auto probes = surface_probes(mesh, constant_field(mesh, 0.5), 5000, 1);
    ASSERT_EQ(probes.size(), 5000U);
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    for (const SurfaceProbe& probe : probes) {
        const Point3 offset = probe.position_mm - mesh.corner(probe.triangle, 0).cast<double>();
        ASSERT_NEAR(offset.dot(normals[probe.triangle].cast<double>()), 0.0, 1e-5);
        ASSERT_NEAR(probe.radius_mm, 0.5, 1e-6);
    }
}

// Two squares, one with 1/400 of the triangles of the other; and quarters of each.
TEST(SurfaceProbes, AreUniformByAreaWhateverTheTriangles) {
    const TriangleMesh mesh =
        joined(square_mesh(10.0, 10.0), moved(square_mesh(10.0, 0.5), Vector3f(20, 0, 0)));
    constexpr std::size_t count = 80'000;
    std::array<double, 8> in_quarter{};
    for (const SurfaceProbe& probe : surface_probes(mesh, constant_field(mesh, 1.0), count, 3)) {
        const bool right = probe.position_mm.x() > 10.0;
        const double x = probe.position_mm.x() - (right ? 20.0 : 0.0);
        in_quarter[static_cast<std::size_t>((right ? 4 : 0) + (x > 0.0 ? 2 : 0) +
                                            (probe.position_mm.y() > 0.0 ? 1 : 0))] += 1.0;
    }
    for (const double n : in_quarter) {
        EXPECT_NEAR(n, count / 8.0, 4.0 * std::sqrt(count / 8.0));
    }
}

// As many probes in cells of equal area as chance has it: the variance is the mean (Poisson), not less.
TEST(SurfaceProbes, AreIndependentOfEachOther) {
    const TriangleMesh mesh = square_mesh(10.0, 0.5);
    std::vector<double> cells(400, 0.0);
    for (const SurfaceProbe& p : surface_probes(mesh, constant_field(mesh, 1.0), 20'000, 5)) {
        const auto column = static_cast<std::size_t>((p.position_mm.x() + 5.0) * 1.9999);
        const auto row = static_cast<std::size_t>((p.position_mm.y() + 5.0) * 1.9999);
        cells[20 * row + column] += 1.0;
    }
    double variance = 0.0;
    for (const double n : cells) {
        variance += (n - 50.0) * (n - 50.0) / 400.0;
    }
    EXPECT_NEAR(variance / 50.0, 1.0, 0.3);
}

TEST(SurfaceProbes, LieInsideTheMaskAndKnowTheRadius) {
    const TriangleMesh mesh = square_mesh(10.0, 1.0);
    const SurfaceField field = field_of(
        mesh, [](const Vector3f& v) { return 2.0 + 0.1 * v.y(); },
        [](const Vector3f& v) { return v.x() - 1.3; });
    const auto probes = surface_probes(mesh, field, 10'000, 1);
    EXPECT_NEAR(static_cast<double>(probes.size()), 3700.0, 250.0);
    for (const SurfaceProbe& probe : probes) {
        EXPECT_GT(probe.position_mm.x(), 1.3 - 1e-6);
        EXPECT_NEAR(probe.radius_mm, 2.0 + 0.1 * probe.position_mm.y(), 1e-6);
        EXPECT_NEAR(probe.mask, probe.position_mm.x() - 1.3, 1e-6);
    }
}

TEST(SurfaceProbes, OfAnotherSeedAreOthers) {
    const TriangleMesh mesh = square_mesh(10.0, 1.0);
    const SurfaceField field = constant_field(mesh, 1.0);
    EXPECT_EQ(surface_probes(mesh, field, 10, 1)[3].position_mm,
              surface_probes(mesh, field, 10, 1)[3].position_mm);
    EXPECT_NE(surface_probes(mesh, field, 10, 1)[3].position_mm,
              surface_probes(mesh, field, 10, 2)[3].position_mm);
    EXPECT_TRUE(surface_probes(mesh, field, 0, 1).empty());
}
