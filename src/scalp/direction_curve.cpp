#include "scalp/direction_curve.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <utility>

#include "base/check.h"
#include "base/interpolation.h"
#include "geometry/polyline.h"

namespace stubble {
namespace {

constexpr double deg_per_rad = 180.0 / std::numbers::pi;

// On the positive side.
Point3 unit_vector(const ScalpDirection& direction) {
    const double azimuth = direction.azimuth_deg / deg_per_rad;
    const double elevation = direction.elevation_deg / deg_per_rad;
    return {std::sin(azimuth) * std::cos(elevation), std::sin(elevation),
            std::cos(azimuth) * std::cos(elevation)};
}

ScalpDirection between(const ScalpDirection& from, const ScalpDirection& to, double share) {
    return {lerp(from.azimuth_deg, to.azimuth_deg, share),
            lerp(from.elevation_deg, to.elevation_deg, share)};
}

// The corners with places between them, so that chords stay on the sphere and on the line of the lookup.
std::vector<Point3> fine_outline(const std::vector<ScalpDirection>& corners) {
    constexpr double longest_piece_deg = 1.5;
    std::vector<Point3> outline{unit_vector(corners.front())};
    for (std::size_t i = 0; i + 1 < corners.size(); ++i) {
        const double length_deg =
            std::hypot(corners[i + 1].azimuth_deg - corners[i].azimuth_deg,
                       corners[i + 1].elevation_deg - corners[i].elevation_deg);
        const int pieces = std::max(1, static_cast<int>(std::ceil(length_deg / longest_piece_deg)));
        for (int piece = 1; piece <= pieces; ++piece) {
            const double share = static_cast<double>(piece) / pieces;
            outline.push_back(unit_vector(between(corners[i], corners[i + 1], share)));
        }
    }
    return outline;
}

std::vector<ScalpDirection> checked(std::vector<ScalpDirection> corners) {
    STUBBLE_CHECK(!corners.empty());
    STUBBLE_CHECK(std::is_sorted(corners.begin(), corners.end(), [](const auto& a, const auto& b) {
        return a.azimuth_deg < b.azimuth_deg;
    }));
    return corners;
}

}  // namespace

ScalpDirection scalp_direction(const Point3& canonical_mm) {
    const Point3 d = canonical_mm - scalp_center_mm();
    return {std::atan2(std::abs(d.x()), d.z()) * deg_per_rad,
            std::atan2(d.y(), std::hypot(d.x(), d.z())) * deg_per_rad};
}

std::vector<ScalpDirection> smooth_corners(const std::vector<Point3>& landmarks_mm) {
    std::vector<Point2> knots;
    for (const Point3& landmark : landmarks_mm) {
        const ScalpDirection direction = scalp_direction(landmark);
        knots.emplace_back(direction.azimuth_deg, direction.elevation_deg);
    }
    std::vector<ScalpDirection> corners;
    for (const Point2& corner : catmull_rom(knots, 8)) {
        if (corners.empty() || corner.x() > corners.back().azimuth_deg + 1e-6) {
            corners.push_back({corner.x(), corner.y()});
        }
    }
    return corners;
}

DirectionCurve::DirectionCurve(std::vector<ScalpDirection> corners)
    : corners_(checked(std::move(corners))), outline_(fine_outline(corners_)) {}

double DirectionCurve::elevation_deg(double azimuth_deg) const {
    const auto after = std::upper_bound(
        corners_.begin(), corners_.end(), azimuth_deg,
        [](double azimuth, const ScalpDirection& corner) { return azimuth < corner.azimuth_deg; });
    if (after == corners_.begin()) {
        return corners_.front().elevation_deg;
    }
    if (after == corners_.end()) {
        return corners_.back().elevation_deg;
    }
    const ScalpDirection& from = *(after - 1);
    const double share = (azimuth_deg - from.azimuth_deg) / (after->azimuth_deg - from.azimuth_deg);
    return lerp(from.elevation_deg, after->elevation_deg, share);
}

double DirectionCurve::height_mm(const Point3& canonical_mm) const {
    Point3 d = canonical_mm - scalp_center_mm();
    d.x() = std::abs(d.x());
    const double radius_mm = d.norm();
    constexpr double farthest = 2.1;  // no two unit vectors are
    const Point3 unit = d / radius_mm;
    const double distance_mm = outline_.distance(unit, farthest) * radius_mm;
    const ScalpDirection direction = scalp_direction(canonical_mm);
    return direction.elevation_deg > elevation_deg(direction.azimuth_deg) ? distance_mm
                                                                          : -distance_mm;
}

}  // namespace stubble
