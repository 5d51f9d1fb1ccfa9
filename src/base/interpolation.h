// Blends between two numbers: in a straight line (lerp) or with a soft start and a soft end (smoothstep).
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace stubble {

// `from` at share 0, `to` at share 1, straight on outside.
[[nodiscard]] constexpr double lerp(double from, double to, double share) {
    return from + share * (to - from);
}

// 0 up to `low`, 1 from `high` on, 3t^2 - 2t^3 between: value and slope are continuous.
// Precondition: low < high.
[[nodiscard]] constexpr double smoothstep(double low, double high, double x) {
    if (x <= low) {
        return 0.0;
    }
    if (x >= high) {
        return 1.0;
    }
    const double t = (x - low) / (high - low);
    return t * t * (3.0 - 2.0 * t);
}

}  // namespace stubble
