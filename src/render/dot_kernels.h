// Absorbance of a dot as a camera of a given scale and sharpness sees it: one table per class of equal dots.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "preview/appearance.h"
#include "skin/melanin_and_blood.h"

namespace stubble {

// Scale and sharpness of a photograph in a zone.
struct CameraView {
    double px_per_mm = 10.0;
    double blur_px = 0.8;  // standard deviation of the camera's blur, not counting the pixel itself
};

// A dot's absorbance A = -ln T over the distance from its centre, blurred by camera and pixel
// before the logarithm.
struct DotKernel {
    static constexpr int nodes = 256;
    float radius_px = 0.0F;  // A = 0 from here on
    float nodes_per_px = 1.0F;
    std::vector<float>
        absorbance;  // 4 per node: red, green, blue, 0; (nodes + 1) nodes, the last ones 0
};

// A dot on the photograph with the kernel of its class. Pixels, in steps of 1/256: distances to
// pixels are exact then, from whichever pixel of a row they are counted.
struct PlacedDot {
    float x = 0.0F;
    float y = 0.0F;
    std::size_t kernel = 0;
};

struct DotLayer {
    std::vector<DotKernel> kernels;
    std::vector<PlacedDot> dots;  // in the order of y
    float reach_px = 0.0F;        // largest radius of a kernel
};

// How far a dot takes light from its surroundings, mm. Beyond lie 6 % of the red and 1 % of the
// green absorbance, which are taken within.
inline constexpr double dot_reach_mm = 2.0;

// Skin below each dot, in the order of the dots.
using DotSkins = std::vector<SkinTone>;

// Classes: diameter to 0.02 mm, depth to 0.05 mm, pigment to 5 %, skin to 15 % in melanin and 20 %
// in blood. Dots move by these steps at most half. Precondition: one skin per dot.
[[nodiscard]] DotLayer make_dot_layer(const Appearance& appearance, const DotSkins& skins,
                                      const CameraView& view);

}  // namespace stubble
