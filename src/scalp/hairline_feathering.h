// Softens the edge of a treated zone or hairline: gradient of density (feather, transition zone) and a broken, wavy edge.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "geometry/vec.h"

namespace stubble {

// Share of the full density at a distance behind the edge: 0 at the edge, 0.6 at feather_mm, 1
// from 2.5 feather_mm on (defined zone; widths of DESIGN.md's hairline keys, order of the
// densities: Shapiro 2013, Tsai 2002). feather 0 = hard edge.
[[nodiscard]] double feathered_share(double distance_mm, double feather_mm);

// How far the edge wanders at a place, in mm: no natural hairline is ruler-straight (Shapiro 2013).
// Waves of about 6 and 22 mm (assumed) with `irregularity_mm` rms together; mean 0.
[[nodiscard]] double edge_wander_mm(const Point2& place_mm, double irregularity_mm,
                                    std::uint64_t seed);

}  // namespace stubble
