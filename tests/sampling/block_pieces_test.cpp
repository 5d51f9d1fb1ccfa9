#include "sampling/block_pieces.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "fixtures/random_sampling_case.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

// A surface, cut into fragments as a block has them.
struct Surface {
    TriangleMesh mesh;
    std::vector<Vector3f> normals;
    SurfaceField field;
    SurfaceFragments cut;
    std::vector<Fragment> fragments;

    explicit Surface(TriangleMesh surface, SurfaceField asked)
        : mesh(std::move(surface)),
          normals(agreeing_normals(mesh)),
          field(std::move(asked)),
          cut(mesh, normals, field, 5) {
        std::vector<FragmentRef> refs;
        for (std::uint32_t t = 0; t < cut.triangles(); ++t) {
            cut.for_each(t, [&](const FragmentRef& ref, const Vector3f&) { refs.push_back(ref); });
        }
        cut.load(refs, Vector3f(0.5F, 0.0F, 0.0F), fragments);
    }
};

Surface round_surface(double radius, int level, double spacing) {
    const TriangleMesh mesh = sphere_mesh(radius, level);
    return Surface(mesh, field_of(mesh, [&](const Vector3f& v) {
                       return spacing * (1.3 + 0.3 * std::sin(0.4 * v.x()));
                   }));
}

// The circle of a disc in a fragment's plane, if it reaches it, without any neighbours.
bool reaches(const Surface& surface, const Fragment& fragment, const Disc& disc,
             const Vector3f& normal, Circle& circle) {
    PlaneMaps maps;
    maps.clear();
    maps.set(3, fragment.shape, surface.normals[fragment.triangle]);
    maps.compute();
    const Circles8 circles = maps.circles_of(disc);
    circle = {{circles.x[3], circles.y[3]}, circles.inner[3], circles.outer[3]};
    return maps.reached(circles, normal)[3] != 0;
}

}  // namespace

TEST(BlockPieces, EveryFragmentBecomesOnePiece) {
    BlockPieces pieces;
    for (const int level : {0, 1, 2, 3, 4}) {  // 20 to 5120 triangles
        const Surface surface = round_surface(6.0, level, 1.0);
        pieces.reset(surface.fragments, surface.cut);
        ASSERT_EQ(pieces.size(), surface.fragments.size());
        std::vector<int> times(pieces.size(), 0);
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const Fragment& fragment = surface.fragments[pieces[i].fragment];
            ++times[pieces[i].fragment];
            EXPECT_EQ(pieces[i].id, fragment.id);
            EXPECT_EQ(pieces[i].triangle, fragment.triangle);
            EXPECT_NEAR(pieces[i].area, fragment.shape.area(), 1e-5);
            EXPECT_EQ(pieces[i].circles.size(), 0U);
            // A place of the piece is one of the fragment.
            const Disc middle = pieces.place(i, pieces[i].plane.at(1.0F / 3.0F, 1.0F / 3.0F));
            EXPECT_LT(squared_distance(middle, fragment.shape.centroid()), 1e-9F);
        }
        EXPECT_TRUE(std::all_of(times.begin(), times.end(), [](int n) { return n == 1; }));
    }
}

// Whatever boxes are drawn around groups of pieces.
TEST(BlockPieces, ADiscComesIntoTheListsOfAllPiecesThatItReachesAndOfNoOthers) {
    Chance chance(1);
    BlockPieces pieces;
    std::size_t listed = 0;
    for (int scene = 0; scene < 60; ++scene) {
        const Surface surface = round_surface(chance.between(2.0, 8.0), chance.below(4), 1.0);
        pieces.reset(surface.fragments, surface.cut);
        std::vector<std::vector<Circle>> expected(pieces.size());
        for (int i = 0; i < 40; ++i) {
            const auto radius =
                static_cast<float>((chance.once_in(15) ? 8.0 : 1.0) * chance.between(0.2, 1.6));
            const Disc disc = Disc::of(chance.direction_times(9.0), radius);
            const Vector3f normal =
                chance.once_in(3) ? Vector3f(0, 0, 0) : chance.direction_times(1.0).normalized();
            pieces.add(disc, normal);
            for (std::size_t p = 0; p < pieces.size(); ++p) {
                Circle circle;
                if (reaches(surface, surface.fragments[pieces[p].fragment], disc, normal, circle)) {
                    expected[p].push_back(circle);
                    ASSERT_TRUE(pieces.is_near(disc, 1.0F));
                }
            }
        }
        for (std::size_t p = 0; p < pieces.size(); ++p) {
            ASSERT_EQ(pieces[p].circles.size(), expected[p].size());
            for (std::size_t i = 0; i < expected[p].size(); ++i) {
                ASSERT_EQ(pieces[p].circles[i].center.x, expected[p][i].center.x);
                ASSERT_EQ(pieces[p].circles[i].inner, expected[p][i].inner);
            }
            listed += expected[p].size();
        }
    }
    EXPECT_GT(listed, 5000U);
}

TEST(BlockPieces, ADiscFarFromAllPiecesIsNotNear) {
    const Surface surface = round_surface(4.0, 2, 1.0);
    BlockPieces pieces;
    pieces.reset(surface.fragments, surface.cut);
    EXPECT_FALSE(pieces.is_near(Disc::of(Vector3f(30, 0, 0), 1.0F), 1.0F));
    EXPECT_TRUE(pieces.is_near(Disc::of(Vector3f(30, 0, 0), 100.0F), 1.0F));
    EXPECT_TRUE(pieces.is_near(Disc::of(Vector3f(8, 0, 0), 1.0F), 8.0F));
}
