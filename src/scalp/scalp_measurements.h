// Areas of the scalp and its zones on one head, in square centimetres of skin.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "scalp/scalp_surface.h"
#include "scalp/scalp_zones.h"

namespace stubble {

struct ScalpAreas {
    double total_cm2 = 0.0;
    std::array<double, scalp_zone_count> zones_cm2{};  // by ScalpZone
};

// Hair-bearing skin inside the natural border, without the ears' surroundings (ear_clearance_mm).
[[nodiscard]] ScalpAreas scalp_areas(const ScalpSurface& scalp);

}  // namespace stubble
