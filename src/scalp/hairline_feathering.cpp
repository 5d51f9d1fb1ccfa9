#include "scalp/hairline_feathering.h"

#include <cmath>

#include "base/noise.h"

namespace stubble {

double feathered_share(double distance_mm, double feather_mm) {
    constexpr double share_at_feather = 0.6;
    constexpr double full_at = 2.5;
    if (distance_mm <= 0.0) {
        return 0.0;
    }
    if (distance_mm >= full_at * feather_mm) {
        return 1.0;
    }
    const double t = distance_mm / feather_mm;
    return t <= 1.0 ? share_at_feather * t
                    : share_at_feather + (1.0 - share_at_feather) * (t - 1.0) / (full_at - 1.0);
}

double edge_wander_mm(const Point2& place_mm, double irregularity_mm, std::uint64_t seed) {
    constexpr double long_wave_mm = 22.0;
    constexpr double short_wave_mm = 6.0;
    // A noise pitch is about half a wave.
    const Point2 slow = place_mm * (2.0 / long_wave_mm);
    const Point2 fast = place_mm * (2.0 / short_wave_mm);
    const double waves =
        smooth_noise(slow.x(), slow.y(), seed) + smooth_noise(fast.x(), fast.y(), hash64(seed, 1));
    return irregularity_mm * waves / std::sqrt(2.0);
}

}  // namespace stubble
