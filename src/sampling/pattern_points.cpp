#include "sampling/pattern_points.h"

#include <algorithm>
#include <cmath>

#include "sampling/random_order.h"

namespace stubble {
namespace {

// Coordinates of a place in a triangle.
std::array<float, 3> barycentric_of(const TriangleMesh& mesh, std::uint32_t triangle,
                                    const Point3& place) {
    const Point3 a = mesh.corner(triangle, 0).cast<double>();
    const Point3 u = mesh.corner(triangle, 1).cast<double>() - a;
    const Point3 v = mesh.corner(triangle, 2).cast<double>() - a;
    const Point3 p = place - a;
    const double uu = u.squaredNorm();
    const double uv = u.dot(v);
    const double vv = v.squaredNorm();
    const double determinant = uu * vv - uv * uv;
    if (!(determinant > 0.0)) {
        return {1.0F, 0.0F, 0.0F};  // a sliver: any of its places will do
    }
    const double b = std::clamp((vv * u.dot(p) - uv * v.dot(p)) / determinant, 0.0, 1.0);
    const double c = std::clamp((uu * v.dot(p) - uv * u.dot(p)) / determinant, 0.0, 1.0 - b);
    return {static_cast<float>(1.0 - b - c), static_cast<float>(b), static_cast<float>(c)};
}

}  // namespace

PatternPoint pattern_point(const LevelPointAt& at, const TriangleMesh& mesh, double scale,
                           std::uint32_t session) {
    const Point3 place = at.position_mm();
    const std::uint32_t triangle = at.point.triangle;
    return {place,
            static_cast<double>(at.point.disc.radius()) / scale,
            barycentric_of(mesh, triangle, place),
            triangle,
            session,
            at.point.id};
}

FixedDisc fixed_disc(const PatternPoint& point, double scale,
                     const std::vector<Vector3f>& normals) {
    return {point.position_mm, static_cast<float>(point.radius_mm * scale),
            normals[point.triangle]};
}

SurfaceField scaled_field(const SurfaceField& field, double scale) {
    SurfaceField scaled = field;
    for (float& radius : scaled.radius_mm) {
        radius = static_cast<float>(radius * scale);
    }
    return scaled;
}

double session_scale(double fraction) {
    return 1.0 / std::sqrt(fraction);
}

void sort_by_rank(PatternPoints& points) {
    std::vector<std::uint32_t> order;
    order_by_random_key(
        points.size(), [&](std::size_t i) { return points[i].id; }, order);
    PatternPoints sorted;
    sorted.reserve(points.size());
    for (const std::uint32_t i : order) {
        sorted.push_back(points[i]);
    }
    points = std::move(sorted);
}

SurfaceDot surface_dot(const PatternPoint& point) {
    return {point.position_mm, static_cast<float>(point.radius_mm), point.triangle,
            point.barycentric, point.session};
}

}  // namespace stubble
