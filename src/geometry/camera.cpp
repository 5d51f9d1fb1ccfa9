#include "geometry/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.h"

namespace stubble {
namespace {

double radians(double degrees) {
    return degrees * (std::numbers::pi / 180.0);
}

double tangent_of_half_view(const Lens& lens) {
    return std::tan(0.5 * radians(lens.field_of_view_degrees));
}

// A camera at a place, turned so that it looks along the last row of axes.
Camera camera_with(const Point3& position_mm, const Eigen::Matrix3d& axes, double distance_mm,
                   const Lens& lens) {
    STUBBLE_CHECK(lens.width_px > 0 && lens.height_px > 0);
    STUBBLE_CHECK(lens.field_of_view_degrees > 0.0 && lens.field_of_view_degrees < 180.0);
    STUBBLE_CHECK(distance_mm > 0.0);
    const double focal_px = 0.5 * lens.height_px / tangent_of_half_view(lens);
    const bool perspective = lens.projection == Projection::Perspective;
    return {lens.width_px,
            lens.height_px,
            lens.projection,
            position_mm,
            axes,
            perspective ? focal_px : focal_px / distance_mm,
            Point2(0.5 * lens.width_px, 0.5 * lens.height_px)};
}

Eigen::Matrix3d rows(const Point3& right, const Point3& forward) {
    Eigen::Matrix3d axes;
    axes << right.transpose(), forward.cross(right).transpose(), forward.transpose();
    return axes;
}

// Rows: to the right, down and forward in the picture.
Eigen::Matrix3d orbit_axes(double yaw_degrees, double pitch_degrees) {
    const double yaw = radians(yaw_degrees);
    const double pitch = radians(pitch_degrees);
    const Point3 forward(-std::sin(yaw) * std::cos(pitch), -std::sin(pitch),
                         -std::cos(yaw) * std::cos(pitch));
    return rows({std::cos(yaw), 0.0, -std::sin(yaw)}, forward);
}

}  // namespace

double Camera::depth_mm(const Point3& point_mm) const {
    return axes.row(2).dot(point_mm - position_mm);
}

double Camera::px_per_mm(double depth_mm) const {
    return projection == Projection::Perspective ? scale / depth_mm : scale;
}

std::optional<Point2> Camera::project(const Point3& point_mm) const {
    const Point3 seen = axes * (point_mm - position_mm);
    if (projection == Projection::Perspective && !(seen.z() > 0.0)) {
        return {};
    }
    return center_px + px_per_mm(seen.z()) * seen.head<2>();
}

Point3 Camera::unproject(const Point2& pixel, double depth_mm) const {
    const Point2 across_mm = (pixel - center_px) / px_per_mm(depth_mm);
    return position_mm + axes.transpose() * Point3(across_mm.x(), across_mm.y(), depth_mm);
}

Ray Camera::ray_through(const Point2& pixel) const {
    if (projection == Projection::Parallel) {
        return {unproject(pixel, 0.0), axes.row(2).transpose()};
    }
    const Point2 slope = (pixel - center_px) / scale;
    return {position_mm, (axes.transpose() * Point3(slope.x(), slope.y(), 1.0)).normalized()};
}

Camera look_at(const Point3& position_mm, const Point3& target_mm, const Point3& up,
               const Lens& lens) {
    const Point3 forward = (target_mm - position_mm).normalized();
    Point3 right = forward.cross(up.normalized());
    // Within 1e-9 of the view direction, rounding would decide.
    right = right.norm() > 1e-9 ? right.normalized() : forward.unitOrthogonal();
    return camera_with(position_mm, rows(right, forward), (target_mm - position_mm).norm(), lens);
}

Camera orbit_camera(const Orbit& orbit, const Lens& lens) {
    const Eigen::Matrix3d axes = orbit_axes(orbit.yaw_degrees, orbit.pitch_degrees);
    const Point3 position_mm = orbit.target_mm - orbit.distance_mm * axes.row(2).transpose();
    return camera_with(position_mm, axes, orbit.distance_mm, lens);
}

std::optional<HeadView> head_view_named(std::string_view name) {
    const auto* const found = std::find_if(head_views.begin(), head_views.end(),
                                           [&](const auto& v) { return v.name == name; });
    return found == head_views.end() ? std::nullopt : std::optional(found->view);
}

namespace {

// Yaw and pitch in degrees.
Point2 angles_of(HeadView view) {
    switch (view) {
        case HeadView::Front:
            return {0.0, 0.0};
        case HeadView::Left:
            return {90.0, 0.0};
        case HeadView::Right:
            return {-90.0, 0.0};
        case HeadView::Back:
            return {180.0, 0.0};
        case HeadView::Top:
            return {0.0, 90.0};
        case HeadView::ThreeQuarter:
            return {40.0, 8.0};
    }
    return {0.0, 0.0};
}

}  // namespace

Orbit view_of(const TriangleMesh& mesh, HeadView view, const Lens& lens) {
    STUBBLE_CHECK(!mesh.vertices_mm.empty());
    Vector3f low = mesh.vertices_mm.front();
    Vector3f high = low;
    for (const Vector3f& vertex : mesh.vertices_mm) {
        low = low.cwiseMin(vertex);
        high = high.cwiseMax(vertex);
    }
    const Point3 center = 0.5 * (low + high).cast<double>();
    const double up = tangent_of_half_view(lens);
    const double across = up * lens.width_px / lens.height_px;
    double distance_mm = 1.0;  // a mesh without extent is seen from somewhere too
    for (const auto& named : head_views) {
        const Eigen::Matrix3d axes =
            orbit_axes(angles_of(named.view).x(), angles_of(named.view).y());
        for (const Vector3f& vertex : mesh.vertices_mm) {
            const Point3 seen = axes * (vertex.cast<double>() - center);
            distance_mm = std::max({distance_mm, std::abs(seen.x()) / across - seen.z(),
                                    std::abs(seen.y()) / up - seen.z()});
        }
    }
    constexpr double margin = 1.04;
    const Point2 angles = angles_of(view);
    return {center, angles.x(), angles.y(), margin * distance_mm};
}

}  // namespace stubble
