// Keeps a spacing from changing faster over the surface than a Poisson-disc pattern can follow.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geometry/triangle_mesh.h"

namespace stubble {

// Lowers radii (never raises one) until along every edge of the mesh they change by at most `slope` mm per mm.
// Preconditions: one finite radius per vertex, slope > 0.
void limit_gradient(const TriangleMesh& mesh, double slope, std::vector<float>& radius_mm);

}  // namespace stubble
