// Saves dots as CSV, PLY, JSON or as an SVG stencil in the chart's millimetres, one layer per zone and session.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "dots/dot.h"

namespace stubble {

// Dots with what their numbers mean.
struct DotTable {
    std::vector<Dot> dots;
    std::vector<Point2> chart_mm;     // of each dot (scalp_chart.h)
    std::vector<std::string> zones;   // names, by Dot::zone
    std::vector<std::string> shades;  // of each zone
};

// Whether write_dots can write a file of this name, asked before any work: .csv, .ply, .json or .svg.
[[nodiscard]] Status check_dots_output(const std::filesystem::path& path);

// In the order of rank. CSV: a header with units, then x_mm, y_mm, z_mm (head frame), u_mm, v_mm (chart), diameter_mm, depth_mm,
// strength, spacing_mm, session (from 1), zone, shade. JSON: the same as one object. PLY (binary): places, normals and the
// numbers. SVG: the chart in true millimetres, u to the right, v up, a round stroke of no length per dot. Whole or not at all.
[[nodiscard]] Status write_dots(const std::filesystem::path& path, const DotTable& table);

}  // namespace stubble
