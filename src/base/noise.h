// Smooth seeded noise over the plane: waves of an edge, patches of a surface; no two places repeat.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "base/random.h"

namespace stubble {

// Value noise: random numbers of mean 0 on a lattice of pitch 1, blended with the quintic 6t^5 -
// 15t^4 + 10t^3, so that slope and curvature are continuous (Perlin 2002). Standard deviation 1,
// within +-2.22. Only IEEE-exact operations.
[[nodiscard]] inline double smooth_noise(double x, double y, std::uint64_t seed) {
    // sqrt(12) for a uniform number; blending lowers the deviation to 0.782 on average over the
    // lattice.
    constexpr double range = 3.4641 / 0.7821;
    const double fx = std::floor(x);
    const double fy = std::floor(y);
    const auto corner = [&](int dx, int dy) {
        const auto cx = static_cast<std::uint64_t>(static_cast<std::int64_t>(fx) + dx);
        const auto cy = static_cast<std::uint64_t>(static_cast<std::int64_t>(fy) + dy);
        return (uniform(hash64(hash64(seed, cx), cy)) - 0.5) * range;
    };
    const auto blend = [](double t) { return t * t * t * (t * (t * 6.0 - 15.0) + 10.0); };
    const double u = blend(x - fx);
    const double v = blend(y - fy);
    const double top = corner(0, 0) + u * (corner(1, 0) - corner(0, 0));
    const double bottom = corner(0, 1) + u * (corner(1, 1) - corner(0, 1));
    return top + v * (bottom - top);
}

}  // namespace stubble
