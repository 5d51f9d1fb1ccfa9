#include "render/surface_marks.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fixtures/surface_meshes.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

constexpr int side_px = 60;
constexpr int per_side = 3;
const std::vector<PixelRect> one_tile{{0, 0, side_px, side_px}};

// Towards the plane z = 0, `px_per_mm` pixels a millimetre there.
Camera facing(double px_per_mm, Projection projection = Projection::Parallel) {
    const double half_height_mm = 0.5 * side_px / px_per_mm;
    const double degrees = 2.0 * std::atan(half_height_mm / 500.0) * 180.0 / M_PI;
    return look_at({0, 0, 500}, {0, 0, 0}, {0, 1, 0}, {side_px, side_px, degrees, projection});
}

SampleTile trace(const DrawableMesh& mesh, const Camera& camera) {
    return trace_tile(mesh, camera, {}, {per_side, 1, 1.0}, one_tile.front());
}

DrawableMesh black(const TriangleMesh& mesh) {
    return drawable(mesh, std::vector<Vector3f>(mesh.vertices_mm.size(), Vector3f::Zero()));
}

DotMark white_dot(const Point3& place, double diameter_mm) {
    return {place, diameter_mm, Vector3f(1, 1, 1)};
}

// Share of white over all samples, in pixels.
double white_px(const SampleTile& tile) {
    double sum = 0.0;
    for (const SurfaceSample& sample : tile.samples) {
        sum += sample.albedo.x() / (per_side * per_side);
    }
    return sum;
}

double dotted_px(const DrawableMesh& mesh, const Camera& camera, const SurfaceMarks& marks) {
    SampleTile tile = trace(mesh, camera);
    SurfaceMarkLayer(mesh, camera, marks, per_side, one_tile).paint_dots(0, tile);
    return white_px(tile);
}

std::vector<Vector3f> lined(const DrawableMesh& mesh, const Camera& camera,
                            const SurfaceMarks& marks) {
    const SampleTile tile = trace(mesh, camera);
    std::vector<Vector3f> colors(tile.samples.size(), Vector3f::Zero());
    SurfaceMarkLayer(mesh, camera, marks, per_side, one_tile).paint_lines(0, tile, colors);
    return colors;
}

double lined_px(const DrawableMesh& mesh, const Camera& camera, const SurfaceMarks& marks) {
    double sum = 0.0;
    for (const Vector3f& color : lined(mesh, camera, marks)) {
        sum += color.x() / (per_side * per_side);
    }
    return sum;
}

LineMark white_line(std::vector<Point3> places, double width_px) {
    return {std::move(places), width_px, Vector3f(1, 1, 1)};
}

}  // namespace

// From a fiftieth of a pixel to a third of the picture. Means over places between the samples.
TEST(SurfaceMarks, DotsCoverTheirShareOfThePicture) {
    const DrawableMesh mesh = black(square_mesh(1000.0, 1000.0));
    for (const Projection projection : {Projection::Parallel, Projection::Perspective}) {
        for (const double px_per_mm : {0.3, 5.0}) {
            const Camera camera = facing(px_per_mm, projection);
            for (const double diameter_px : {0.15, 0.5, 1.0, 2.0, 5.0, 20.0}) {
                SurfaceMarks marks;
                // Many small ones, or a large one in the middle.
                const double first_px = diameter_px < 6.0 ? -24.5 : 0.3;
                const double pitch_px = diameter_px < 6.0 ? 7.0 : side_px;
                for (double y = first_px; y < 25.0; y += pitch_px) {
                    for (double x = first_px; x < 25.0; x += pitch_px) {
                        const Point3 place_px(1.013 * x + 0.021 * y, y - 0.037 * x, 0.0);
                        marks.dots.push_back(
                            white_dot(place_px / px_per_mm, diameter_px / px_per_mm));
                    }
                }
                const double one = dotted_px(mesh, camera, marks) / double(marks.dots.size());
                EXPECT_NEAR(one / (M_PI / 4.0 * diameter_px * diameter_px), 1.0, 0.02)
                    << px_per_mm << ' ' << diameter_px;
            }
        }
    }
}

TEST(SurfaceMarks, SmallDotsNeverFallBetweenSamples) {
    const DrawableMesh mesh = black(square_mesh(1000.0, 1000.0));
    const Camera camera = facing(1.0);
    const SampleTile bare = trace(mesh, camera);
    for (int i = 0; i < 200; ++i) {
        SurfaceMarks marks;
        marks.dots = {white_dot({0.0137 * i, 0.0291 * i, 0.0}, 0.2)};
        SampleTile tile = bare;
        SurfaceMarkLayer(mesh, camera, marks, per_side, one_tile).paint_dots(0, tile);
        const double share = white_px(tile) / (M_PI / 4.0 * 0.2 * 0.2);
        EXPECT_GT(share, 0.75);
        EXPECT_LT(share, 1.25);
    }
}

TEST(SurfaceMarks, DotsOnSlopesAreForeshortened) {
    TriangleMesh slope = square_mesh(1000.0, 1000.0);
    for (Vector3f& v : slope.vertices_mm) {
        v.z() = -std::sqrt(3.0F) * v.y();
    }
    SurfaceMarks marks;
    marks.dots = {white_dot({0, 0, 0}, 20.0)};
    EXPECT_NEAR(dotted_px(black(slope), facing(1.0), marks), 0.5 * M_PI * 100.0, 2.0);
}

