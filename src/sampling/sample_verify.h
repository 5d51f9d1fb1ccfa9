// Checks any pattern of points on a surface, whoever made it: pairs too close, gaps left open.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sampling/poisson_disc_surface.h"

namespace stubble {

struct PatternCheck {
    std::size_t conflicts = 0;         // dots nearer to another point than the mean of their radii
    double min_distance_ratio = 0.0;   // smallest distance over that mean
    std::size_t probes = 0;            // random places on the surface inside the mask
    std::size_t uncovered_probes = 0;  // farther than allowed from every point
    double largest_gap_ratio =
        0.0;  // largest distance from a probe to a point, over the mean of their radii
};

struct VerifyOptions {
    double probes_per_point = 40.0;
    std::uint64_t seed = 1;
};

// In double precision and with a search of its own (sized_points.h), so that it shares no rounding and no neighbour search with the
// sampler. Distances are judged at the pattern's radius_scale, gaps at its gap_scale (not at all
// when it is 0); keep-away points keep their radii. Points on opposite sheets ignore each
// other (opposite_sheets_cosine). Precondition: arguments that sample_surface has accepted.
[[nodiscard]] PatternCheck verify_pattern(const TriangleMesh& mesh, const SurfaceField& field,
                                          const std::vector<FixedDisc>& keep_away,
                                          const RankedDots& pattern,
                                          const VerifyOptions& options = {});

}  // namespace stubble
