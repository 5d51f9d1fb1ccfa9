// One implanted dot: place, diameter, depth, pigment load, zone and session.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geometry/vec.h"

namespace stubble {

struct Dot {
    Point3 position_mm;                   // on the skin; z = 0 in a flat zone
    Vector3f normal = Vector3f(0, 0, 1);  // of the skin, outward
    double spacing_mm = 0.0;              // smallest distance that the pattern keeps here
    double diameter_mm = 0.35;            // effective optical diameter
    double depth_mm = 0.30;               // centre of the pigment below the skin's surface
    // Pigment load relative to the shade's healed dose: no two punctures take alike.
    double strength = 1.0;
    int zone = 0;     // of the plan
    int session = 0;  // 0 = the first
};

}  // namespace stubble
