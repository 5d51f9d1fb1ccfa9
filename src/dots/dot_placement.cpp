#include "dots/dot_placement.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/parallel.h"
#include "base/random.h"
#include "geometry/shape_meshes.h"
#include "sampling/limit_gradient.h"
#include "sampling/pattern_density.h"
#include "sampling/poisson_disc_surface.h"
#include "scalp/hairline_feathering.h"

namespace stubble {
namespace {

// Spacing of a zone's dots, and where they may lie, place by place.
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

    [[nodiscard]] double radius_mm(const Point2& place) const {
        // Before the edge no dot lies, but the spacing goes on as it is at the edge.
        constexpr double at_edge_mm = 1e-3;
        const double behind = std::max(behind_edge_mm(place), at_edge_mm);
        const double share = feathered_share(behind, zone_.feather_mm);
        return std::min(full_mm_ / std::sqrt(share), spacing_high_mm);
    }

    // Above 0 where a dot may lie: its dark core inside the outline, behind the wandering edge.
    [[nodiscard]] double mask(const Point2& place) const {
        return std::min(signed_distance(zone_.outline_mm, place) - clearance_mm(),
                        behind_edge_mm(place));
    }

private:
    [[nodiscard]] double clearance_mm() const { return zone_.dot_diameter_mm / 2.0; }

    // How far behind the soft edge; outside the outline it means nothing.
    [[nodiscard]] double behind_edge_mm(const Point2& place) const {
        double nearest = far_mm;
        for (const int side : soft_sides_) {
            nearest = std::min(nearest, distance_to_side(zone_.outline_mm, side, place));
        }
        return nearest - clearance_mm() + edge_wander_mm(place, irregularity_mm(), edge_seed_);
    }

    // An edge without feather stays as drawn; the softer it is, the more it may wander.
    [[nodiscard]] double irregularity_mm() const {
        constexpr double full_at_feather_mm = 4.0;
        return zone_.irregularity_mm * std::min(zone_.feather_mm / full_at_feather_mm, 1.0);
    }

    static constexpr double far_mm = 1e6;

    const FlatZone& zone_;
    double full_mm_;
    std::uint64_t edge_seed_;
    std::vector<int> soft_sides_;
};

// The zone's bounding box as a mesh, fine enough for the feather and the outline.
TriangleMesh zone_mesh(const FlatZone& zone) {
    constexpr double pitch_mm = 1.0;
    const Box2 box = bounding_box(zone.outline_mm);
    return rectangle_mesh(box, std::min(pitch_mm, (box.high - box.low).minCoeff() / 4.0));
}

SurfaceField zone_field(const TriangleMesh& mesh, const ZoneSpacing& spacing) {
    const std::size_t count = mesh.vertices_mm.size();
    SurfaceField field{std::vector<float>(count), std::vector<float>(count)};
    parallel_for(count, 256, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const Point2 place = mesh.vertices_mm[i].head<2>().cast<double>();
            field.radius_mm[i] = static_cast<float>(spacing.radius_mm(place));
            field.mask[i] = static_cast<float>(spacing.mask(place));
        }
    });
    // Where the feather begins, the spacing would change faster than a pattern can.
    constexpr double slope = 1.0;
    limit_gradient(mesh, slope, field.radius_mm);
    return field;
}

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
    const TriangleMesh mesh = zone_mesh(zone);
    PoissonDiscOptions options;
    options.seed = seed;
    options.organic_sigma = zone.variation;
    options.radius_high_mm = spacing_high_mm;
    const auto points =
        sample_surface(mesh, zone_field(mesh, spacing), {}, options, "the treated zone");
    if (!points) {
        return points.error();
    }
    std::vector<Dot> dots;
    dots.reserve(points->dots.size());
    const std::uint64_t dot_seed = hash64(seed, 12);
    for (const SurfaceDot& point : points->dots) {
        const Point2 position = point.position_mm.head<2>();
        // By its place, so that a dot that stays where it was also stays as it was.
        const std::uint64_t place = hash64(std::bit_cast<std::uint64_t>(position.x()),
                                           std::bit_cast<std::uint64_t>(position.y()));
        dots.push_back(dot_at(zone, position, hash64(dot_seed, place)));
    }
    return dots;
}

}  // namespace stubble
