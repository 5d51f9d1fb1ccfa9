// Saves the points of the bare sampler as PLY, CSV or XYZ.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/result.h"
#include "sampling/poisson_disc_surface.h"

namespace stubble {

// Whether write_points can write a file of this name, asked before any work: .ply, .csv or .xyz.
[[nodiscard]] Status check_points_output(const std::filesystem::path& path);

// In the order of rank. CSV: x_mm, y_mm, z_mm, radius_mm, session, triangle; PLY: binary, the same properties; XYZ: positions
// only. Atomic; errors: the format, or the file cannot be written.
[[nodiscard]] Status write_points(const std::filesystem::path& path, const RankedDots& points);

}  // namespace stubble
