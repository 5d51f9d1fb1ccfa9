#include "render/picture_tile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "fixtures/surface_meshes.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

const PictureLight from_above{Vector3f(0, 1, 0), 0.1F};

// The whole picture as one tile.
SampleTile trace_all(const TriangleMesh& mesh, const Camera& camera, const PictureLight& light,
                     const MeshPictureOptions& options = {}) {
    return trace_tile(drawable(mesh), camera, light, options,
                      {0, 0, camera.width_px, camera.height_px});
}

// A square in the plane y = 0, facing up.
TriangleMesh ground(double edge_mm) {
    TriangleMesh mesh = square_mesh(edge_mm, edge_mm);
    for (Vector3f& v : mesh.vertices_mm) {
        v = Vector3f(v.x(), 0.0F, -v.y());
    }
    return mesh;
}

const SurfaceSample& nearest_to(const SampleTile& tile, const Vector3f& place) {
    const SurfaceSample* nearest = &tile.samples.front();
    for (const SurfaceSample& sample : tile.samples) {
        if (sample.is_surface() &&
            (!nearest->is_surface() ||
             (sample.place_mm - place).norm() < (nearest->place_mm - place).norm())) {
            nearest = &sample;
        }
    }
    return *nearest;
}

}  // namespace

TEST(PictureTile, SamplesOfAPixelDifferInColumnAndRow) {
    for (int n = 1; n <= 5; ++n) {
        std::set<double> columns;
        std::set<double> rows;
        for (int y = -n; y < 0; ++y) {
            for (int x = 2 * n; x < 3 * n; ++x) {
                const Point2 place = place_of_sample(x, y, n);
                EXPECT_EQ(std::floor(place.x()), 2.0);
                EXPECT_EQ(std::floor(place.y()), -1.0);
                columns.insert(std::round(place.x() * 1e6));
                rows.insert(std::round(place.y() * 1e6));
            }
        }
        EXPECT_EQ(columns.size(), static_cast<std::size_t>(n * n));
        EXPECT_EQ(rows.size(), static_cast<std::size_t>(n * n));
    }
}

TEST(PictureTile, TilesCoverThePictureOnce) {
    std::vector<int> count(150 * 70);
    for (const PixelRect& tile : tiles_of(150, 70)) {
        for (int y = tile.y0; y < tile.y0 + tile.height; ++y) {
            for (int x = tile.x0; x < tile.x0 + tile.width; ++x) {
                ++count.at(static_cast<std::size_t>(y * 150 + x));
            }
        }
    }
    EXPECT_EQ(count, std::vector<int>(count.size(), 1));
}

TEST(PictureTile, ASphereCoversItsShareOfThePicture) {
    const Camera camera =
        look_at({0, 0, 500}, {0, 0, 0}, {0, 1, 0}, {100, 100, 30.0, Projection::Parallel});
    const SampleTile tile = trace_all(sphere_mesh(90.0, 5), camera, from_above);
    double covered = 0.0;
    for (const SurfaceSample& sample : tile.samples) {
        covered += sample.is_surface() ? 1.0 / 9.0 : 0.0;
        if (sample.is_surface()) {
            EXPECT_NEAR(sample.place_mm.norm(), 90.0F, 0.1F);
            EXPECT_GT(sample.normal.dot(sample.place_mm.normalized()), 0.999F);
            EXPECT_NEAR(sample.depth_mm, 500.0F - sample.place_mm.z(), 1e-3F);
        }
    }
    const double radius_px = 90.0 * camera.px_per_mm(500.0);
    EXPECT_NEAR(covered / (M_PI * radius_px * radius_px), 1.0, 2e-3);
}

TEST(PictureTile, OpenSurfaceSeesAllSurroundingsAndTheWholeLamp) {
    const Camera camera = look_at({0, 400, 100}, {0, 0, 0}, {0, 1, 0}, {40, 40, 10.0});
    for (const SurfaceSample& sample : trace_all(ground(400.0), camera, from_above).samples) {
        EXPECT_EQ(sample.open, 1.0F);
        EXPECT_EQ(sample.lit, 1.0F);
    }
}

TEST(PictureTile, SurfaceTurnedFromTheLampIsNotLit) {
    const Camera camera = look_at({0, 400, 100}, {0, 0, 0}, {0, 1, 0}, {40, 40, 10.0});
    for (const SurfaceSample& sample :
         trace_all(ground(400.0), camera, {Vector3f(0, -1, 0), 0.1F}).samples) {
        EXPECT_EQ(sample.lit, 0.0F);
        EXPECT_EQ(sample.open, 1.0F);
    }
}

// At the foot of a high wall half of the surroundings are hidden.
TEST(PictureTile, AWallHidesHalfOfTheSurroundingsAtItsFoot) {
    TriangleMesh wall = square_mesh(800.0, 800.0);
    for (Vector3f& v : wall.vertices_mm) {
        v.y() += 400.0F;
    }
    const TriangleMesh mesh = joined(ground(800.0), wall);
    const Camera camera = look_at({0, 300, 200}, {0, 0, 5}, {0, 1, 0}, {60, 60, 3.0});
    const SampleTile tile = trace_all(mesh, camera, from_above);
    EXPECT_NEAR(nearest_to(tile, {0, 0, 1.0F}).open, 0.5F, 0.03F);
    // Out of reach of all its rays it hides nothing.
    const Camera away = look_at({0, 300, 200}, {0, 0, 100}, {0, 1, 0}, {20, 20, 3.0});
    EXPECT_EQ(nearest_to(trace_all(mesh, away, from_above), {0, 0, 100}).open, 1.0F);
}

