#include "scalp/scalp_slope.h"

#include <algorithm>
#include <cmath>

namespace stubble {

Point3 rough_outward_normal(const Point3& canonical_mm) {
    // Half axes and middle from the vault: half width 76.6, top at y 131.5, front at z 96.6, back at z -100.5.
    const Point3 middle_mm(0.0, 44.0, -2.0);
    const Point3 half_axes_mm(76.5, 87.5, 98.5);
    return (canonical_mm - middle_mm)
        .cwiseQuotient(half_axes_mm.cwiseProduct(half_axes_mm))
        .normalized();
}

double skin_per_straight_mm(const Point3& canonical_mm, const Point3& across) {
    constexpr double most = 2.0;
    const double into_skin = rough_outward_normal(canonical_mm).dot(across);
    const double along_skin = std::sqrt(std::max(1.0 - into_skin * into_skin, 0.0));
    return 1.0 / std::max(along_skin, 1.0 / most);
}

Eigen::Matrix2d skin_from_above(const Point3& canonical_mm) {
    constexpr double most = 2.0;
    const Point3 normal = rough_outward_normal(canonical_mm);
    const Point2 downhill = Point2(normal.x(), normal.z()).stableNormalized();
    const double longer = 1.0 / std::max(normal.y(), 1.0 / most);
    return Eigen::Matrix2d::Identity() + (longer - 1.0) * downhill * downhill.transpose();
}

}  // namespace stubble
