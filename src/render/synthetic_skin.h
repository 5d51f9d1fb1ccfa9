// Synthesises a macro photograph of bare scalp for the demo: melanin and blood maps, pores, relief, shading, shine, grain.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "geometry/vec.h"
#include "image/linear_image.h"
#include "skin/melanin_and_blood.h"

namespace stubble {

// A piece of scalp of 60 x 40 mm, origin at its top left. Everything is a function of the place in
// millimetres, so the same skin can be photographed at any scale.
struct SyntheticScalp {
    SkinTone tone;
    std::uint64_t seed = 1;
};

inline constexpr double synthetic_width_mm = 60.0;
inline constexpr double synthetic_height_mm = 40.0;

// A picture of `area_mm` with px_per_mm pixels a millimetre, lit from the upper left.
[[nodiscard]] LinearImage photograph_scalp(const SyntheticScalp& scalp, const Box2& area_mm,
                                           double px_per_mm);

}  // namespace stubble
