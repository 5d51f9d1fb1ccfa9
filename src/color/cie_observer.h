// What the eye makes of a spectrum: CIE 1931 colour matching functions under daylight D65.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "color/color_spaces.h"
#include "color/spectrum.h"

namespace stubble {

// Colour of a surface with this reflectance under D65, CIE 1931 2 degree observer. The 10 nm sums
// are scaled so that a reflectance of 1 gives d65_white exactly.
[[nodiscard]] Xyz xyz_of_reflectance(const Spectrum& reflectance);

}  // namespace stubble
