// Rounded solids as formulas (ellipsoids, cones, tubes) and soft ways to join and cut them: implicit modelling.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <vector>

#include "geometry/dual.h"
#include "geometry/vec.h"

namespace stubble {

// All functions give about the distance to a solid in mm: below 0 inside, above 0 outside, 0 on its surface. T is double or
// Dual (with gradient).

template <typename T>
struct Coordinates {
    T x;
    T y;
    T z;
};

[[nodiscard]] inline Coordinates<double> coordinates(const Point3& p) {
    return {p.x(), p.y(), p.z()};
}
[[nodiscard]] inline Coordinates<Dual> dual_coordinates(const Point3& p) {
    return {Dual::coordinate(p.x(), 0), Dual::coordinate(p.y(), 1), Dual::coordinate(p.z(), 2)};
}
template <typename T>
[[nodiscard]] Point3 point_of(const Coordinates<T>& p) {
    return {value_of(p.x), value_of(p.y), value_of(p.z)};
}

template <typename T>
[[nodiscard]] Coordinates<T> operator-(const Coordinates<T>& p, const Point3& q) {
    return {p.x - q.x(), p.y - q.y(), p.z - q.z()};
}
template <typename T>
[[nodiscard]] T dot(const Coordinates<T>& p, const Point3& q) {
    return p.x * q.x() + p.y * q.y() + p.z * q.z();
}
template <typename T>
[[nodiscard]] T norm(const Coordinates<T>& p) {
    using std::sqrt;
    return sqrt(p.x * p.x + p.y * p.y + p.z * p.z);
}

// 0 below `low`, 1 above `high`, 3 t^2 - 2 t^3 in between.
template <typename T>
[[nodiscard]] T soft_step(double low, double high, const T& x) {
    const T t = (x - low) / (high - low);
    if (value_of(t) <= 0.0) {
        return T(0.0);
    }
    if (value_of(t) >= 1.0) {
        return T(1.0);
    }
    return t * t * (3.0 - 2.0 * t);
}

// Union and intersection with a rounded join of width k mm: the cubic (C2) smooth minimum. The quadratic one leaves lines in
// the light on skin. Deepest effect k / 4.
template <typename T>
[[nodiscard]] T soft_union(const T& a, const T& b, double k) {
    using std::abs;
    const double width = 1.5 * k;
    const T& smaller = b < a ? b : a;
    const T overlap = width - abs(a - b);
    if (value_of(overlap) <= 0.0) {
        return smaller;
    }
    const T h = overlap / width;
    return smaller - h * h * h * (width / 6.0);
}
template <typename T>
[[nodiscard]] T soft_intersection(const T& a, const T& b, double k) {
    return -soft_union<T>(-a, -b, k);
}
// a without b.
template <typename T>
[[nodiscard]] T soft_difference(const T& a, const T& b, double k) {
    return -soft_union<T>(-a, b, k);
}

struct Ellipsoid {
    Ellipsoid(const Point3& center, const Point3& radii)
        : center_mm(center),
          radii_mm(radii),
          largest_mm(radii.maxCoeff()),
          smallest_mm(radii.minCoeff()) {}

