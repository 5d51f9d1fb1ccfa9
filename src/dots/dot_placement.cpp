#include "dots/dot_placement.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/random.h"
#include "sampling/poisson_disc_plane.h"
#include "scalp/hairline_feathering.h"

namespace stubble {
namespace {

// Spacing of a zone's dots, place by place.
class ZoneSpacing {
public:
    ZoneSpacing(const FlatZone& zone, std::uint64_t seed)
        : zone_(zone),
          full_mm_(
              std::min(radius_for_density_mm(zone.dots_per_cm2, zone.variation), spacing_high_mm)),
          edge_seed_(seed) {
        for (int side = 0; side < static_cast<int>(zone.outline_mm.size()); ++side) {
            if (std::find(zone.hard_sides.begin(), zone.hard_sides.end(), side) ==
                zone.hard_sides.end()) {
                soft_sides_.push_back(side);
            }
        }
    }

    [[nodiscard]] double full_mm() const { return full_mm_; }

    // Allowed spacing at a place; 0 where no dot may lie.
    [[nodiscard]] double at(const Point2& place) const {
        // The dark core of every dot lies inside the outline.
        const double clearance = zone_.dot_diameter_mm / 2.0;
        if (signed_distance(zone_.outline_mm, place) < clearance) {
            return 0.0;
        }
        const double behind_edge = soft_edge_distance(place) - clearance +
                                   edge_wander_mm(place, irregularity_mm(), edge_seed_);
        const double share = feathered_share(behind_edge, zone_.feather_mm);
        return share > 0.0 ? std::min(full_mm_ / std::sqrt(share), spacing_high_mm) : 0.0;
    }

private:
    [[nodiscard]] double soft_edge_distance(const Point2& place) const {
        double nearest = std::numeric_limits<double>::max();
        for (const int side : soft_sides_) {
            nearest = std::min(nearest, distance_to_side(zone_.outline_mm, side, place));
        }
        return nearest;
    }

    // An edge without feather stays as drawn; the softer it is, the more it may wander.
    [[nodiscard]] double irregularity_mm() const {
        constexpr double full_at_feather_mm = 4.0;
        return zone_.irregularity_mm * std::min(zone_.feather_mm / full_at_feather_mm, 1.0);
    }

    const FlatZone& zone_;
    double full_mm_;
    std::uint64_t edge_seed_;
    std::vector<int> soft_sides_;
};

Dot dot_at(const FlatZone& zone, const Point2& place, std::uint64_t bits) {
    const double size = 1.0 + dot_diameter_cv * std::clamp(normal(hash64(bits, 1)), -2.5, 2.5);
    // Mean strength 1: the lognormal's mean is exp(sigma^2/2).
    const double z = std::clamp(normal(hash64(bits, 2)), -2.5, 2.5);
    const double strength =
        std::exp(dot_strength_sigma * z - dot_strength_sigma * dot_strength_sigma / 2.0);
    return {place, zone.dot_diameter_mm * size, zone.depth_mm, strength};
}

}  // namespace

Result<std::vector<Dot>> place_dots(const FlatZone& zone, std::uint64_t seed) {
    if (zone.dots_per_cm2 <= 0.0) {
        return std::vector<Dot>{};
    }
    const ZoneSpacing spacing(zone, hash64(seed, 11));
    const PlaneDomain domain{bounding_box(zone.outline_mm),
                             [&](const Point2& place) { return spacing.at(place); },
                             spacing.full_mm()};
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
