// Improves the mesh of a surface given by a formula: moves its points onto the surface, evens them out, splits triangles where detail is.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "geometry/dual.h"
#include "geometry/surface_nets.h"

namespace stubble {

// Value and gradient of the formula; called from several threads.
using ImplicitGradient = std::function<Dual(const Point3&)>;

struct Relaxation {
    int passes = 1;
    double longest_step_mm = 1.0;  // of one move towards the surface
};

// Numbers of points of a net, ascending.
using PointList = std::vector<std::uint32_t>;

// `passes` times a Newton step along the gradient and a step along the surface towards the mean of the neighbours; then Newton
// steps until a point settles, five at most. The result does not depend on the number of threads.
void relax_on_surface(const ImplicitGradient& distance, const Relaxation& relaxation,
                      SurfaceNet& net);
// ... of some points only; the others stay.
void relax_on_surface(const ImplicitGradient& distance, const Relaxation& relaxation,
                      const PointList& points, SurfaceNet& net);

// Splits every triangle whose centroid is wanted into four, and the triangles beside these so that no gap opens (red-green
// refinement, Bank and Weiser 1985). The points of all triangles that were split, new ones included.
PointList refine_triangles(const std::function<bool(const Point3&)>& wanted, SurfaceNet& net);

}  // namespace stubble