TEST(SurfaceMarks, DotsOnTheFarSideAreHidden) {
    const DrawableMesh mesh = black(sphere_mesh(20.0, 4));
    SurfaceMarks marks;
    marks.dots = {white_dot({0, 0, -20}, 5.0)};
    EXPECT_EQ(dotted_px(mesh, facing(1.0), marks), 0.0);
    marks.dots = {white_dot({0, 0, 20}, 5.0)};
    EXPECT_GT(dotted_px(mesh, facing(1.0), marks), 15.0);
}

TEST(SurfaceMarks, DotsALittleOffTheSurfaceAreMovedOntoIt) {
    const DrawableMesh mesh = black(square_mesh(1000.0, 1000.0));
    SurfaceMarks on;
    on.dots = {white_dot({3, 4, 0}, 2.0)};
    SurfaceMarks off;
    off.dots = {white_dot({3, 4, 1.5}, 2.0)};
    EXPECT_NEAR(dotted_px(mesh, facing(2.0), on), dotted_px(mesh, facing(2.0), off), 1e-6);
    off.dots = {white_dot({3, 4, 2.5}, 2.0)};
    EXPECT_EQ(dotted_px(mesh, facing(2.0), off), 0.0);
}

TEST(SurfaceMarks, LaterDotsLieOverEarlierOnes) {
    const DrawableMesh mesh = black(square_mesh(1000.0, 1000.0));
    SurfaceMarks marks;
    marks.dots = {white_dot({0, 0, 0}, 10.0), {{0, 0, 0}, 10.0, Vector3f(0, 0, 1)}};
    SampleTile tile = trace(mesh, facing(2.0));
    SurfaceMarkLayer(mesh, facing(2.0), marks, per_side, one_tile).paint_dots(0, tile);
    EXPECT_EQ(tile.at(90, 90).albedo, Vector3f(0, 0, 1));
}

TEST(SurfaceMarks, LinesAreAsWideAsAskedAtEveryScale) {
    const DrawableMesh mesh = black(square_mesh(1000.0, 1000.0));
    for (const double px_per_mm : {0.5, 4.0}) {
        for (const double width_px : {0.5, 1.0, 2.5, 6.0}) {
            // From edge to edge of the picture, at a slant.
            const double end_mm = 40.0 / px_per_mm;
            SurfaceMarks marks;
            marks.lines = {
                white_line({{-end_mm, -0.3 * end_mm, 0}, {end_mm, 0.3 * end_mm, 0}}, width_px)};
            const double length_px = side_px * std::hypot(1.0, 0.3);
            EXPECT_NEAR(lined_px(mesh, facing(px_per_mm), marks) / (width_px * length_px), 1.0,
                        0.02)
                << width_px;
        }
    }
}

TEST(SurfaceMarks, LinesBehindTheSurfaceAreHidden) {
    const DrawableMesh mesh = black(sphere_mesh(20.0, 4));
    SurfaceMarks marks;
    marks.lines = {white_line({{-5, 0, -21}, {5, 0, -21}}, 2.0)};
    EXPECT_EQ(lined_px(mesh, facing(1.0), marks), 0.0);
    marks.lines = {white_line({{-5, 0, 21}, {5, 0, 21}}, 2.0)};
    EXPECT_NEAR(lined_px(mesh, facing(1.0), marks), 10.0 * 2.0 + M_PI, 0.5);
}

// A line that goes into the sphere in the middle of the picture, far away at its other end.
TEST(SurfaceMarks, ALineIsHiddenFromWhereItEntersTheSurface) {
    const DrawableMesh mesh = black(square_mesh(1000.0, 1000.0));
    SurfaceMarks marks;
    marks.lines = {white_line({{-28, 0, 280}, {28, 0, -280}}, 2.0)};
    for (const Projection projection : {Projection::Parallel, Projection::Perspective}) {
        const std::vector<Vector3f> colors = lined(mesh, facing(1.0, projection), marks);
        const auto at = [&](int x_px) {
            return colors[static_cast<std::size_t>(90 * side_px * per_side + x_px * per_side)].x();
        };
        EXPECT_GT(at(20), 0.9F);
        EXPECT_GT(at(29), 0.9F);
        EXPECT_EQ(at(32), 0.0F);
        EXPECT_EQ(at(40), 0.0F);
    }
}

TEST(SurfaceMarks, JointsOfALineAreNoDarkerThanTheLine) {
    const DrawableMesh mesh = black(square_mesh(1000.0, 1000.0));
    SurfaceMarks one;
    one.lines = {white_line({{-40, 0.2, 0}, {40, 0.2, 0}}, 0.7)};
    SurfaceMarks many;
    many.lines = {white_line({}, 0.7)};
    for (int x = -40; x <= 40; ++x) {
        many.lines[0].places_mm.emplace_back(x, 0.2, 0.0);
    }
    EXPECT_NEAR(lined_px(mesh, facing(1.0), one), lined_px(mesh, facing(1.0), many), 1e-3);
}

TEST(SurfaceMarks, MarksBehindTheCameraAreLeftOut) {
    const DrawableMesh mesh = black(square_mesh(1000.0, 1000.0));
    const Camera camera = facing(1.0, Projection::Perspective);
    SurfaceMarks marks;
    marks.dots = {white_dot({0, 0, 700}, 5.0)};
    marks.lines = {white_line({{0, 0, 0}, {0, 0, 700}}, 2.0), white_line({{0, 0, 0}}, 2.0),
                   white_line({}, 2.0)};
    EXPECT_EQ(dotted_px(mesh, camera, marks), 0.0);
    EXPECT_EQ(lined_px(mesh, camera, marks), 0.0);
}
