// Curves as chains of straight pieces: smooth curves through a few drawn points (Catmull-Rom), distance to a curve.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "base/check.h"
#include "geometry/vec.h"

namespace stubble {

// `Point` is an Eigen vector of any fixed size: places, places with a radius, pairs of angles.

// Uniform Catmull-Rom curve through all knots (the end knots count twice), `pieces` per span; the result
// holds every knot. Preconditions: at least one knot, pieces >= 1.
template <typename Point>
[[nodiscard]] std::vector<Point> catmull_rom(const std::vector<Point>& knots, int pieces) {
    STUBBLE_CHECK(!knots.empty() && pieces >= 1);
    std::vector<Point> curve;
    for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
        const Point& before = knots[i == 0 ? 0 : i - 1];
        const Point& from = knots[i];
        const Point& to = knots[i + 1];
        const Point& after = knots[std::min(i + 2, knots.size() - 1)];
        for (int piece = 0; piece < pieces; ++piece) {
            const double t = static_cast<double>(piece) / pieces;
            curve.push_back(0.5 * (2.0 * from + (to - before) * t +
                                   (2.0 * before - 5.0 * from + 4.0 * to - after) * (t * t) +
                                   (3.0 * from - before - 3.0 * to + after) * (t * t * t)));
        }
    }
    curve.push_back(knots.back());
    return curve;
}

// The place of the piece between two points that is nearest to `point`.
template <typename Point>
[[nodiscard]] Point nearest_on_segment(const Point& from, const Point& to, const Point& point) {
    const Point along = to - from;
    const double length2 = along.squaredNorm();
    const double share =
        length2 > 0.0 ? std::clamp((point - from).dot(along) / length2, 0.0, 1.0) : 0.0;
    return from + share * along;
}

// The place of an open curve that is nearest to `point`. Precondition: at least one corner.
template <typename Point>
[[nodiscard]] Point nearest_on_polyline(const std::vector<Point>& curve, const Point& point) {
    STUBBLE_CHECK(!curve.empty());
    Point nearest = curve.front();
    double best = (point - nearest).squaredNorm();
    for (std::size_t i = 0; i + 1 < curve.size(); ++i) {
        const Point place = nearest_on_segment(curve[i], curve[i + 1], point);
        const double distance2 = (point - place).squaredNorm();
        if (distance2 < best) {
            best = distance2;
            nearest = place;
        }
    }
    return nearest;
}

}  // namespace stubble
