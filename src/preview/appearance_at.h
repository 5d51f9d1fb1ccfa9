// What changes over time, in one place: evaluates dots at a moment. Today the healed state, 28 days after the last session.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dots/dot.h"
#include "pigment/shade_palette.h"
#include "preview/appearance.h"

namespace stubble {

// Every dot with the shade's healed dose times its own strength.
[[nodiscard]] Appearance healed_appearance(const std::vector<Dot>& dots, const Shade& shade);

}  // namespace stubble
