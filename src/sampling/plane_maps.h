// Triangles of surface in coordinates of their planes, in which what a disc covers is a circle, however the radius varies.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "sampling/disc.h"

namespace stubble {

struct PlanePoint {
    float x = 0.0F;
    float y = 0.0F;
};

// What a disc covers: the places whose squared distance is below `inner` surely, beyond `outer` surely not. The room between
// them is for the rounding of single precision.
struct Circle {
    PlanePoint center;
    float inner = 0.0F;
    float outer = 0.0F;
};

// A triangle with one corner at the origin, b along its longest side and c on the left of that.
struct PlaneTriangle {
    PlanePoint b;
    PlanePoint c;

    // u steps to b, v to c.
    [[nodiscard]] PlanePoint at(float u, float v) const {
        return {u * b.x + v * c.x, u * b.y + v * c.y};
    }
    [[nodiscard]] bool holds(const PlanePoint& p) const {
        return p.y * b.x >= p.x * b.y && p.x * c.y >= p.y * c.x &&
               (c.x - b.x) * (p.y - b.y) >= (c.y - b.y) * (p.x - b.x);
    }
};

// Eight circles, or the same disc seen by eight triangles.
struct Circles8 {
    Float8 x;
    Float8 y;
    Float8 inner;
    Float8 outer;
};

// Eight triangles, one a lane.
//
// With s from a corner of a triangle, a radius of r + g.s there, and a disc of radius r_p at q from the corner, the places
// |s - q| < (r_p + r + g.s) / 2 are an ellipse: |s|^2 - (g.s)^2/4 - 2 s.(q + R g/4) + |q|^2 - R^2/4 < 0, R = r_p + r.
// Its quadratic part is the same for all discs. Shortened along g by sqrt(1 - g^2/4) the plane shows circles.
class alignas(64) PlaneMaps {
public:
    static constexpr std::size_t lanes = 8;

    // Puts a triangle into a lane; after the last one come the computations. Lanes without a triangle are steep.
    void clear();
    void set(std::size_t lane, const RadiusTriangle& shape, const Vector3f& normal);
    void compute();

    // Where the radius changes by more than 1.5 mm per mm, or the triangle is no more than a line, there are no coordinates,
    // and no disc reaches it.
    [[nodiscard]] bool is_steep(std::size_t lane) const { return steep_[lane] != 0; }
    [[nodiscard]] PlaneTriangle triangle(std::size_t lane) const {
        return {{bx_[lane], by_[lane]}, {cx_[lane], cy_[lane]}};
    }
    // In space.
    [[nodiscard]] float area(std::size_t lane) const { return area_[lane]; }
    // Square of the smallest radius.
    [[nodiscard]] float radius2(std::size_t lane) const { return radius2_[lane]; }

    // The place in space with the radius wanted there.
    [[nodiscard]] Disc place(std::size_t lane, const PlanePoint& p) const;

    // What a disc covers of each triangle's plane.
    [[gnu::always_inline]] Circles8 circles_of(const Disc& disc) const;
    // In which triangles any place may be in a circle, and the normals belong to the same sheet.
    [[gnu::always_inline]] Int8 reached(const Circles8& circles, const Vector3f& normal) const;

private:
    struct Vectors {
        Float8 x{};
        Float8 y{};
        Float8 z{};
    };
    struct Corners {
        Vectors place;
        Float8 radius{};
    };

    Corners shape_[3];
    Vectors normal_;
    Corners origin_;  // the corner at the origin of the plane
    // Directions in space: along the slope of the radius, the same stretched as the plane is shortened, across it, and out of
    // the plane.
    Vectors along_;
    Vectors stretched_;
    Vectors across_;
    Vectors out_;
    Float8 slope_share_;  // of R in the place of the circle
    Float8 radius_rise_;  // largest radius over that of the origin
    Float8 coarseness_;   // radii for which coordinates are as coarse as they may be
    Float8 bx_;
    Float8 by_;
    Float8 cx_;
    Float8 cy_;
    Float8 area_;
    Float8 radius2_;
    Int8 steep_;
};

inline Circles8 PlaneMaps::circles_of(const Disc& disc) const {
    constexpr float margin = 0.25F * 2e-5F;  // of the squared sum of the radii
    const Float8 qx = disc.xyzr[0] - origin_.place.x;
    const Float8 qy = disc.xyzr[1] - origin_.place.y;
    const Float8 qz = disc.xyzr[2] - origin_.place.z;
    const Float8 radii = disc.xyzr[3] + origin_.radius;
    const auto part = [&](const Vectors& v) __attribute__((always_inline)) {
        return Float8(qx * v.x + qy * v.y + qz * v.z);
    };
    const Float8 x = part(stretched_) + radii * slope_share_;
    const Float8 y = part(across_);
    const Float8 along = part(along_);
    const Float8 out = part(out_);
    const Float8 squared = x * x - along * along - out * out + 0.25F * (radii * radii);
    const Float8 most = radii + radius_rise_;
    const Float8 caution = margin * (most * (most > coarseness_ ? most : coarseness_));
    return {x, y, squared - caution, squared + caution};
}

inline Int8 PlaneMaps::reached(const Circles8& circles, const Vector3f& normal) const {
    const Float8 outer = circles.outer;
    // From the corners a, b, c.
    const Float8 ax = circles.x;
    const Float8 ay = circles.y;
    const Float8 bx = ax - bx_;
    const Float8 by = ay - by_;
    const Float8 cx = ax - cx_;
    const Float8 cy = ay - cy_;
    const Float8 dx = cx_ - bx_;
    const Float8 dy = cy_ - by_;
    const Float8 depth_ab = ay * bx_ - ax * by_;
    const Float8 depth_bc = by * dx - bx * dy;
    const Float8 depth_ca = ax * cy_ - ay * cx_;
    const Int8 inside = (depth_ab >= 0.0F) & (depth_bc >= 0.0F) & (depth_ca >= 0.0F);
    const Int8 corners =
        (ax * ax + ay * ay < outer) | (bx * bx + by * by < outer) | (cx * cx + cy * cy < outer);
    // Beside a side: between its ends, and not too far from it.
    const Int8 ab = (ax * bx_ + ay * by_ > 0.0F) & (bx * bx_ + by * by_ < 0.0F) &
                    (depth_ab * depth_ab < outer * (bx_ * bx_ + by_ * by_));
    const Int8 bc = (bx * dx + by * dy > 0.0F) & (cx * dx + cy * dy < 0.0F) &
                    (depth_bc * depth_bc < outer * (dx * dx + dy * dy));
    const Int8 ca = (ax * cx_ + ay * cy_ > 0.0F) & (cx * cx_ + cy * cy_ < 0.0F) &
                    (depth_ca * depth_ca < outer * (cx_ * cx_ + cy_ * cy_));
    const Float8 cosine = normal.x() * normal_.x + normal.y() * normal_.y + normal.z() * normal_.z;
    return (inside | corners | ab | bc | ca) & (outer > 0.0F) & ~steep_ &
           (cosine > opposite_sheets_cosine);
}

}  // namespace stubble
