// Connected parts of a triangle mesh: counts them, and takes one out of the rest (islands, loose pieces, eyes of a scan).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "geometry/triangle_mesh.h"

namespace stubble {

// Triangles that share a vertex belong to one part. Parts are numbered in the order of their first triangles.
struct MeshParts {
    std::size_t count = 0;
    std::vector<std::uint32_t> of_triangle;
};

// Precondition: indices of vertices are below vertex_count.
[[nodiscard]] MeshParts connected_parts(std::size_t vertex_count,
                                        const std::vector<Triangle>& triangles);

// Triangles of one part with the numbers of its own vertices.
struct MeshPart {
    std::vector<std::uint32_t> vertices;  // their numbers in the whole mesh, ascending
    std::vector<Triangle> triangles;
};

// Precondition: part < parts.count, parts were made from these triangles.
[[nodiscard]] MeshPart part_of(const std::vector<Triangle>& triangles, const MeshParts& parts,
                               std::size_t part);

}  // namespace stubble
