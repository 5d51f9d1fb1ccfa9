// Writes triangle meshes with normals as OBJ, PLY or GLB, for other programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "base/result.h"
#include "geometry/triangle_mesh.h"

namespace stubble {

// Whether write_mesh can write a file of this name, asked before any work: .obj, .ply or .glb.
[[nodiscard]] Status check_mesh_output(const std::filesystem::path& path);

// Millimetres in OBJ and PLY (binary), metres in GLB as glTF asks for. `normals`: one per vertex. Whole or not at all; the same
// mesh gives the same bytes. Errors: the format, or the file cannot be written.
[[nodiscard]] Status write_mesh(const std::filesystem::path& path, const TriangleMesh& mesh,
                                const std::vector<Vector3f>& normals);

}  // namespace stubble
