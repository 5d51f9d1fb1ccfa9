// CIEDE2000 colour difference (delta E 2000).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "color/color_spaces.h"

namespace stubble {

// Sharma, Wu, Dalal 2005, Color Research & Application 30:21, with k_L = k_C = k_H = 1. About 1 =
// just noticeable.
[[nodiscard]] double delta_e_2000(const Lab& first, const Lab& second);

}  // namespace stubble
