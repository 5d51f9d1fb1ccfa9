#include "dots/dot_placement.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/random.h"
#include "sampling/poisson_disc_plane.h"
#include "scalp/hairline_feathering.h"

namespace stubble {
namespace {

// The dark core of every dot lies inside the outline.
double clearance_mm(const FlatZone& zone) { return zone.dot_diameter_mm / 2.0; }

// A hard edge stays as drawn; the softer the edge, the more it may wander.
double edge_irregularity_mm(const FlatZone& zone) {
    constexpr double full_at_feather_mm = 4.0;
    return zone.irregularity_mm * std::min(zone.feather_mm / full_at_feather_mm, 1.0);
}

// Allowed spacing at a place; 0 where no dot may lie.
double spacing_mm(const FlatZone& zone, double full_spacing, std::uint64_t seed, const Point2& place) {
    const double inside = signed_distance(zone.outline_mm, place) - clearance_mm(zone);
    if (inside <= 0.0) {
        return 0.0;
    }
    const double share =
        feathered_share(inside + edge_wander_mm(place, edge_irregularity_mm(zone), seed), zone.feather_mm);
    return share > 0.0 ? std::min(full_spacing / std::sqrt(share), spacing_high_mm) : 0.0;
}

Dot dot_at(const FlatZone& zone, const Point2& place, std::uint64_t bits) {
    const double size = 1.0 + dot_diameter_cv * std::clamp(normal(hash64(bits, 1)), -2.5, 2.5);
    // Mean strength 1: the lognormal's mean is exp(sigma^2/2).
    const double z = std::clamp(normal(hash64(bits, 2)), -2.5, 2.5);
    const double strength = std::exp(dot_strength_sigma * z - dot_strength_sigma * dot_strength_sigma / 2.0);
    return {place, zone.dot_diameter_mm * size, zone.depth_mm, strength};
}

}  // namespace

Result<std::vector<Dot>> place_dots(const FlatZone& zone, std::uint64_t seed) {
    if (zone.dots_per_cm2 <= 0.0) {
        return std::vector<Dot>{};
    }
    const double full_spacing = std::min(radius_for_density_mm(zone.dots_per_cm2, zone.variation), spacing_high_mm);
    const std::uint64_t edge_seed = hash64(seed, 11);
    const PlaneDomain domain{bounding_box(zone.outline_mm),
                             [&](const Point2& place) { return spacing_mm(zone, full_spacing, edge_seed, place); },
                             full_spacing};
    auto points = sample_plane(domain, {seed, zone.variation});
    if (!points) {
        return points.error();
    }
    std::vector<Dot> dots;
    dots.reserve(points->size());
    const std::uint64_t dot_seed = hash64(seed, 12);
    for (const SamplePoint& point : *points) {
        // By its place, so that a dot that stays where it was also stays as it was.
        const std::uint64_t place = hash64(std::bit_cast<std::uint64_t>(point.position_mm.x()),
                                           std::bit_cast<std::uint64_t>(point.position_mm.y()));
        dots.push_back(dot_at(zone, point.position_mm, hash64(dot_seed, place)));
    }
    return dots;
}

}  // namespace stubble
