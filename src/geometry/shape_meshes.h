// Simple surfaces as meshes: a flat rectangle, a disc, a sphere.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geometry/triangle_mesh.h"

namespace stubble {

// Rectangle in the plane z = 0, facing +z, cut into a grid of squares of at most pitch_mm, two triangles each.
// Precondition: a box with area, pitch_mm > 0.
[[nodiscard]] TriangleMesh rectangle_mesh(const Box2& box_mm, double pitch_mm);

// Disc around the origin in the plane z = 0, facing +z: `rings` rings of triangles, 6 more in each than in the last.
// Precondition: radius_mm > 0, rings >= 1.
[[nodiscard]] TriangleMesh disc_mesh(double radius_mm, int rings);

// Sphere around the origin: an icosahedron with each triangle cut into four `subdivisions` times (20 * 4^n triangles).
// Precondition: radius_mm > 0, 0 <= subdivisions <= 8.
[[nodiscard]] TriangleMesh sphere_mesh(double radius_mm, int subdivisions);

}  // namespace stubble
