// The numbers that make one head differ from another, and the stretch from the average (canonical) head to a client's (real) one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geometry/implicit_shapes.h"

namespace stubble {

// Head frame, canonical and real: millimetres, x to the client's left, y up, z out of the face, origin midway between the
// tragions, Frankfurt plane y = 0. Scales are relative to the canonical head, an average man; all default to him. Source of
// all head formulas and tables: science page "Generated bald head", revision 2 (made for this program; no scan in it).
struct HeadShape {
    double breadth = 1.0;  // of the vault
    double length = 1.0;
    double height = 1.0;
    double plan_squareness = 0.0;  // added to the exponent of the cross-sections, seen from above
    double coronal_squareness = 0.0;  // the same, seen from the front
    double sagittal_fullness =
        0.0;  // bulge half-way up forehead and back, as a share of the radius
    double face_height = 1.0;
    double face_breadth = 1.0;
    double neck = 1.0;
    double ear = 1.0;
    double ear_angle_deg = 27.0;  // between auricle and sagittal plane
    double femininity = 0.0;      // 0 = man, 1 = woman: brow, jaw, chin, lips, forehead

    friend bool operator==(const HeadShape&, const HeadShape&) = default;
};

// Parameters to the nearest multiple of 2^-17, so that a last bit of difference between processors does not reach the head.
[[nodiscard]] HeadShape rounded(HeadShape shape);

// Scales that vary with height: face and vault have their own breadth and height, blended over the temples.
class HeadWarp {
public:
    explicit HeadWarp(const HeadShape& shape);

    template <typename T>
    [[nodiscard]] Coordinates<T> to_canonical(const Coordinates<T>& real) const {
        const T y = canonical_height(real.y);
        return {real.x / breadth_at(y), y, real.z / length_};
    }
    [[nodiscard]] Point3 to_canonical(const Point3& real) const {
        return point_of(to_canonical(coordinates(real)));
    }
    [[nodiscard]] Point3 to_real(const Point3& canonical) const;
    // Real y of a canonical one.
    [[nodiscard]] double real_height(double canonical_y) const;
    // Real x over canonical x at a canonical height.
    template <typename T>
    [[nodiscard]] T breadth_at(const T& canonical_y) const {
        return face_breadth_ + (breadth_ - face_breadth_) * soft_step(-10.0, 45.0, canonical_y);
    }

private:
    template <typename T>
    [[nodiscard]] T canonical_height(const T& real_y) const;

    double breadth_;
    double face_breadth_;
    double length_;
    std::vector<double> real_y_;  // of canonical heights in fixed steps
};

}  // namespace stubble
