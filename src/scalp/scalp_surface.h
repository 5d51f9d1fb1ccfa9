// The scalp of one head as a mesh where dots and hair can lie: with its place on the average head, in the chart, and off the ear.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geometry/triangle_mesh.h"
#include "scalp/head_mesh.h"
#include "scalp/head_surface.h"

namespace stubble {

// The part of a head's mesh that can bear hair or dots, with forehead and temples; one entry per vertex of its mesh. All
// numbers lie on multiples of 1/1024 mm.
struct ScalpSurface {
    TriangleMesh mesh;  // real
    std::vector<Vector3f> normals;
    std::vector<Point3> canonical_mm;
    std::vector<Point2> chart_mm;            // ScalpChart
    std::vector<float> off_ear_mm;           // distance from the ear
    std::vector<std::uint32_t> head_vertex;  // of the whole mesh
};

[[nodiscard]] ScalpSurface scalp_surface(const HeadMesh& head, const HeadSurface& surface);

// Dots and hair stay this far from the ear (head page, section 10; 3 to 10 mm).
inline constexpr double ear_clearance_mm = 5.0;

}  // namespace stubble
