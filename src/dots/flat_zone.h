// A flat treated zone with soft and hard edges and the dots in it: for a photograph or a swatch without a head.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "dots/dot.h"
#include "geometry/polygon.h"

namespace stubble {

// A flat treated zone in millimetres. Defaults: the default plan (DESIGN.md section 5). Side i
// starts at corner i.
struct FlatZone {
    Polygon outline_mm;
    std::vector<int>
        hard_sides;  // sides without feather: the silhouette of the head, a border to existing hair
    double dots_per_cm2 = 135.0;  // away from the edge, all sessions
    double feather_mm = 8.0;      // 0 to 60 % of the density; full at 2.5 times
    // Rms wander of a soft edge; a hard one (feather 0) stays as drawn.
    double irregularity_mm = 1.0;
    double dot_diameter_mm = 0.35;
    double depth_mm = 0.30;
    double variation = 0.12;  // organic variation of the spacing
};

// Dots of a zone, a pure function of its arguments; none when the density is 0. Errors: more dots
// than the sampler's limit.
[[nodiscard]] Result<std::vector<Dot>> flat_zone_dots(const FlatZone& zone, std::uint64_t seed);

}  // namespace stubble
