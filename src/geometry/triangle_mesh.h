// Indexed triangle mesh in millimetres: areas, normals that agree from triangle to triangle, and checks of what a file held.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "geometry/vec.h"

namespace stubble {

using Triangle = std::array<std::uint32_t, 3>;

// Open borders, several components, edges of three and more triangles and triangles without area are
// allowed. Coordinates are rounded to single precision (15 nm on a head), so that every computation
// starts from the same numbers.
struct TriangleMesh {
    std::vector<Vector3f> vertices_mm;
    std::vector<Triangle> triangles;

    // Corner 0, 1 or 2 of a triangle.
    [[nodiscard]] const Vector3f& corner(std::size_t triangle, std::size_t index) const {
        return vertices_mm[triangles[triangle][index]];
    }
};

inline constexpr std::size_t max_mesh_triangles = 5'000'000;

// Errors: no triangles or more than max_mesh_triangles, an index without vertex, a coordinate that is
// no finite number, a surface without area. `where` names the file in messages.
[[nodiscard]] Status check_mesh(const TriangleMesh& mesh, const std::string& where);

[[nodiscard]] double triangle_area_mm2(const TriangleMesh& mesh, std::size_t triangle);
[[nodiscard]] double surface_area_mm2(const TriangleMesh& mesh);

// Unit normals of the triangles (zero for those without area). Triangles that share an edge agree about
// the outer side wherever the surface allows it, also when their windings in the file do not; each
// connected part keeps the side that most of its area has in the file.
[[nodiscard]] std::vector<Vector3f> agreeing_normals(const TriangleMesh& mesh);

// Unit normals of the vertices for smooth shading: those of the triangles around, each weighted by its angle there (Thuermer,
// Wuethrich 1998). Zero for vertices of no triangle with area.
[[nodiscard]] std::vector<Vector3f> vertex_normals(const TriangleMesh& mesh);

}  // namespace stubble
