// Turns a solid given by a formula into a closed triangle mesh (surface nets) whose edges all have exactly two triangles.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "geometry/triangle_mesh.h"
#include "geometry/vec.h"

namespace stubble {

// Planes of the grid along each axis, ascending; spacings may differ.
struct RectilinearGrid {
    std::array<std::vector<double>, 3> planes_mm;
};

// Below 0 inside the solid; called from several threads.
using ImplicitFunction = std::function<double(const Point3&)>;

// Points and triangles, counter-clockwise seen from outside.
struct SurfaceNet {
    std::vector<Point3> points_mm;
    std::vector<Triangle> triangles;
};

// One point in each cell that the surface crosses (mean of the crossings of its edges), a quad around each crossed edge
// (Gibson 1998, "Constrained elastic surface nets"), cut along its shorter diagonal. Signs are made well-composed before
// (Latecki, Eckhardt, Rosenfeld 1995): no face of a cell has a checkerboard of signs, no cell two lone opposite corners; so the
// mesh is a 2-manifold. Closed where the solid lies inside the grid.
// Precondition: two planes or more per axis.
// `steepest` bounds the slope of the function from above: whole blocks of nodes that are too far from the surface for it are
// not asked one by one, which changes nothing. Where the function is steeper after all, the surface is followed from its
// neighbourhood all the same; only a part apart from all others could be missed. The result does not depend on the number of
// threads.
[[nodiscard]] SurfaceNet surface_nets(const ImplicitFunction& distance, const RectilinearGrid& grid,
                                      double steepest);

}  // namespace stubble
