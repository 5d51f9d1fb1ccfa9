#include "scalp/scalp_zones.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "scalp/scalp_slope.h"

namespace stubble {
namespace {

// Edges between the zones (assumed; so that the zones agree with the pictures of textbooks).
constexpr double frontal_back_z_mm = 38.0;
constexpr double crown_front_z_mm = -28.0;
constexpr double temple_back_z_mm = 14.0;
constexpr double side_back_azimuth_deg = 118.0;
// The inion as taped on the canonical head: (0, -15.1, -88.8).
constexpr double inion_y_mm = -15.1;

constexpr std::array<std::string_view, scalp_zone_count> names = {
    "frontal", "mid-scalp", "crown", "temples", "sides", "occiput"};

double before_plane_mm(const Point3& canonical_mm, double z_mm) {
    return (canonical_mm.z() - z_mm) * skin_per_straight_mm(canonical_mm, Point3::UnitZ());
}

// Distance behind the upright half-plane between sides and occiput.
double behind_sides_mm(const Point3& canonical_mm) {
    constexpr double azimuth = side_back_azimuth_deg * std::numbers::pi / 180.0;
    const Point3 folded(std::abs(canonical_mm.x()), canonical_mm.y(), canonical_mm.z());
    const Point3 backward(std::cos(azimuth), 0.0, -std::sin(azimuth));
    return backward.dot(folded - scalp_center_mm()) * skin_per_straight_mm(folded, backward);
}

}  // namespace

std::string_view scalp_zone_name(ScalpZone zone) {
    return names[static_cast<std::size_t>(zone)];
}

std::optional<ScalpZone> scalp_zone_named(std::string_view name) {
    for (const ScalpZone zone : all_scalp_zones) {
        if (scalp_zone_name(zone) == name) {
            return zone;
        }
    }
    return std::nullopt;
}

std::optional<ScalpZone> scalp_zone_at(const Point3& canonical_mm, NaturalHairline hairline) {
    if (!is_scalp(canonical_mm, hairline)) {
        return std::nullopt;
    }
    const ScalpDirection direction = scalp_direction(canonical_mm);
    const bool on_top =
        direction.elevation_deg > fringe_rim(hairline).elevation_deg(direction.azimuth_deg);
    const double z_mm = canonical_mm.z();
    if (on_top) {
        return z_mm > frontal_back_z_mm  ? ScalpZone::Frontal
               : z_mm > crown_front_z_mm ? ScalpZone::MidScalp
                                         : ScalpZone::Crown;
    }
    return z_mm > temple_back_z_mm                         ? ScalpZone::Temples
           : direction.azimuth_deg < side_back_azimuth_deg ? ScalpZone::Sides
                                                           : ScalpZone::Occiput;
}

std::array<double, scalp_zone_count> zone_margins_mm(const Point3& canonical_mm,
                                                     NaturalHairline hairline) {
    const double border = border_margin_mm(canonical_mm, hairline);
    const double above_fringe = fringe_rim(hairline).height_mm(canonical_mm);
    const double top = std::min(border, above_fringe);
    const double fringe = std::min(border, -above_fringe);
    const double frontal = before_plane_mm(canonical_mm, frontal_back_z_mm);
    const double before_crown = before_plane_mm(canonical_mm, crown_front_z_mm);
    const double temple = before_plane_mm(canonical_mm, temple_back_z_mm);
    const double back = behind_sides_mm(canonical_mm);
    return {std::min(top, frontal),
            std::min({top, -frontal, before_crown}),
            std::min(top, -before_crown),
            std::min(fringe, temple),
            std::min({fringe, -temple, -back}),
            std::min(fringe, back)};
}

double zone_margin_mm(ScalpZone zone, const Point3& canonical_mm, NaturalHairline hairline) {
    return zone_margins_mm(canonical_mm, hairline)[static_cast<std::size_t>(zone)];
}

double top_margin_mm(const Point3& canonical_mm, NaturalHairline hairline) {
    return std::min(border_margin_mm(canonical_mm, hairline),
                    fringe_rim(hairline).height_mm(canonical_mm));
}

double below_inion_mm(const Point3& canonical_mm) {
    return inion_y_mm - canonical_mm.y();
}

bool is_nape(const Point3& canonical_mm, NaturalHairline hairline) {
    return canonical_mm.y() < inion_y_mm &&
           scalp_zone_at(canonical_mm, hairline) == ScalpZone::Occiput;
}

}  // namespace stubble
