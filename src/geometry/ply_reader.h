// Reads a PLY mesh, text or binary; checks every count and index, so that damaged files are refused.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"
#include "geometry/triangle_mesh.h"

namespace stubble {

// Vertices (properties x, y, z) and faces (a list named vertex_indices or vertex_index; polygons as fans of triangles) of a
// file's bytes; other elements and properties are passed over. Errors leave `where` empty: no PLY, a header that makes no
// sense, a file that ends too early, an index without vertex.
[[nodiscard]] Result<TriangleMesh> parse_ply(std::string_view bytes);

}  // namespace stubble
