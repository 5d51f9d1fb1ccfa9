// Draws an appearance into a photograph in linear light; only pixels inside the zone change.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "geometry/polygon.h"
#include "image/image_io.h"
#include "photo/skin_light.h"
#include "preview/appearance.h"
#include "render/dot_kernels.h"

namespace stubble {

// Where on a photograph an appearance belongs.
struct PhotoZone {
    Polygon polygon_px;
    CameraView view;
};

// The photograph with the dots (positions in mm; times px_per_mm = pixels of the upright
// photograph). `light` is the reading of the same zone. Same bytes for any number of threads.
[[nodiscard]] EncodedImage draw_on_photo(const Appearance& appearance, const PhotoZone& zone,
                                         const SkinLight& light, const EncodedImage& photo);

// What changed between two pictures of the same size inside a zone.
struct PhotoChange {
    std::int64_t changed_pixels = 0;
    // Mean CIEDE2000 over the zone's pixels (every 7th of every 7th row).
    double mean_delta_e = 0.0;
};
[[nodiscard]] PhotoChange photo_change(const EncodedImage& before, const EncodedImage& after,
                                       const Polygon& polygon_px);

}  // namespace stubble
