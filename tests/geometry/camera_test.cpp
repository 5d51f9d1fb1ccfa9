#include "geometry/camera.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "fixtures/surface_meshes.h"

using namespace stubble;

namespace {

constexpr Lens wide_lens{640, 480, 35.0};
constexpr Lens parallel_lens{640, 480, 35.0, Projection::Parallel};

Point3 random_point(std::uint64_t seed, double half_size) {
    return half_size * Point3(2.0 * uniform(hash64(seed, 0)) - 1.0,
                              2.0 * uniform(hash64(seed, 1)) - 1.0,
                              2.0 * uniform(hash64(seed, 2)) - 1.0);
}

Camera random_camera(std::uint64_t seed, const Lens& lens) {
    const double yaw = 720.0 * uniform(hash64(seed, 3)) - 360.0;
    const double pitch = 360.0 * uniform(hash64(seed, 4)) - 180.0;
    return orbit_camera({random_point(seed, 50.0), yaw, pitch, 900.0}, lens);
}

double distance_to_ray(const Ray& ray, const Point3& point) {
    const Point3 to = point - ray.origin_mm;
    return (to - ray.direction * to.dot(ray.direction)).norm();
}

// Where a view shows a place of the head, in shares of the picture.
Point2 place_in(HeadView view, const Point3& point) {
    const Orbit orbit = view_of(sphere_mesh(100.0, 2), view, {});
    const auto pixel = orbit_camera(orbit, {}).project(point);
    return pixel.value_or(Point2(-1.0, -1.0)) / 1000.0;
}

}  // namespace

TEST(Camera, WhatItLooksAtFallsOnTheMiddleOfThePicture) {
    for (const Lens& lens : {wide_lens, parallel_lens}) {
        const Camera camera = look_at({300, 200, 500}, {10, 20, 30}, {0, 1, 0}, lens);
        const auto pixel = camera.project({10, 20, 30});
        ASSERT_TRUE(pixel);
        EXPECT_NEAR(pixel->x(), 320.0, 1e-9);
        EXPECT_NEAR(pixel->y(), 240.0, 1e-9);
        EXPECT_NEAR(camera.depth_mm({10, 20, 30}), std::hypot(290.0, 180.0, 470.0), 1e-9);
    }
}

TEST(Camera, TheFieldOfViewReachesFromTheUpperToTheLowerEdge) {
    const Camera camera = look_at({0, 0, 500}, {0, 0, 0}, {0, 1, 0}, wide_lens);
    const double half_height = 500.0 * std::tan(17.5 * M_PI / 180.0);
    EXPECT_NEAR(camera.project({0, half_height, 0})->y(), 0.0, 1e-9);
    EXPECT_NEAR(camera.project({0, -half_height, 0})->y(), 480.0, 1e-9);
    // Square pixels.
    EXPECT_NEAR(camera.project({half_height * 640 / 480, 0, 0})->x(), 640.0, 1e-9);
}

TEST(Camera, ParallelProjectionKeepsSizesAtEveryDepth) {
    const Camera parallel = look_at({0, 0, 500}, {0, 0, 0}, {0, 1, 0}, parallel_lens);
    const Camera perspective = look_at({0, 0, 500}, {0, 0, 0}, {0, 1, 0}, wide_lens);
    for (const double z : {-300.0, 0.0, 200.0, 900.0}) {
        const Point2 size = *parallel.project({10, 10, z}) - *parallel.project({0, 0, z});
        EXPECT_NEAR(size.x(), 10.0 * perspective.px_per_mm(500.0), 1e-9);
        EXPECT_NEAR(size.y(), -10.0 * perspective.px_per_mm(500.0), 1e-9);
    }
}

TEST(Camera, PixelsComeBackFromProjectionAndUnprojection) {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const Camera camera = random_camera(seed, seed % 2 == 0 ? wide_lens : parallel_lens);
        const Point2 pixel(640.0 * uniform(hash64(seed, 7)), 480.0 * uniform(hash64(seed, 8)));
        const double depth_mm = 1.0 + 2000.0 * uniform(hash64(seed, 9));
        const Point3 point = camera.unproject(pixel, depth_mm);
        EXPECT_NEAR(camera.depth_mm(point), depth_mm, 1e-9);
        const auto again = camera.project(point);
        ASSERT_TRUE(again);
        EXPECT_NEAR((*again - pixel).norm(), 0.0, 1e-8);
    }
}

TEST(Camera, TheRayThroughThePixelOfAPlaceMeetsThePlace) {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const Camera camera = random_camera(seed, seed % 2 == 0 ? wide_lens : parallel_lens);
        const Point3 point = random_point(seed + 1000, 300.0);
        const auto pixel = camera.project(point);
        ASSERT_TRUE(pixel);
        const Ray ray = camera.ray_through(*pixel);
        EXPECT_NEAR(ray.direction.norm(), 1.0, 1e-12);
        EXPECT_LT(distance_to_ray(ray, point), 1e-9);
        EXPECT_GT(ray.direction.dot(point - ray.origin_mm), 0.0);
    }
}

TEST(Camera, PlacesBehindAPerspectiveCameraAreInNoPicture) {
    const Camera camera = look_at({0, 0, 500}, {0, 0, 0}, {0, 1, 0}, wide_lens);
    EXPECT_FALSE(camera.project({0, 0, 501}));
    EXPECT_FALSE(camera.project({10, 20, 500}));
    EXPECT_TRUE(camera.project({0, 0, 499}));
    EXPECT_TRUE(look_at({0, 0, 500}, {0, 0, 0}, {0, 1, 0}, parallel_lens).project({0, 0, 501}));
}

