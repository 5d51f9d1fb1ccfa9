// What a tape measure and calipers read on a head: circumference, length, breadth, arcs over the head, face and neck.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "scalp/head_surface.h"

namespace stubble {

// Millimetres on the shaved skin, ears out of the way; a tape spans hollows.
struct HeadMeasures {
    double length = 0.0;          // glabella to the farthest point of the back of the head
    double breadth = 0.0;         // greatest, above the ears
    double tragion_top = 0.0;     // height of the highest point above the tragions
    double circumference = 0.0;   // over glabella and back of the head, the largest
    double coronal_arc = 0.0;     // tragion over the top to the other tragion
    double sagittal_arc = 0.0;    // glabella over the top to the inion
    double menton_sellion = 0.0;  // chin to the root of the nose
    double bizygomatic = 0.0;     // breadth of the face
    double bigonial = 0.0;        // breadth of the jaw
    double bitragion = 0.0;
    double neck = 0.0;  // circumference
};

// Measures heads one after the other; each search on the skin starts where it ended on the head before, so that a fit is fast.
// Equal sequences of heads give equal numbers.
class HeadTape {
public:
    [[nodiscard]] HeadMeasures measure(const HeadSurface& head);

private:
    std::vector<double> last_hits_;  // distance along each ray, in the order of their casting
};

// Distance along a ray from a place inside the head to the skin (ears off).
// Precondition: unit direction.
[[nodiscard]] double distance_to_skin_mm(const HeadSurface& head, const Point3& inside,
                                         const Point3& direction);

}  // namespace stubble
