// Eigen aliases for points, directions and boxes used everywhere, in millimetres or pixels as the name beside says.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>

namespace stubble {

using Point2 = Eigen::Vector2d;
using Point3 = Eigen::Vector3d;
// Single precision: vertices of meshes and places relative to a nearby origin.
using Vector3f = Eigen::Vector3f;

// Axis-aligned rectangle.
struct Box2 {
    Point2 low;
    Point2 high;
};

}  // namespace stubble
