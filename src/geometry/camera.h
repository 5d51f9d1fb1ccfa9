// Pinhole camera: where a place on the head falls in the picture, the ray through a pixel, orbiting, views from front, side, back and top.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "geometry/bvh.h"
#include "geometry/triangle_mesh.h"
#include "geometry/vec.h"

namespace stubble {

// Pixel coordinates: origin at the top left corner of the top left pixel, x to the right, y down; the middle of the pixel in
// column i of row j is (i + 0.5, j + 0.5). Head frame: +x to the client's left, +y up, +z out of the face.

enum class Projection {
    Perspective,
    Parallel  // orthographic: as from infinitely far; the target has the size it has in perspective
};

// Picture size and opening.
struct Lens {
    int width_px = 1000;
    int height_px = 1000;
    double field_of_view_degrees = 20.0;  // vertical
    Projection projection = Projection::Perspective;
};

// A calibrated camera, of a drawn picture or of a photograph.
struct Camera {
    int width_px = 0;
    int height_px = 0;
    Projection projection = Projection::Perspective;
    Point3 position_mm =
        Point3::Zero();  // parallel: of the plane of depth 0, on the ray through center_px
    // Rows: directions of the picture's x axis, of its y axis (down), and of the view. Orthonormal, right-handed.
    Eigen::Matrix3d axes = Eigen::Matrix3d::Identity();
    double scale = 1.0;  // perspective: focal length in pixels; parallel: pixels per mm
    Point2 center_px = Point2::Zero();  // where the view direction meets the picture

    // Distance from the camera along the view direction.
    [[nodiscard]] double depth_mm(const Point3& point_mm) const;
    // Pixels a millimetre at a depth, across the view direction. Precondition in perspective: depth_mm > 0.
    [[nodiscard]] double px_per_mm(double depth_mm) const;
    // Also outside of the picture; nothing for places not in front of a perspective camera.
    [[nodiscard]] std::optional<Point2> project(const Point3& point_mm) const;
    // The place at a depth that falls on a pixel position.
    [[nodiscard]] Point3 unproject(const Point2& pixel, double depth_mm) const;
    // From the camera through a pixel position, unit direction.
    [[nodiscard]] Ray ray_through(const Point2& pixel) const;
};

// Upright when the head is: `up` shows up in the picture. When it is the view direction, some other direction does.
// Precondition: the two places differ, the lens has pixels and opens between 0 and 180 degrees (here and below).
[[nodiscard]] Camera look_at(const Point3& position_mm, const Point3& target_mm, const Point3& up,
                             const Lens& lens);

// A camera around a target.
struct Orbit {
    Point3 target_mm = Point3::Zero();
    double yaw_degrees = 0.0;  // 0 faces the client, 90 sees the left side
    double pitch_degrees =
        0.0;  // 90 looks down from above, then with the face at the picture's bottom
    double distance_mm = 1000.0;
};

// Any angles, also above the vertex. Precondition: distance_mm > 0.
[[nodiscard]] Camera orbit_camera(const Orbit& orbit, const Lens& lens);

enum class HeadView { Front, Left, Right, Back, Top, ThreeQuarter };

struct NamedHeadView {
    HeadView view;
    std::string_view name;  // as on the command line
};
inline constexpr std::array<NamedHeadView, 6> head_views{
    {{HeadView::Front, "front"},
     {HeadView::Left, "left"},
     {HeadView::Right, "right"},
     {HeadView::Back, "back"},
     {HeadView::Top, "top"},
     {HeadView::ThreeQuarter, "three-quarter"}}};
[[nodiscard]] std::optional<HeadView> head_view_named(std::string_view name);

// Left and right are the client's: Left sees the left side, and three-quarter front and left. The distance and the target are the
// same for all views, so that they show one scale; each has the whole mesh in the picture. Precondition: at least one vertex.
[[nodiscard]] Orbit view_of(const TriangleMesh& mesh, HeadView view, const Lens& lens);

}  // namespace stubble
