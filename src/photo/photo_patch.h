// A flat treatment zone on a photograph without a head: polygon and pixels per millimetre, read from a patch file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "geometry/polygon.h"

namespace stubble {

// Defaults of the missing keys: the default plan (DESIGN.md section 5).
struct PhotoPatch {
    Polygon polygon_px;  // pixels of the upright photograph, origin at the top left corner of the
                         // top left pixel
    std::vector<int>
        hard_sides;  // sides without feather, from 0; in the file from 1. Side i starts at corner i
    double px_per_mm = 0.0;  // scale of the skin in the zone
    double dots_per_cm2 = 135.0;
    double feather_mm = 8.0;
    double irregularity_mm = 1.0;
    double dot_diameter_mm = 0.35;
    double depth_mm = 0.30;
    double variation = 0.12;
    std::string shade = "ash";

    [[nodiscard]] Polygon outline_mm() const;
};

// Limits of a patch. What lies outside is refused, not clamped.
inline constexpr double max_dots_per_cm2 = 1000.0;
inline constexpr double max_zone_cm2 = 2000.0;  // a whole scalp has about 600
inline constexpr std::uintmax_t max_patch_file_bytes = 10'000'000;

// Reads the JSON of a patch file. `where` names the file in messages. Errors name the key: unknown
// or missing keys, wrong types, values outside their range, fewer than 3 corners, an outline that
// crosses itself or leaves the photograph.
[[nodiscard]] Result<PhotoPatch> parse_patch(std::string_view json, const std::string& where,
                                             int photo_width, int photo_height);

// The same from a file; errors also: missing, unreadable or larger than 10 MB.
[[nodiscard]] Result<PhotoPatch> read_patch(const std::filesystem::path& path, int photo_width,
                                            int photo_height);

}  // namespace stubble
