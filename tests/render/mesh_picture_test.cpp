#include "render/mesh_picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "fixtures/surface_meshes.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

Camera front_camera(int size_px, double field_of_view_degrees = 24.0) {
    return look_at({0, 0, 500}, {0, 0, 0}, {0, 1, 0}, {size_px, size_px, field_of_view_degrees});
}

float brightness(const LinearImage& image, int x, int y) {
    const auto row = image.row(y);
    const auto at = static_cast<std::size_t>(x) * 3;
    return (row[at] + row[at + 1] + row[at + 2]) / 3.0F;
}

DrawableMesh of_one_color(const TriangleMesh& mesh, const Vector3f& albedo) {
    return drawable(mesh, std::vector<Vector3f>(mesh.vertices_mm.size(), albedo));
}

SurfaceMarks some_marks() {
    SurfaceMarks marks;
    for (int i = 0; i < 50; ++i) {
        marks.dots.push_back({90.0 * Point3(std::sin(i), std::cos(i), 0.7).normalized(), 0.4});
    }
    marks.lines = {{{{-90, 0, 0}, {0, 0, 90}, {90, 0, 0}}, 3.0, Vector3f(1, 0, 0)}};
    return marks;
}

}  // namespace

TEST(MeshPicture, IsTheSameForAnyNumberOfThreads) {
    const DrawableMesh mesh = drawable(sphere_mesh(90.0, 4));
    set_thread_count(1);
    const LinearImage one = draw_mesh(mesh, front_camera(150), some_marks());
    set_thread_count(3);
    const LinearImage three = draw_mesh(mesh, front_camera(150), some_marks());
    set_thread_count(0);
    EXPECT_EQ(one.rgb, three.rgb);
}

TEST(MeshPicture, ShowsTheBackdropWhereNothingIs) {
    const MeshPictureOptions options;
    const LinearImage image = draw_mesh(drawable(TriangleMesh{}), front_camera(100));
    for (int x = 0; x < 100; x += 7) {
        EXPECT_NEAR(brightness(image, x, 0), options.backdrop_top.mean(), 2e-3F);
        EXPECT_NEAR(brightness(image, x, 99), options.backdrop_bottom.mean(), 2e-3F);
    }
}

TEST(MeshPicture, IsLitFromTheUpperLeft) {
    const LinearImage image = draw_mesh(drawable(sphere_mesh(90.0, 4)), front_camera(100));
    EXPECT_GT(brightness(image, 35, 30), 1.3F * brightness(image, 65, 70));
    EXPECT_GT(brightness(image, 35, 30), brightness(image, 65, 30));
    EXPECT_GT(brightness(image, 35, 30), brightness(image, 35, 70));
}

TEST(MeshPicture, WhiteInFullLightIsAboutOneAndNothingIsDarkerThanTheBackOfBlack) {
    const TriangleMesh sphere = sphere_mesh(90.0, 4);
    const LinearImage white = draw_mesh(of_one_color(sphere, {1, 1, 1}), front_camera(100));
    const float brightest = *std::max_element(white.rgb.begin(), white.rgb.end());
    EXPECT_GT(brightest, 0.9F);
    EXPECT_LT(brightest, 1.2F);
    for (const float value : white.rgb) {
        ASSERT_TRUE(std::isfinite(value));
        EXPECT_GE(value, 0.0F);
    }
}

TEST(MeshPicture, KeepsTheOrderOfAlbedos) {
    const TriangleMesh sphere = sphere_mesh(90.0, 4);
    float last = -1.0F;
    for (const float albedo : {0.0F, 0.1F, 0.3F, 0.6F, 0.9F}) {
        const Vector3f gray = Vector3f::Constant(albedo);
        const float now =
            brightness(draw_mesh(of_one_color(sphere, gray), front_camera(60)), 30, 30);
        EXPECT_GT(now, last);
        last = now;
    }
}

// Neighbouring pixels of a smooth surface differ by its shading, not by chance.
TEST(MeshPicture, SmoothSurfacesAreFreeOfNoise) {
    const DrawableMesh mesh = drawable(sphere_mesh(90.0, 5));
    const LinearImage image = draw_mesh(mesh, front_camera(200));
    float roughest = 0.0F;
    for (int y = 20; y < 180; ++y) {
        for (int x = 20; x < 180; ++x) {
            if (std::hypot(x - 99.5, y - 99.5) < 75.0) {
                const float around =
                    0.25F * (brightness(image, x - 1, y) + brightness(image, x + 1, y) +
                             brightness(image, x, y - 1) + brightness(image, x, y + 1));
                roughest = std::max(roughest, std::abs(brightness(image, x, y) - around) / around);
            }
        }
    }
    EXPECT_LT(roughest, 0.01F);
}

TEST(MeshPicture, EdgesHaveEveryShadeBetweenSurfaceAndBackdrop) {
    MeshPictureOptions options;
    options.backdrop_top = options.backdrop_bottom = Vector3f::Zero();
    // An edge that is nearly upright: pixel rows cut it at slightly other places.
    TriangleMesh sheet = square_mesh(1000.0, 1000.0);
    for (Vector3f& v : sheet.vertices_mm) {
        v.x() += 500.0F + 0.02F * v.y();
    }
    const LinearImage image =
        draw_mesh(of_one_color(sheet, {0.5F, 0.5F, 0.5F}), front_camera(100), {}, options);
    const float full = brightness(image, 60, 50);
    float last = 1.0F;
    int steps = 0;
    for (int y = 0; y < 100; ++y) {
        double covered = 0.0;
        for (int x = 40; x < 60; ++x) {
            covered += brightness(image, x, y) / full;
        }
        const auto share = static_cast<float>(covered - std::floor(covered));
        steps += std::abs(share - last) > 0.02F ? 1 : 0;
        last = share;
    }
    EXPECT_GE(steps, 15);  // two columns of nine
}

TEST(MeshPicture, MarksAreDrawn) {
    const DrawableMesh mesh = drawable(sphere_mesh(90.0, 4));
    SurfaceMarks marks;
    marks.dots = {{{0, 0, 90}, 30.0, Vector3f(0, 0, 0)}};
    marks.lines = {{{{-40, -60, 90}, {40, -60, 90}}, 4.0, Vector3f(0, 0, 1)}};
    const LinearImage bare = draw_mesh(mesh, front_camera(100));
    const LinearImage marked = draw_mesh(mesh, front_camera(100), marks);
    EXPECT_LT(brightness(marked, 50, 50), 0.3F * brightness(bare, 50, 50));
    EXPECT_EQ(brightness(marked, 50, 20), brightness(bare, 50, 20));
    const auto on_line = front_camera(100).project({0, -60, 90});
    ASSERT_TRUE(on_line);
    const auto row = marked.row(static_cast<int>(on_line->y()));
    EXPECT_NEAR(row[50 * 3 + 2], 1.0F, 1e-5F);
    EXPECT_NEAR(row[50 * 3], 0.0F, 1e-5F);
}
