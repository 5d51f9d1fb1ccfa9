// Names for a skin colour: ITA angle and class, Monk scale 1-10 and Fitzpatrick type I-VI.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "color/color_spaces.h"

namespace stubble {

// Individual typology angle atan2(L* - 50, b*) in degrees (Chardon 1991): larger = lighter.
[[nodiscard]] double ita_deg(const Lab& color);

// "very light" > 55, "light" > 41, "intermediate" > 28, "tan" > 10, "brown" > -30, else "dark"
// (Chardon; Del Bino).
[[nodiscard]] std::string_view ita_class(double ita_deg);

// Nearest of the ten colours of the Monk Skin Tone scale (skintone.google, sRGB) by CIEDE2000, 1
// lightest to 10 darkest.
[[nodiscard]] int monk_tone(const Lab& color);

// "I" to "VI" by the same borders as ita_class. A burn-and-tan scale: only roughly a colour
// (assumed mapping).
[[nodiscard]] std::string_view fitzpatrick_type(double ita_deg);

}  // namespace stubble
