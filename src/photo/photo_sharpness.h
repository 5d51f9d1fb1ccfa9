// How sharp a photograph is: the blur of its camera, so that dots come out as sharp as the photo and not sharper.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geometry/vec.h"
#include "image/image_io.h"

namespace stubble {

// No camera resolves more than this (demosaicing and lens); also the answer's lower end. Assumed.
inline constexpr double sharpest_blur_px = 0.5;
inline constexpr double softest_blur_px = 6.0;

// Standard deviation in pixels of the Gaussian blur of the sharpest edges in a region of the
// photograph (widened, and in the end the whole photograph, where the region shows too few edges).
// From the ratio of gradients at two scales (Zhuo and Sim 2011, Pattern Recognition 44:1852). Noise
// makes it lean to the sharp side. 0.8 (assumed) where there is no edge at all.
[[nodiscard]] double estimate_blur_px(const EncodedImage& photo, const Box2& region_px);

}  // namespace stubble
