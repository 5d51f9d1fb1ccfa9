// How the scalp is inclined: roughly which way its skin faces, to turn distances between planes into distances along the skin.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geometry/vec.h"

namespace stubble {

// Outward unit normal of the ellipsoid that follows the canonical vault: within 6 degrees of the skin on half
// of the scalp, 30 at the low nape. For estimates of distance; pictures take the normal of the mesh.
// Precondition: not the centre (0, 44, -2).
[[nodiscard]] Point3 rough_outward_normal(const Point3& canonical_mm);

// Millimetres along the skin per millimetre of the straight way along the unit vector `across`, at most 2:
// 1 where the skin runs along it, more where it is crossed obliquely.
[[nodiscard]] double skin_per_straight_mm(const Point3& canonical_mm, const Point3& across);

// Turns a short way seen from above (x, z) into the way on the skin laid flat, about a place with y > 0: ways down
// the slope become longer, at most twice as long. Within 15 % on the top of the head.
[[nodiscard]] Eigen::Matrix2d skin_from_above(const Point3& canonical_mm);

}  // namespace stubble
