// Poisson-disc points in the plane with a spacing that may vary (blue noise): no two too close, no gap left.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "geometry/vec.h"
#include "sampling/pattern_density.h"

namespace stubble {

// A point of the pattern. Points p and q are never closer than the mean of their radii.
struct SamplePoint {
    Point2 position_mm;
    double radius_mm = 0.0;  // own spacing: the asked one times its organic factor
};

struct PlaneDomain {
    Box2 box_mm;
    // Smallest allowed spacing at a place, mm; 0 where no point may lie. Values above 0 must be >=
    // radius_low_mm.
    std::function<double(const Point2&)> radius_mm;
    double radius_low_mm = 0.4;
};

struct PoissonDiscOptions {
    std::uint64_t seed = 1;      // same seed, same points
    double organic_sigma = 0.0;  // 0 = plain; 0.12 = natural variation of the spacing, which never
                                 // falls below the radius
};

// Most points a pattern may have; more is refused.
inline constexpr double max_plane_points = 50e6;

// Dart throwing on a tree of squares until every square is covered or outside: strict and maximal
// up to squares of 1/16 of the smallest spacing. A pure function of its arguments. Errors: a domain
// that asks for more than max_plane_points.
[[nodiscard]] Result<std::vector<SamplePoint>> sample_plane(const PlaneDomain& domain,
                                                            const PoissonDiscOptions& options);

}  // namespace stubble
