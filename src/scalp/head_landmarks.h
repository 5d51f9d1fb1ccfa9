// Landmarks of a fitted head in millimetres: glabella, vertex, tragion, canthus, whorl, hairline points; arc over the midline.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "scalp/head_surface.h"

namespace stubble {

// Real head frame. Those beside the midline are the client's left ones (x > 0), except the whorl.
struct HeadLandmark {
    std::string name;  // snake_case: "glabella", "temple_point"
    Point3 place_mm;
};

// On the skin, ears off. Definitions: science page "Generated bald head", section 5.
[[nodiscard]] std::vector<HeadLandmark> head_landmarks(const HeadSurface& head);

// The place on the midline so many mm along the skin above the glabella, canonical (x = 0). Heights from 0 to 250 mm, else the
// nearest of these: past the vertex the tape goes down the back of the head.
[[nodiscard]] Point3 midline_above_glabella(const HeadSurface& head, double arc_mm);
// The reverse: the arc from the glabella to a canonical place of the midline.
[[nodiscard]] double arc_above_glabella_mm(const HeadSurface& head, const Point3& canonical);

// The skin of a head at a canonical place near it, real: moved along the slope of the surface.
[[nodiscard]] Point3 on_skin(const HeadSurface& head, const Point3& canonical);

}  // namespace stubble
