#include "dots/flat_zone.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "base/random.h"
#include "dots/dot_placement.h"
#include "geometry/shape_meshes.h"
#include "scalp/hairline_feathering.h"

namespace stubble {
namespace {

// Density of a zone's dots, and where they may lie, place by place.
class ZoneSpacing {
public:
    ZoneSpacing(const FlatZone& zone, std::uint64_t seed) : zone_(zone), edge_seed_(seed) {
        for (int side = 0; side < static_cast<int>(zone.outline_mm.size()); ++side) {
            if (std::find(zone.hard_sides.begin(), zone.hard_sides.end(), side) ==
                zone.hard_sides.end()) {
                soft_sides_.push_back(side);
            }
        }
    }

    [[nodiscard]] double dots_per_cm2(const Point2& place) const {
        // Before the edge no dot lies, but the density goes on as it is at the edge.
        constexpr double at_edge_mm = 1e-3;
        const double behind = std::max(behind_edge_mm(place), at_edge_mm);
        return zone_.dots_per_cm2 * feathered_share(behind, zone_.feather_mm);
    }

    // Above 0 where a dot may lie: its dark core inside the outline, behind the wandering edge.
    [[nodiscard]] double room_mm(const Point2& place) const {
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
    std::uint64_t edge_seed_;
    std::vector<int> soft_sides_;
};

// The zone's bounding box as a mesh, fine enough for the feather and the outline.
TriangleMesh zone_mesh(const FlatZone& zone) {
    constexpr double pitch_mm = 1.0;
    const Box2 box = bounding_box(zone.outline_mm);
    return rectangle_mesh(box, std::min(pitch_mm, (box.high - box.low).minCoeff() / 4.0));
}

WantedDots wanted_dots(const TriangleMesh& mesh, const ZoneSpacing& spacing) {
    const std::size_t count = mesh.vertices_mm.size();
    WantedDots wanted{std::vector<double>(count), std::vector<double>(count)};
    parallel_for(count, 256, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const Point2 place = mesh.vertices_mm[i].head<2>().cast<double>();
            wanted.dots_per_cm2[i] = spacing.dots_per_cm2(place);
            wanted.room_mm[i] = spacing.room_mm(place);
        }
    });
    return wanted;
}

}  // namespace

Result<std::vector<Dot>> flat_zone_dots(const FlatZone& zone, std::uint64_t seed) {
    if (zone.dots_per_cm2 <= 0.0) {
        return std::vector<Dot>{};
    }
    const ZoneSpacing spacing(zone, hash64(seed, 11));
    const TriangleMesh mesh = zone_mesh(zone);
    DotPattern pattern;
    pattern.variation = zone.variation;
    const auto points = place_pattern(mesh, dot_spacing(mesh, wanted_dots(mesh, spacing), pattern),
                                      {}, pattern, seed);
    if (!points) {
        return points.error();
    }
    std::vector<Dot> dots;
    dots.reserve(points->dots.size());
    for (const SurfaceDot& point : points->dots) {
        dots.push_back(dot_at(point, {zone.dot_diameter_mm, zone.depth_mm}, seed));
    }
    return dots;
}

}  // namespace stubble
