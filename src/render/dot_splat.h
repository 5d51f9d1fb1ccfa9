// Adds up the absorbance of dots over a band of a picture's rows, with sub-pixel places.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "render/dot_kernels.h"

namespace stubble {

// A window of a picture with 4 values a pixel: absorbance in red, green, blue, and 0.
struct AbsorbanceTile {
    int x0 = 0;
    int y0 = 0;
    int width = 0;
    int height = 0;
    std::vector<float> values;

    [[nodiscard]] float* row(int y) {
        return &values[static_cast<std::size_t>(y - y0) * static_cast<std::size_t>(width) * 4];
    }
};

// Clears the tile and adds every dot that reaches it, always in the order of the layer: the sums do
// not depend on how a picture is cut into tiles.
void splat_dots(const DotLayer& layer, AbsorbanceTile& tile);

}  // namespace stubble
