#include "hair/hair_direction_and_whorls.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/check.h"
#include "base/interpolation.h"

namespace stubble {
namespace {

constexpr double rad_per_deg = std::numbers::pi / 180.0;

// Where the hair grows and what its direction depends on.
struct Place {
    Point3 canonical_mm;
    Point3 normal;
    double to_whorl_mm;  // straight to the nearest

    [[nodiscard]] Point3 on_skin(const Point3& way) const { return way - normal * normal.dot(way); }
    [[nodiscard]] Point3 unit_on_skin(const Point3& way) const {
        return on_skin(way).stableNormalized();
    }
};

double to_nearest_whorl_mm(const Point3& canonical_mm, const std::vector<Whorl>& whorls) {
    double nearest_mm = std::numeric_limits<double>::infinity();
    for (const Whorl& whorl : whorls) {
        nearest_mm = std::min(nearest_mm, (canonical_mm - whorl.place_mm).norm());
    }
    return nearest_mm;
}

// Away from the whorl, turned aside: by 82 degrees in its middle, less and less outwards.
Point3 spiral(const Place& place, const Whorl& whorl) {
    const Point3 away = place.canonical_mm - whorl.place_mm;
    const double distance_mm = away.norm();
    const double turn_deg =
        72.0 * std::exp(-distance_mm / 26.0) + 10.0 * std::exp(-distance_mm / 90.0);
    const double turn = (whorl.sense == WhorlSense::Clockwise ? -turn_deg : turn_deg) * rad_per_deg;
    const Point3 outward = place.unit_on_skin(away);
    return outward * std::cos(turn) + place.normal.cross(outward) * std::sin(turn);
}

// The nearer whorl decides.
Point3 spirals(const Place& place, const std::vector<Whorl>& whorls) {
    Point3 sum = Point3::Zero();
    double weights = 0.0;
    for (const Whorl& whorl : whorls) {
        const double ratio = place.to_whorl_mm / (place.canonical_mm - whorl.place_mm).norm();
        const double weight = std::isfinite(ratio) ? ratio * ratio : 1.0;
        sum += weight * spiral(place, whorl);
        weights += weight;
    }
    return sum / weights;
}

// On the top in front of the whorl: forward, fanning out a little.
Point3 top_direction(const Place& place, const Point3& spiral) {
    const Point3& q = place.canonical_mm;
    const Point3 forward = place.unit_on_skin({0.25 * q.x() / 70.0, 0.0, 1.0});
    const double share = 0.75 * smoothstep(12.0, 60.0, place.to_whorl_mm) *
                         smoothstep(-55.0, -15.0, q.z()) * smoothstep(60.0, 100.0, q.y());
    return (1.0 - share) * spiral + share * forward;
}

// At the sides and the back: down; backwards at the temple and behind the ear, a little forwards in the sideburn,
// inwards at the nape.
Point3 fringe_direction(const Place& place) {
    const Point3& q = place.canonical_mm;
    const double in_sideburn = (q.z() - 8.0) / 16.0;
    const double backward = 0.40 * smoothstep(25.0, 50.0, q.z()) +
                            0.30 * (1.0 - smoothstep(-62.0, -28.0, q.z())) *
                                (1.0 - 0.6 * smoothstep(60.0, 80.0, q.y())) -
                            0.15 * std::exp(-in_sideburn * in_sideburn);
    const double inward =
        0.35 * std::clamp(q.x() / 25.0, -1.0, 1.0) * (1.0 - smoothstep(-60.0, -35.0, q.y()));
    return place.unit_on_skin({-inward, -1.0, -backward});
}

}  // namespace

HairFlow hair_flow(const Point3& canonical_mm, const Point3& outward_normal,
                   const HairFlowSettings& settings) {
    STUBBLE_CHECK(!settings.whorls.empty());
    const Place place{canonical_mm, outward_normal,
                      to_nearest_whorl_mm(canonical_mm, settings.whorls)};
    const double fringe_share =
        (1.0 - smoothstep(24.0, 56.0, scalp_direction(canonical_mm).elevation_deg)) *
        smoothstep(20.0, 60.0, place.to_whorl_mm);
    const Point3 top = top_direction(place, spirals(place, settings.whorls));
    const Point3 way =
        place.on_skin(top * (1.0 - fringe_share) + fringe_direction(place) * fringe_share);
    const double length = way.norm();
    constexpr double no_direction = 1e-9;
    return {length > no_direction ? Point3(way / length) : outward_normal.unitOrthogonal(),
            hair_tilt_deg(canonical_mm, settings), length};
}

double hair_tilt_deg(const Point3& canonical_mm, const HairFlowSettings& settings) {
    constexpr double whorl_deg = 70.0;
    constexpr double top_deg = 42.0;
    constexpr double flatter_at_border_deg = 24.0;
    constexpr double flatter_low_deg = 10.0;
    // Away from the border, beyond flatter_low_deg: down to 15 degrees at the sides, 28 at the back.
    constexpr double flatter_side_deg = 17.0;
    constexpr double flatter_back_deg = 4.0;

    const ScalpDirection direction = scalp_direction(canonical_mm);
    const double at_whorl = std::exp(-to_nearest_whorl_mm(canonical_mm, settings.whorls) / 18.0);
    const double at_border =
        1.0 - smoothstep(0.0, 18.0, elevation_above_border_deg(canonical_mm, settings.hairline));
    const double low = 1.0 - smoothstep(20.0, 55.0, direction.elevation_deg);
    const double inner_deg =
        lerp(flatter_side_deg, flatter_back_deg, smoothstep(100.0, 140.0, direction.azimuth_deg));
    const double elsewhere_deg = top_deg - flatter_at_border_deg * at_border -
                                 low * (flatter_low_deg + (1.0 - at_border) * inner_deg);
    return lerp(elsewhere_deg, whorl_deg, at_whorl);
}

}  // namespace stubble
