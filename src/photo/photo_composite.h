// Puts a predicted layer into the photograph with its light and grain; all other pixels stay bit-identical.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/color_encoding.h"
#include "image/raster.h"

namespace stubble {

// A run of pixels of one row with what lies over them.
struct LayerRow {
    int x0 = 0;
    int y = 0;
    int count = 0;
    const float* absorbance = nullptr;  // 4 per pixel: red, green, blue, unused; >= 0
    const float* surface = nullptr;     // 1 per pixel: light g that never entered the skin
};

// Largest share of a pixel's darkest channel that may be surface light: some light always comes
// from inside (assumed).
inline constexpr float max_surface_share = 0.9F;

// c' = g + (c - g) exp(-A) in linear light, rounded once in the photograph's own encoding; g
// limited to max_surface_share of the pixel's darkest channel. Pixels without absorbance keep their
// bytes. Never lightens a channel of linear light.
void composite_row(const ColorEncoding& encoding, const LayerRow& layer, Raster& raster);

// The same on linear light, 3 values a pixel. Both buffers hold one value more than the pixels need
// (it is read and written); they must not overlap.
void filter_light(const LayerRow& layer, const float* in, float* out);

}  // namespace stubble
