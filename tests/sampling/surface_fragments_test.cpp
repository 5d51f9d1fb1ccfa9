#include "sampling/surface_fragments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "fixtures/sampling_surfaces.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

std::vector<FragmentRef> refs_of(const SurfaceFragments& fragments) {
    std::vector<FragmentRef> refs;
    for (std::uint32_t t = 0; t < fragments.triangles(); ++t) {
        fragments.for_each(t,
                           [&](const FragmentRef& ref, const Vector3f&) { refs.push_back(ref); });
    }
    return refs;
}

std::vector<Fragment> all_fragments(const TriangleMesh& mesh, const SurfaceField& field,
                                    std::uint64_t seed = 1) {
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    const SurfaceFragments fragments(mesh, normals, field, seed);
    std::vector<Fragment> pieces;
    fragments.load(refs_of(fragments), Vector3f::Zero(), pieces);
    return pieces;
}

double area_of(const std::vector<Fragment>& pieces) {
    double area = 0.0;
    for (const Fragment& piece : pieces) {
        area += piece.shape.area();
    }
    return area;
}

}  // namespace

TEST(SurfaceFragments, AreasAddUpToTheSurface) {
    for (const TriangleMesh& mesh : {square_mesh(20.0, 3.3), sphere_mesh(12.0, 2),
                                     sliver_mesh(12.0, 7.0, 0.01), three_leaves(6.0, 5.0)}) {
        for (const double radius : {0.4, 1.0, 30.0}) {
            const auto pieces = all_fragments(mesh, constant_field(mesh, radius));
            EXPECT_NEAR(area_of(pieces) / surface_area_mm2(mesh), 1.0, 1e-5);
        }
    }
}

TEST(SurfaceFragments, AreCountedWithoutBeingMade) {
    const TriangleMesh mesh = sphere_mesh(12.0, 2);
    const SurfaceField field = field_of(mesh, ramp(0.4));
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    EXPECT_EQ(SurfaceFragments(mesh, normals, field, 1).count(),
              static_cast<double>(all_fragments(mesh, field).size()));
}

TEST(SurfaceFragments, NoSideIsLongerThanTheFragmentSideTimesTheSmallestRadius) {
    const TriangleMesh mesh = square_mesh(30.0, 4.0);
    for (const Fragment& piece : all_fragments(mesh, field_of(mesh, ramp(0.5)))) {
        const float longest = std::sqrt(std::max({squared_distance(piece.shape.a, piece.shape.b),
                                                  squared_distance(piece.shape.b, piece.shape.c),
                                                  squared_distance(piece.shape.c, piece.shape.a)}));
        EXPECT_LE(longest, fragment_side * piece.shape.smallest_radius() * 1.0001F);
    }
}

TEST(SurfaceFragments, CornersCarryTheRadiusOfTheField) {
    const TriangleMesh mesh = square_mesh(30.0, 4.0);
    const auto radius = [](const Vector3f& v) { return 3.0 + 0.05 * v.x() - 0.02 * v.y(); };
    for (const Fragment& piece : all_fragments(mesh, field_of(mesh, radius))) {
        for (const Disc& corner : {piece.shape.a, piece.shape.b, piece.shape.c}) {
            EXPECT_NEAR(corner.radius(), radius(corner.place()), 1e-5);
        }
    }
}

// Sides inside a triangle belong to two of its fragments, with the same coordinates up to rounding: no crack, no overlap.
TEST(SurfaceFragments, AreWatertight) {
    const TriangleMesh mesh = sphere_mesh(12.0, 1);
    std::map<std::array<long, 6>, int> sides;
    for (const Fragment& piece : all_fragments(mesh, constant_field(mesh, 0.7))) {
        const std::array<Vector3f, 3> corner{piece.shape.a.place(), piece.shape.b.place(),
                                             piece.shape.c.place()};
        for (std::size_t i = 0; i < 3; ++i) {
            const auto rounded = [](const Vector3f& v, int k) { return std::lround(v[k] * 2e3F); };
            const Vector3f& from = corner[i];
            const Vector3f& to = corner[(i + 1) % 3];
            std::array<long, 3> a{rounded(from, 0), rounded(from, 1), rounded(from, 2)};
            std::array<long, 3> b{rounded(to, 0), rounded(to, 1), rounded(to, 2)};
            if (b < a) {
                std::swap(a, b);
            }
            ++sides[{a[0], a[1], a[2], b[0], b[1], b[2]}];
        }
    }
    // All sides of a closed surface whose triangles are cut alike; rounding to 0.5 um splits a few in two names.
    const auto single = std::count_if(sides.begin(), sides.end(),
                                      [](const auto& side) { return side.second != 2; });
    EXPECT_LT(static_cast<double>(single), 0.02 * static_cast<double>(sides.size()));
}

