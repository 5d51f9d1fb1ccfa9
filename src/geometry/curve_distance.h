// Fast distance of many places from one long curve in space (chain of straight pieces).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geometry/vec.h"

namespace stubble {

// Keeps the curve in runs of a few pieces with a ball around each.
class CurveDistance {
public:
    // Precondition: at least one corner.
    explicit CurveDistance(std::vector<Point3> corners);

    [[nodiscard]] const std::vector<Point3>& corners() const { return corners_; }
    // Distance to the nearest place of the curve, or `farthest` when it is not nearer.
    [[nodiscard]] double distance(const Point3& place, double farthest) const;

private:
    struct Run {
        std::size_t first;  // corner
        std::size_t last;
        Point3 center;
        double radius;
    };
    std::vector<Point3> corners_;
    std::vector<Run> runs_;
};

}  // namespace stubble
