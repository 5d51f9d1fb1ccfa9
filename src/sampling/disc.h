// A point of a pattern with its radius (smallest distance), and triangles of surface with the radius wanted at their corners.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/vector_lanes.h"
#include "geometry/vec.h"

namespace stubble {

// Two places belong to opposite sheets (front and back of an ear) when their normals differ by more than 104 degrees;
// then they ignore each other (limit assumed). A zero normal is on every sheet.
inline constexpr float opposite_sheets_cosine = -0.25F;

[[nodiscard]] inline bool same_sheet(const Vector3f& normal, const Vector3f& other) {
    return normal.dot(other) > opposite_sheets_cosine;
}

// A place x, y, z and a radius r. Points p and q are in conflict when |p - q| < (r_p + r_q) / 2. Kept in one register:
// what is linear in place and radius is one instruction.
struct Disc {
    Float4 xyzr{};

    [[nodiscard]] static Disc of(const Vector3f& place, float radius) {
        return {Float4{place.x(), place.y(), place.z(), radius}};
    }
    [[nodiscard]] Vector3f place() const { return {xyzr[0], xyzr[1], xyzr[2]}; }
    [[nodiscard]] float radius() const { return xyzr[3]; }
};

[[nodiscard]] inline float squared_distance(const Disc& a, const Disc& b) {
    const Float4 d = a.xyzr - b.xyzr;
    const Float4 d2 = d * d;
    return d2[0] + d2[1] + d2[2];
}

[[nodiscard]] inline Disc middle(const Disc& a, const Disc& b) {
    return {0.5F * (a.xyzr + b.xyzr)};
}

// A triangle of the surface with the radius wanted at its corners; in between it varies linearly.
struct RadiusTriangle {
    Disc a;
    Disc b;
    Disc c;

    [[nodiscard]] Disc centroid() const {
        constexpr float third = 1.0F / 3.0F;
        return {third * (a.xyzr + b.xyzr + c.xyzr)};
    }
    // u steps from a to b, v from a to c.
    [[nodiscard]] Disc at(float u, float v) const {
        return {a.xyzr + u * (b.xyzr - a.xyzr) + v * (c.xyzr - a.xyzr)};
    }
    [[nodiscard]] float smallest_radius() const {
        return std::min(std::min(a.radius(), b.radius()), c.radius());
    }
    [[nodiscard]] float largest_radius() const {
        return std::max(std::max(a.radius(), b.radius()), c.radius());
    }
    [[nodiscard]] float farthest_corner(const Disc& from) const {
        return std::sqrt(std::max(std::max(squared_distance(a, from), squared_distance(b, from)),
                                  squared_distance(c, from)));
    }
    [[nodiscard]] float area() const {
        return 0.5F * (b.place() - a.place()).cross(c.place() - a.place()).norm();
    }
};

// The four triangles that the middles of the sides make: at corner a, b, c, and between them.
struct Quarters {
    RadiusTriangle whole;
    Disc ab;
    Disc bc;
    Disc ca;

    explicit Quarters(const RadiusTriangle& triangle)
        : whole(triangle),
          ab(middle(triangle.a, triangle.b)),
          bc(middle(triangle.b, triangle.c)),
          ca(middle(triangle.c, triangle.a)) {}

    [[nodiscard]] RadiusTriangle quarter(int index) const {
        switch (index) {
            case 0:
                return {whole.a, ab, ca};
            case 1:
                return {ab, whole.b, bc};
            case 2:
                return {ca, bc, whole.c};
            default:
                return {bc, ca, ab};
        }
    }
};

}  // namespace stubble
