// Wanted dots per square centimetre at every scalp place: zones and their blends, hairline with feather, scars, keep-outs, ears.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "geometry/polygon.h"
#include "scalp/hairline.h"
#include "scalp/scalp_surface.h"
#include "scalp/scalp_zones.h"

namespace stubble {

// A circle in the chart.
struct ChartDisc {
    Point2 center_mm = Point2::Zero();
    double radius_mm = 10.0;
};

struct TreatedZone {
    std::string name;
    std::variant<ScalpZone, Polygon, ChartDisc> area = ScalpZone::Frontal;
    bool keep_out = false;        // no dots at all, whatever other zones say
    double dots_per_cm2 = 135.0;  // away from edges, all sessions
    double blend_mm = 10.0;       // width over which it gives way to its neighbours or to bare skin
};

// All zones of a plan; the seed draws the edge of the hairline.
struct DensityWish {
    std::vector<TreatedZone> zones;
    std::uint64_t seed = 1;
};

// What a plan wants on one head; one entry per vertex of the scalp's mesh.
struct DensityField {
    std::vector<double> dots_per_cm2;
    // How far inside the place where dots may lie, in mm; dots only where it is > 0.
    std::vector<double> room_mm;
    // Share of each zone at each vertex, zone by zone; together at most 1.
    std::vector<std::vector<float>> zone_share;
};

// Where zones overlap the later one wins; neighbours blend over their blend width without a dip; at the outer edge of all
// zones the density falls to nothing over the blend width, half of it outside. Behind the hairline the feather applies.
// Keep-outs cut hard. Pure function; the same for any number of threads. Errors: an area that crosses itself or lies outside
// the scalp (`where` names the plan).
[[nodiscard]] Result<DensityField> density_field(const ScalpSurface& scalp, const HeadSurface& head,
                                                 const Hairline& hairline, const DensityWish& wish,
                                                 const std::string& where);

// The zone with the largest share at a place of a triangle; -1 where there is none.
[[nodiscard]] int zone_at(const DensityField& field, const Triangle& triangle,
                          const std::array<float, 3>& barycentric);

}  // namespace stubble
