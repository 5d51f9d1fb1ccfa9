// Makes the triangle mesh of the generated head: closed, in millimetres, finer at eyes, mouth, nose and ears, with smooth normals.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geometry/triangle_mesh.h"
#include "scalp/head_surface.h"

namespace stubble {

enum class HeadResolution {
    Draft,  // 5 mm, face 2.5 mm: while a slider is dragged; nostrils are too small for it
    Full,   // 2.5 mm, face finer: all dots and pictures
};

// Vertices lie on multiples of 1/1024 mm, normals on multiples of 1/16384, so that differences of the last bit between
// processors do not reach what is made from them.
struct HeadMesh {
    TriangleMesh mesh;
    std::vector<Vector3f>
        normals;  // unit, per vertex, from the formula: they hide the coarse triangles
};

// About 100,000 vertices (full), 35,000 (draft). Watertight: every edge has two triangles, one component without handles.
[[nodiscard]] HeadMesh generate_head_mesh(const HeadSurface& surface, HeadResolution resolution);

}  // namespace stubble