// A square roof 50 mm above the ground; the lamp's radius is 0.1, so its shadow's edge is 10 mm wide.
TEST(PictureTile, ShadowsAreDarkInsideHalfLitAtTheEdgeAndSoft) {
    const TriangleMesh mesh =
        joined(ground(400.0), moved(ground(60.0), Vector3f(0.0F, 50.0F, 0.0F)));
    const Camera camera = look_at({0, 60, 300}, {0, 10, 0}, {0, 1, 0}, {300, 150, 20.0});
    const SampleTile tile = trace_all(mesh, camera, from_above);
    EXPECT_EQ(nearest_to(tile, {20, 0, 10}).lit, 0.0F);
    EXPECT_NEAR(nearest_to(tile, {30, 0, 10}).lit, 0.5F, 0.08F);
    EXPECT_NEAR(nearest_to(tile, {27.5, 0, 10}).lit, 0.2F, 0.08F);
    EXPECT_NEAR(nearest_to(tile, {32.5, 0, 10}).lit, 0.8F, 0.08F);
    EXPECT_EQ(nearest_to(tile, {37, 0, 10}).lit, 1.0F);
    EXPECT_EQ(nearest_to(tile, {0, 50, 29}).lit, 1.0F);
}

// Behind the roof's front edge the ground in its shadow is seen: both look up, one is lit, the other not.
TEST(PictureTile, LightIsNotSmearedAcrossEdges) {
    const TriangleMesh mesh =
        joined(ground(400.0), moved(ground(60.0), Vector3f(0.0F, 50.0F, 0.0F)));
    const Camera camera = look_at({0, 500, 150}, {0, 50, 30}, {0, 1, 0}, {60, 60, 4.0});
    int roof = 0;
    int shadow = 0;
    for (const SurfaceSample& sample : trace_all(mesh, camera, from_above).samples) {
        if (sample.place_mm.y() > 49.0F) {
            EXPECT_EQ(sample.lit, 1.0F);
            EXPECT_EQ(sample.open, 1.0F);
            ++roof;
        } else if (sample.place_mm.cwiseAbs().maxCoeff() < 22.0F) {
            EXPECT_EQ(sample.lit, 0.0F);
            ++shadow;
        }
    }
    EXPECT_GT(roof, 1000);
    EXPECT_GT(shadow, 1000);
}

// Triangles of 28 mm on a sphere of 90 mm: without care each would shadow its neighbours at the edge of the lit side.
TEST(PictureTile, CoarseMeshesAreShadedAsTheSmoothSurfaceTheyStandFor) {
    const Camera camera = look_at({0, 0, 500}, {0, 0, 0}, {0, 1, 0}, {150, 150, 24.0});
    for (const SurfaceSample& s : trace_all(sphere_mesh(90.0, 2), camera, from_above).samples) {
        if (s.is_surface() && s.normal.y() > 0.2F) {
            EXPECT_GT(s.lit, 0.99F) << s.place_mm.transpose();
            EXPECT_GT(s.open, 0.98F) << s.place_mm.transpose();
        }
    }
}

TEST(PictureTile, BothSidesOfASheetAreSeenAlike) {
    const TriangleMesh sheet = square_mesh(100.0, 10.0);
    const PictureLight lamp{Vector3f(0, 0, 1), 0.1F};
    const Camera camera = look_at({0, 0, 500}, {0, 0, 0}, {0, 1, 0}, {20, 20, 5.0});
    for (const TriangleMesh& mesh : {sheet, turned_over(sheet)}) {
        for (const SurfaceSample& sample : trace_all(mesh, camera, lamp).samples) {
            EXPECT_GT(sample.normal.z(), 0.999F);
            EXPECT_EQ(sample.lit, 1.0F);
        }
    }
}

TEST(PictureTile, ATileOfAPictureEqualsThatPartOfTheWhole) {
    const DrawableMesh mesh = drawable(sphere_mesh(90.0, 3));
    const Camera camera = look_at({0, 100, 500}, {0, 0, 0}, {0, 1, 0}, {60, 60, 20.0});
    const SampleTile whole = trace_tile(mesh, camera, from_above, {}, {0, 0, 60, 60});
    const SampleTile part = trace_tile(mesh, camera, from_above, {}, {13, 22, 17, 9});
    for (int y = part.y0; y < part.y0 + part.height; ++y) {
        for (int x = part.x0; x < part.x0 + part.width; ++x) {
            EXPECT_EQ(part.at(x, y).depth_mm, whole.at(x, y).depth_mm);
            EXPECT_EQ(part.at(x, y).open, whole.at(x, y).open);
            EXPECT_EQ(part.at(x, y).lit, whole.at(x, y).lit);
        }
    }
}
