// Smooth curves through a few measured points (natural or periodic cubic splines), kept as fine tables for fast reading.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <vector>

#include "geometry/dual.h"

namespace stubble {

// y(x), read linearly between 4,097 samples of the spline.
class BakedSpline {
public:
    // (x, y), x ascending and distinct, at least two.
    using Knots = std::vector<std::pair<double, double>>;

    // Natural spline (no curvature at its ends); outside the knots it goes on at the height of the last one.
    [[nodiscard]] static BakedSpline natural(const Knots& knots);
    // Angle in radians, period 2 pi; knots in (-pi, pi].
    [[nodiscard]] static BakedSpline periodic(const Knots& knots);

    [[nodiscard]] double operator()(double x) const { return at(x).first; }
    [[nodiscard]] Dual operator()(const Dual& x) const {
        const auto [value, slope] = at(x.value());
        return x.chained(value, slope);
    }

private:
    BakedSpline(double low, double high, std::vector<double> samples);
    // Value and slope.
    [[nodiscard]] std::pair<double, double> at(double x) const;

    double low_;
    double per_unit_;  // samples
    std::vector<double> samples_;
};

}  // namespace stubble
