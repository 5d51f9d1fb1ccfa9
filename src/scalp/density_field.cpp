#include "scalp/density_field.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <fmt/format.h>

#include "base/interpolation.h"
#include "base/parallel.h"
#include "geometry/curve_distance.h"
#include "scalp/head_landmarks.h"
#include "scalp/scalp_border.h"
#include "scalp/scalp_chart.h"

namespace stubble {
namespace {

constexpr double far_mm = 80.0;
constexpr std::size_t vertices_per_task = 256;

// A vertex of the scalp as zones see it.
struct Place {
    Point3 on_model_mm;  // on the generated head
    Point3 canonical_mm;
    Point2 chart_mm;
    std::array<double, scalp_zone_count> region_margins_mm;
    double border_margin_mm;
};

// How far a place lies inside a zone, in mm along the skin; negative outside.
class ZoneMargin {
public:
    ZoneMargin(const TreatedZone& zone, const HeadSurface& head) : area_(zone.area) {
        if (const auto* polygon = std::get_if<Polygon>(&area_)) {
            outline_ = std::make_unique<CurveDistance>(on_head(*polygon, head));
        } else if (const auto* disc = std::get_if<ChartDisc>(&area_)) {
            center_ = on_skin(head, ScalpChart::standard().to_canonical(disc->center_mm));
        }
    }

    [[nodiscard]] double at(const Place& place) const {
        if (const auto* region = std::get_if<ScalpZone>(&area_)) {
            return place.region_margins_mm[static_cast<std::size_t>(*region)];
        }
        if (const auto* disc = std::get_if<ChartDisc>(&area_)) {
            return disc->radius_mm - (place.on_model_mm - center_).norm();
        }
        const double distance = outline_->distance(place.on_model_mm, far_mm);
        return contains(std::get<Polygon>(area_), place.chart_mm) ? distance : -distance;
    }

private:
    // The outline on the skin, with places at most 3 mm apart.
    static std::vector<Point3> on_head(const Polygon& polygon, const HeadSurface& head) {
        constexpr double pitch_mm = 3.0;
        std::vector<Point3> outline;
        for (std::size_t i = 0; i < polygon.size(); ++i) {
            const Point2& from = polygon[i];
            const Point2& to = polygon[(i + 1) % polygon.size()];
            const int pieces = std::max(1, static_cast<int>((to - from).norm() / pitch_mm));
            for (int piece = 0; piece < pieces; ++piece) {
                const Point2 at = from + (to - from) * piece / pieces;
                outline.push_back(on_skin(head, ScalpChart::standard().to_canonical(at)));
            }
        }
        outline.push_back(outline.front());
        return outline;
    }

    std::variant<ScalpZone, Polygon, ChartDisc> area_;
    std::unique_ptr<CurveDistance> outline_;
    Point3 center_ = Point3::Zero();
};

Status check_area(const TreatedZone& zone, const std::string& where) {
    const std::string key = "zones." + zone.name + ".region";
    if (const auto* polygon = std::get_if<Polygon>(&zone.area)) {
        if (polygon->size() < 3) {
            return Error{where, key + ": a polygon of fewer than three corners",
                         "give three or more"};
        }
        if (crossing_edges(*polygon)) {
            return Error{where, key + ": the outline crosses itself",
                         "put its corners in order around the zone"};
        }
    }
    if (const auto* disc = std::get_if<ChartDisc>(&zone.area)) {
        constexpr double near_mm = 5.0;
        const ScalpChart& chart = ScalpChart::standard();
        const Point2 held = chart.to_chart(chart.to_canonical(disc->center_mm));
        if ((held - disc->center_mm).norm() > near_mm) {
            return Error{where, key + ": its centre lies outside the chart of the scalp",
                         "move it, or take it out"};
        }
    }
    return Done{};
}

class FieldBuilder {
public:
    FieldBuilder(const ScalpSurface& scalp, const HeadSurface& head, const Hairline& hairline,
                 const DensityWish& wish)
        : scalp_(scalp), head_(head), hairline_(hairline), zones_(wish.zones), seed_(wish.seed) {
        for (std::size_t z = 0; z < zones_.size(); ++z) {
            margins_.emplace_back(zones_[z], head);
            const auto* region = std::get_if<ScalpZone>(&zones_[z].area);
            if (region != nullptr && !zones_[z].keep_out) {
                regions_.push_back(z);
                is_planned_[static_cast<std::size_t>(*region)] = true;
            }
        }
        const std::size_t count = scalp.mesh.vertices_mm.size();
        field_.dots_per_cm2.resize(count);
        field_.room_mm.resize(count);
        field_.zone_share.assign(zones_.size(), std::vector<float>(count));
    }

    DensityField build() {
        parallel_for(field_.room_mm.size(), vertices_per_task,
                     [&](std::size_t begin, std::size_t end) {
                         for (std::size_t i = begin; i < end; ++i) {
                             fill(i);
                         }
                     });
        return std::move(field_);
    }

private:
    [[nodiscard]] Place place_of(std::size_t vertex) const {
        const Point3& canonical = scalp_.canonical_mm[vertex];
        return {head_.warp().to_real(canonical), canonical, scalp_.chart_mm[vertex],
                zone_margins_mm(canonical, NaturalHairline::Open),
                border_margin_mm(canonical, NaturalHairline::Open)};
    }

