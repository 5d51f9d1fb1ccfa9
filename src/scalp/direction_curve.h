// Lines drawn over the scalp, such as the natural hairline, as seen from the middle of the head, and how far a place is from one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geometry/curve_distance.h"
#include "geometry/vec.h"

namespace stubble {

// Common to everything in this module that takes `canonical_mm`: a place on or near the skin of the average
// male head, to which every fitted head is warped back; millimetres, x to the client's left, y up, z out of
// the face, origin midway between the tragions. Only the whorl tells left from right.

// Where directions are taken from: the middle of the head at the height of the brows (assumed).
[[nodiscard]] inline Point3 scalp_center_mm() {
    return {0.0, 20.0, -18.0};
}

struct ScalpDirection {
    double azimuth_deg = 0.0;    // 0 front, 90 either side, 180 back
    double elevation_deg = 0.0;  // 0 level, 90 straight up
};

// Precondition: not the centre itself.
[[nodiscard]] ScalpDirection scalp_direction(const Point3& canonical_mm);

// Corners of a smooth line through landmarks of one side, front first: Catmull-Rom in azimuth and elevation,
// 8 pieces per span; corners at which the azimuth does not grow are left out.
[[nodiscard]] std::vector<ScalpDirection> smooth_corners(const std::vector<Point3>& landmarks_mm);

// A line round the head with one elevation per azimuth, mirrored to the other side.
class DirectionCurve {
public:
    // Straight in azimuth and elevation between the corners. Two corners of one azimuth make a step, whose
    // azimuth belongs to the second. Preconditions: at least one corner, azimuths that never fall.
    explicit DirectionCurve(std::vector<ScalpDirection> corners);

    // Before the first and after the last corner: theirs.
    [[nodiscard]] double elevation_deg(double azimuth_deg) const;

    // Distance to the line in mm, positive above it, negative below; continuous, and 0 exactly on the line.
    // Estimated as angle times radius: up to 10 % short where the skin is seen obliquely (measured on the
    // canonical head: within 1.2 mm at 10 mm, within 2.5 mm at 20 mm).
    [[nodiscard]] double height_mm(const Point3& canonical_mm) const;

    [[nodiscard]] const std::vector<ScalpDirection>& corners() const { return corners_; }

private:
    std::vector<ScalpDirection> corners_;
    CurveDistance outline_;  // unit vectors at most 1.5 degrees apart
};

}  // namespace stubble
