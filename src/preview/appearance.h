// Everything visible at a moment as plain data: dots with their pigment; no drawing. The only input of a renderer.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geometry/vec.h"
#include "pigment/implanted_color.h"
#include "pigment/pigment.h"

namespace stubble {

struct VisibleDot {
    Point2 position_mm;
    DotShape shape;
    PigmentDose dose;
};

struct Appearance {
    std::vector<VisibleDot> dots;
};

}  // namespace stubble