    void fill(std::size_t vertex) {
        const Place place = place_of(vertex);
        double room =
            std::min(zone_room(place, vertex), scalp_.off_ear_mm[vertex] - ear_clearance_mm);
        if (room <= -far_mm || field_.dots_per_cm2[vertex] <= 0.0) {
            field_.room_mm[vertex] = std::min(room, 0.0);
            return;
        }
        const double behind = hairline_.distance_behind_mm(place.on_model_mm, place.chart_mm);
        const double behind_edge = behind - hairline_.wander_mm(place.chart_mm, seed_);
        room = std::min(room, hairline_.edge_room_mm(behind_edge, place.chart_mm, seed_));
        field_.room_mm[vertex] = room;
        field_.dots_per_cm2[vertex] *= hairline_.density_share(behind_edge);
    }

    // Sets shares and density of the zones; how far inside their union less the keep-outs.
    double zone_room(const Place& place, std::size_t vertex) {
        double room = -far_mm;
        double free = 1.0;
        double keep_out = far_mm;
        double density = 0.0;
        for (std::size_t z = zones_.size(); z-- > 0;) {
            const double margin = margins_[z].at(place);
            if (zones_[z].keep_out) {
                keep_out = std::min(keep_out, -margin);
                continue;
            }
            constexpr double least_blend_mm = 0.5;
            const double half = std::max(zones_[z].blend_mm, least_blend_mm) / 2.0;
            const double share = std::min(smoothstep(-half, half, margin), free);
            free -= share;
            density += share * zones_[z].dots_per_cm2;
            room = std::max(room, margin + half);
            field_.zone_share[z][vertex] = static_cast<float>(share);
        }
        field_.dots_per_cm2[vertex] = density - taper_regions(place, vertex);
        return std::min(room, keep_out);
    }

    // Where two regions meet at the outer edge of all, each blends towards the other and both together towards nothing. Lowers
    // their shares to what the edge leaves; the density that goes.
    double taper_regions(const Place& place, std::size_t vertex) {
        double sum = 0.0;
        double half = 0.0;
        for (const std::size_t z : regions_) {
            sum += field_.zone_share[z][vertex];
            half = std::max(half, zones_[z].blend_mm / 2.0);
        }
        const double left =
            sum > 0.0 ? smoothstep(-half - 1e-3, half + 1e-3, inside_regions_mm(place)) / sum : 1.0;
        double gone = 0.0;
        if (left < 1.0) {
            for (const std::size_t z : regions_) {
                float& share = field_.zone_share[z][vertex];
                gone += (1.0 - left) * share * zones_[z].dots_per_cm2;
                share *= static_cast<float>(left);
            }
        }
        return gone;
    }

    // How far inside the regions of the plan taken together: away from the border and from all other regions.
    [[nodiscard]] double inside_regions_mm(const Place& place) const {
        double inside = place.border_margin_mm;
        for (std::size_t region = 0; region < scalp_zone_count; ++region) {
            if (!is_planned_[region]) {
                inside = std::min(inside, -place.region_margins_mm[region]);
            }
        }
        return inside;
    }

    const ScalpSurface& scalp_;
    const HeadSurface& head_;
    const Hairline& hairline_;
    const std::vector<TreatedZone>& zones_;
    std::uint64_t seed_;
    std::vector<ZoneMargin> margins_;
    std::vector<std::size_t> regions_;  // zones that are whole regions
    std::array<bool, scalp_zone_count> is_planned_{};
    DensityField field_;
};

}  // namespace

Result<DensityField> density_field(const ScalpSurface& scalp, const HeadSurface& head,
                                   const Hairline& hairline, const DensityWish& wish,
                                   const std::string& where) {
    const std::vector<TreatedZone>& zones = wish.zones;
    for (const TreatedZone& zone : zones) {
        if (const Status status = check_area(zone, where); !status) {
            return status.error();
        }
    }
    DensityField field = FieldBuilder(scalp, head, hairline, wish).build();
    for (std::size_t z = 0; z < zones.size(); ++z) {
        const auto& share = field.zone_share[z];
        if (!zones[z].keep_out &&
            std::all_of(share.begin(), share.end(), [](float s) { return s <= 0.0F; })) {
            return Error{where,
                         fmt::format("zones.{}.region: lies outside the scalp or wholly under a "
                                     "later zone",
                                     zones[z].name),
                         "move it, or take it out"};
        }
    }
    return field;
}

int zone_at(const DensityField& field, const Triangle& triangle,
            const std::array<float, 3>& barycentric) {
    int best = -1;
    float largest = 0.0F;
    for (std::size_t z = 0; z < field.zone_share.size(); ++z) {
        float share = 0.0F;
        for (std::size_t c = 0; c < 3; ++c) {
            share += barycentric[c] * field.zone_share[z][triangle[c]];
        }
        if (share > largest) {
            largest = share;
            best = static_cast<int>(z);
        }
    }
    return best;
}

}  // namespace stubble
