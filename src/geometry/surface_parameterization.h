// Flattens a curved surface into a chart so that lengths in millimetres survive as well as they can (ARAP parameterization).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geometry/triangle_mesh.h"
#include "geometry/vec.h"

namespace stubble {

struct Flattening {
    std::vector<Point2>
        start;  // a place per vertex without flipped triangles, about the right size
    std::vector<double> weights;  // importance of each triangle, > 0
    int iterations = 50;
};

// As-rigid-as-possible chart with free boundary: each triangle is turned, not stretched, as far as its neighbours allow (Liu,
// Zhang, Xu, Gotsman, Gortler 2008, "A local/global approach to mesh parameterization"; cotangents clipped to +-60). One place
// in mm per vertex; moved and turned freely. Precondition: one connected piece, one start per vertex, one weight per triangle.
[[nodiscard]] std::vector<Point2> flatten_surface(const TriangleMesh& mesh,
                                                  const Flattening& flattening);

// Stretch of one triangle: singular values of the map from the surface to the chart, larger first. The second is negative for
// a flipped triangle.
struct Stretch {
    double larger = 1.0;
    double smaller = 1.0;
};
[[nodiscard]] Stretch triangle_stretch(const TriangleMesh& mesh, const std::vector<Point2>& chart,
                                       std::size_t triangle);

}  // namespace stubble
