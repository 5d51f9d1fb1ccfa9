// One implanted dot: place, diameter, depth, pigment load.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geometry/vec.h"

namespace stubble {

struct Dot {
    Point2 position_mm;
    double diameter_mm = 0.35;  // effective optical diameter
    double depth_mm = 0.30;     // centre of the pigment below the skin's surface
    // Pigment load relative to the shade's healed dose: no two punctures take alike.
    double strength = 1.0;
};

}  // namespace stubble