TEST(SurfaceFragments, CentroidsSayWhereTheFragmentsAre) {
    const TriangleMesh mesh = sphere_mesh(12.0, 1);
    const SurfaceField field = constant_field(mesh, 0.7);
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    const SurfaceFragments fragments(mesh, normals, field, 1);
    for (std::uint32_t t = 0; t < fragments.triangles(); ++t) {
        fragments.for_each(t, [&](const FragmentRef& ref, const Vector3f& centroid) {
            std::vector<Fragment> piece;
            fragments.load({ref}, Vector3f(1, 2, 3), piece);
            const Vector3f found = piece.front().shape.centroid().place() + Vector3f(1, 2, 3);
            ASSERT_NEAR((found - centroid).norm(), 0.0F, 1e-4F);
        });
    }
}

TEST(SurfaceFragments, IdsDifferFromEachOtherAndFromSeedToSeed) {
    const TriangleMesh mesh = square_mesh(20.0, 2.0);
    const SurfaceField field = field_of(
        mesh, [](const Vector3f&) { return 0.5; }, [](const Vector3f& v) { return 3.3 - v.x(); });
    std::set<std::uint64_t> ids;
    std::size_t count = 0;
    for (const std::uint64_t seed : {1, 2}) {
        for (const Fragment& piece : all_fragments(mesh, field, seed)) {
            ids.insert(piece.id);
            ++count;
        }
    }
    EXPECT_EQ(ids.size(), count);
}

TEST(SurfaceFragments, AMaskClipsExactlyWhereItIsZero) {
    const TriangleMesh mesh = square_mesh(20.0, 1.7);
    const auto mask = [](const Vector3f& v) { return 0.3 + 0.8 * v.x() + 0.6 * v.y(); };
    const auto pieces = all_fragments(mesh, field_of(
                                                mesh, [](const Vector3f&) { return 0.6; }, mask));
    for (const Fragment& piece : pieces) {
        for (const Disc& corner : {piece.shape.a, piece.shape.b, piece.shape.c}) {
            EXPECT_GE(mask(corner.place()), -1e-4);
        }
    }
    // The line cuts the square; by symmetry half of it and the strip between the line and the middle are left.
    const double strip = 0.3 * 20.0 / 0.8;
    EXPECT_NEAR(area_of(pieces), 200.0 + strip, 0.01);
}

TEST(SurfaceFragments, AMaskOfZeroLeavesNothingAndOneAboveZeroCutsNothing) {
    const TriangleMesh mesh = square_mesh(10.0, 1.7);
    const auto radius = [](const Vector3f&) { return 0.6; };
    EXPECT_TRUE(
        all_fragments(mesh, field_of(mesh, radius, [](const Vector3f&) { return 0.0; })).empty());
    EXPECT_EQ(
        all_fragments(mesh, field_of(mesh, radius, [](const Vector3f&) { return 1e-30; })).size(),
        all_fragments(mesh, field_of(mesh, radius)).size());
}

TEST(SurfaceFragments, TrianglesWithoutAreaHaveNone) {
    TriangleMesh mesh = square_mesh(2.0, 2.0);
    mesh.triangles.push_back({0, 0, 1});
    mesh.triangles.push_back({2, 2, 2});
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    const SurfaceField field = constant_field(mesh, 0.5);
    const SurfaceFragments fragments(mesh, normals, field, 1);
    EXPECT_GT(fragments.rows(0), 0);
    EXPECT_EQ(fragments.rows(2), 0);
    EXPECT_EQ(fragments.rows(3), 0);
}
