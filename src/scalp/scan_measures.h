// What tape and calipers would read on a scanned head: length, breadth and circumference from flat sections.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "geometry/triangle_mesh.h"
#include "scalp/head_surface.h"

namespace stubble {

// Millimetres, defined as HeadMeasures. Nothing where the scan has a hole.
struct ScanMeasures {
    std::optional<double> length;
    std::optional<double> breadth;
    std::optional<double> circumference;
    std::optional<double> tragion_top;  // above the origin of the frame: as true as its place
};

// The scan lies in the frame of the generated head `about`; what is farther than 15 mm from its skin (hair buns, shoulders), near
// its ears or below its jaw does not count.
[[nodiscard]] ScanMeasures measure_scan(const TriangleMesh& scan, const HeadSurface& about);

}  // namespace stubble
