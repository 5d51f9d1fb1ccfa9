// Reads triangle meshes: OBJ, PLY, STL and glTF, whatever their faces; vertices at the same place become one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/result.h"
#include "geometry/triangle_mesh.h"

namespace stubble {

inline constexpr std::uintmax_t max_mesh_file_bytes = 1'000'000'000;

// All surfaces of a file as one mesh, coordinates times `unit_mm` (1 for files in mm, 10 for cm, 1000 for m). Polygons are cut
// into triangles; lines and points are left out. Errors (one line): a missing, unreadable or malformed file, another format,
// no triangles, more than max_mesh_triangles, a coordinate that is no number, no area.
[[nodiscard]] Result<TriangleMesh> read_mesh(const std::filesystem::path& path,
                                             double unit_mm = 1.0);

}  // namespace stubble
