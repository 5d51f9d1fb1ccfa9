// Linear-light float image in the primaries of sRGB: the space in which light may be added and multiplied.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace stubble {

// RGB interleaved, linear light, sRGB (BT.709) primaries, white D65 = (1, 1, 1). Values outside
// 0..1 are legal: colours of wider gamuts are negative in a channel.
struct LinearImage {
    int width = 0;
    int height = 0;
    std::vector<float> rgb;

    [[nodiscard]] static LinearImage blank(int width, int height) {
        LinearImage image{width, height, {}};
        image.rgb.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
        return image;
    }
    // The 3 * width values of row y.
    [[nodiscard]] std::span<float> row(int y) {
        return std::span(rgb).subspan(
            static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3,
            static_cast<std::size_t>(width) * 3);
    }
    [[nodiscard]] std::span<const float> row(int y) const {
        return std::span(rgb).subspan(
            static_cast<std::size_t>(y) * static_cast<std::size_t>(width) * 3,
            static_cast<std::size_t>(width) * 3);
    }
};

}  // namespace stubble
