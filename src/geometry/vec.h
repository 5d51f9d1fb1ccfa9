// Eigen aliases for points, directions and boxes used everywhere, in millimetres or pixels as the name beside says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

namespace stubble {

using Point2 = Eigen::Vector2d;

// Axis-aligned rectangle.
struct Box2 {
    Point2 low;
    Point2 high;
};

}  // namespace stubble