TEST(Camera, AxesAreRightHandedUnitDirections) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const Eigen::Matrix3d axes = random_camera(seed, wide_lens).axes;
        EXPECT_TRUE((axes * axes.transpose()).isIdentity(1e-12));
        EXPECT_NEAR(axes.determinant(), 1.0, 1e-12);
    }
}

TEST(Camera, OrbitingAgreesWithLookingAtTheTarget) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const Point3 target = random_point(seed, 100.0);
        const double yaw = 360.0 * uniform(hash64(seed, 3));
        const double pitch = 178.0 * uniform(hash64(seed, 4)) - 89.0;
        const Camera orbit = orbit_camera({target, yaw, pitch, 700.0}, wide_lens);
        const Camera same = look_at(orbit.position_mm, target, {0, 1, 0}, wide_lens);
        EXPECT_TRUE(orbit.axes.isApprox(same.axes, 1e-9));
        EXPECT_NEAR((orbit.position_mm - target).norm(), 700.0, 1e-9);
    }
}

TEST(Camera, LookingAlongUpStillGivesACamera) {
    const Camera camera = look_at({0, 500, 0}, {0, 0, 0}, {0, 1, 0}, wide_lens);
    EXPECT_TRUE((camera.axes * camera.axes.transpose()).isIdentity(1e-12));
    EXPECT_TRUE(camera.project({0, 0, 0})->isApprox(Point2(320, 240)));
}

// Head frame: +x to the client's left, +y up, +z out of the face.
TEST(Camera, NamedViewsShowTheirSideOfTheHeadUpright) {
    const Point3 left(90, 0, 0);
    const Point3 right(-90, 0, 0);
    const Point3 nose(0, 0, 90);
    const Point3 vertex(0, 90, 0);
    // From the front the client's left is at the right of the picture.
    EXPECT_GT(place_in(HeadView::Front, left).x(), 0.7);
    EXPECT_LT(place_in(HeadView::Front, right).x(), 0.3);
    EXPECT_LT(place_in(HeadView::Left, nose).x(), 0.3);
    EXPECT_GT(place_in(HeadView::Right, nose).x(), 0.7);
    EXPECT_LT(place_in(HeadView::Back, left).x(), 0.3);
    EXPECT_GT(place_in(HeadView::Top, left).x(), 0.7);
    EXPECT_GT(place_in(HeadView::Top, nose).y(), 0.7);
    EXPECT_LT(place_in(HeadView::ThreeQuarter, nose).x(), 0.4);
    EXPECT_GT(place_in(HeadView::ThreeQuarter, left).x(), 0.6);
    for (const auto& [view, name] : head_views) {
        if (view != HeadView::Top) {
            EXPECT_LT(place_in(view, vertex).y(), 0.3) << name;
        }
    }
}

TEST(Camera, ViewsSeeTheirOwnSideOfTheHead) {
    const TriangleMesh head = sphere_mesh(100.0, 3);
    const std::pair<HeadView, Point3> seen[] = {{HeadView::Front, {0, 0, 100}},
                                                {HeadView::Left, {100, 0, 0}},
                                                {HeadView::Right, {-100, 0, 0}},
                                                {HeadView::Back, {0, 0, -100}},
                                                {HeadView::Top, {0, 100, 0}}};
    for (const auto& [view, place] : seen) {
        const Camera camera = orbit_camera(view_of(head, view, {}), {});
        EXPECT_LT(camera.depth_mm(place), camera.depth_mm({0, 0, 0}) - 99.0);
    }
}

TEST(Camera, EveryViewHoldsTheWholeMeshAtTheSameScale) {
    for (const Lens& lens : {Lens{}, Lens{1920, 1080, 60.0}, Lens{300, 900, 10.0},
                             Lens{800, 600, 20.0, Projection::Parallel}}) {
        for (const Vector3f& size : {Vector3f(75, 130, 95), Vector3f(150, 60, 90)}) {
            TriangleMesh mesh = sphere_mesh(1.0, 1);
            for (Vector3f& vertex : mesh.vertices_mm) {
                vertex = vertex.cwiseSign().cwiseProduct(size) + Vector3f(5, -30, 8);
            }
            const double distance_mm = view_of(mesh, HeadView::Front, lens).distance_mm;
            for (const auto& [view, name] : head_views) {
                EXPECT_EQ(view_of(mesh, view, lens).distance_mm, distance_mm);
                const Camera camera = orbit_camera(view_of(mesh, view, lens), lens);
                for (const Vector3f& vertex : mesh.vertices_mm) {
                    const auto pixel = camera.project(vertex.cast<double>());
                    ASSERT_TRUE(pixel);
                    EXPECT_GE(pixel->minCoeff(), 0.0) << name;
                    EXPECT_LE(pixel->x(), lens.width_px) << name;
                    EXPECT_LE(pixel->y(), lens.height_px) << name;
                }
            }
        }
    }
}

TEST(Camera, ViewsFillMostOfThePicture) {
    const TriangleMesh head = sphere_mesh(100.0, 3);
    const Camera camera = orbit_camera(view_of(head, HeadView::Front, {}), {});
    double highest = 1000.0;
    for (const Vector3f& vertex : head.vertices_mm) {
        highest = std::min(highest, camera.project(vertex.cast<double>())->y());
    }
    EXPECT_LT(highest, 150.0);
}

TEST(Camera, EveryViewHasItsName) {
    for (const auto& [view, name] : head_views) {
        EXPECT_EQ(head_view_named(name), view);
    }
    EXPECT_FALSE(head_view_named("Front"));
    EXPECT_FALSE(head_view_named(""));
}
