// Random places on a surface, uniform by area, inside the mask: for checks and statistics.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sampling/surface_fragments.h"

namespace stubble {

struct SurfaceProbe {
    Point3 position_mm;
    double radius_mm = 0.0;  // wanted there
    double mask = 0.0;       // > 0
    std::uint32_t triangle = 0;
};

// Independent of each other, in the order of the triangles. Places outside the mask are left out, so fewer than `count` may
// come.
[[nodiscard]] std::vector<SurfaceProbe> surface_probes(const TriangleMesh& mesh,
                                                       const SurfaceField& field, std::size_t count,
                                                       std::uint64_t seed);

}  // namespace stubble
