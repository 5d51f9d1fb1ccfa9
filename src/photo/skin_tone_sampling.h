// Estimates the skin tone from the photograph: the colour of a region of bare scalp, by median.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "color/color_spaces.h"
#include "image/image_io.h"

namespace stubble {

struct PixelRect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
};

// Median of each channel in linear light: single hairs, pores and glints do not count.
// Precondition: the rectangle has pixels and lies inside the photograph.
[[nodiscard]] LinearRgb median_color(const EncodedImage& photo, const PixelRect& rect);

}  // namespace stubble