    Point3 center_mm;
    Point3 radii_mm;
    double largest_mm;
    double smallest_mm;
};

template <typename T>
[[nodiscard]] T distance_to(const Ellipsoid& e, const Coordinates<T>& p) {
    const Coordinates<T> q = p - e.center_mm;
    const Coordinates<T> scaled{q.x / e.radii_mm.x(), q.y / e.radii_mm.y(), q.z / e.radii_mm.z()};
    const T k0 = norm(scaled);
    const T k1 = norm(Coordinates<T>{scaled.x / e.radii_mm.x(), scaled.y / e.radii_mm.y(),
                                     scaled.z / e.radii_mm.z()});
    if (value_of(k1) < 1e-12) {
        return T(-e.smallest_mm);
    }
    return k0 * (k0 - 1.0) / k1;
}

// ... is certainly `limit_mm` or more: quick to tell, but not always told.
[[nodiscard]] inline bool is_farther(const Ellipsoid& e, const Point3& p, double limit_mm) {
    const double reach = e.largest_mm * (1.0 + std::max(limit_mm, 0.0) / e.smallest_mm);
    return (p - e.center_mm).squaredNorm() > reach * reach;
}

// Straight, with round ends of two radii.
struct RoundCone {
    Point3 start_mm;
    double start_radius_mm;
    Point3 end_mm;
    double end_radius_mm;
};

template <typename T>
[[nodiscard]] T distance_to(const RoundCone& c, const Coordinates<T>& p) {
    const Coordinates<T> q = p - c.start_mm;
    const Point3 axis = c.end_mm - c.start_mm;
    T along = dot(q, axis) / axis.squaredNorm();
    if (value_of(along) < 0.0) {
        along = T(0.0);
    } else if (value_of(along) > 1.0) {
        along = T(1.0);
    }
    const Coordinates<T> away{q.x - along * axis.x(), q.y - along * axis.y(),
                              q.z - along * axis.z()};
    return norm(away) - (c.start_radius_mm + (c.end_radius_mm - c.start_radius_mm) * along);
}

[[nodiscard]] inline bool is_farther(const RoundCone& c, const Point3& p, double limit_mm) {
    const double reach = 0.5 * (c.end_mm - c.start_mm).norm() + std::max(limit_mm, 0.0) +
                         std::max(c.start_radius_mm, c.end_radius_mm);
    return (p - 0.5 * (c.start_mm + c.end_mm)).squaredNorm() > reach * reach;
}

struct TubeKnot {
    Point3 center_mm;
    double radius_mm;
};

// A bent tube: cones one after the other, and a ball around them.
struct Tube {
    std::vector<RoundCone> cones;
    Point3 ball_center_mm;
    double ball_radius_mm;
};

// Through knots, joined straight.
[[nodiscard]] Tube straight_tube(const std::vector<TubeKnot>& knots);
// Through knots along a uniform Catmull-Rom curve of places and radii, four cones a span (end knots doubled).
[[nodiscard]] Tube smooth_tube(const std::vector<TubeKnot>& knots);

template <typename T>
[[nodiscard]] T distance_to(const Tube& tube, const Coordinates<T>& p) {
    const Coordinates<double> place = coordinates(point_of(p));
    const RoundCone* nearest = nullptr;
    double smallest = 0.0;
    for (const RoundCone& cone : tube.cones) {
        const double distance = distance_to(cone, place);
        if (nearest == nullptr || distance < smallest) {
            nearest = &cone;
            smallest = distance;
        }
    }
    return distance_to(*nearest, p);
}

[[nodiscard]] inline bool is_farther(const Tube& tube, const Point3& p, double limit_mm) {
    const double reach = tube.ball_radius_mm + std::max(limit_mm, 0.0);
    return (p - tube.ball_center_mm).squaredNorm() > reach * reach;
}

template <typename... Solids>
[[nodiscard]] bool are_farther(const Point3& p, double limit_mm, const Solids&... solids) {
    return (is_farther(solids, p, limit_mm) && ...);
}

// A soft join of d with a solid (that much thicker) or a cut by it. What they give is exactly that of soft_union and
// soft_difference, but far from the join the solid is not looked at, and its slopes are worked out only where it counts.
struct SoftJoin {
    double width_mm;
    double thicker_mm = 0.0;

    // A part that is this much farther away changes nothing.
    [[nodiscard]] constexpr double reach_mm() const { return 1.5 * width_mm; }
};

template <typename T, typename Solid>
[[nodiscard]] T joined_to(const T& d, const Coordinates<T>& place, const Solid& solid,
                          const SoftJoin& join) {
    const Point3 p = point_of(place);
    const double limit = value_of(d) + join.reach_mm() + join.thicker_mm;
    if (is_farther(solid, p, limit)) {
        return d;
    }
    if constexpr (std::is_same_v<T, Dual>) {
        if (distance_to(solid, coordinates(p)) >= limit) {
            return d;
        }
    }
    return soft_union(d, T(distance_to(solid, place) - join.thicker_mm), join.width_mm);
}
template <typename T, typename Solid>
[[nodiscard]] T cut_by(const T& d, const Coordinates<T>& place, const Solid& solid,
                       const SoftJoin& join) {
    return -joined_to<T>(-d, place, solid, join);
}

}  // namespace stubble
