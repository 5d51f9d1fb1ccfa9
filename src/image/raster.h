// Pixels exactly as a photograph's file stores them: gray or RGB, 8 or 16 bits, with or without alpha.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace stubble {

// Upright (EXIF orientation applied), row by row from the top, samples interleaved, alpha last.
// Origin of pixel coordinates: top left corner of the top left pixel.
struct Raster {
    int width = 0;
    int height = 0;
    int channels = 3;  // 1 gray, 2 gray + alpha, 3 RGB, 4 RGB + alpha
    int bits = 8;      // 8 or 16 per sample; 16-bit samples in the byte order of the machine
    std::vector<std::uint8_t> bytes;

    [[nodiscard]] static Raster blank(int width, int height, int channels, int bits) {
        Raster raster{width, height, channels, bits, {}};
        raster.bytes.resize(raster.row_bytes() * static_cast<std::size_t>(height));
        return raster;
    }
    [[nodiscard]] std::size_t row_bytes() const {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels) *
               static_cast<std::size_t>(bits / 8);
    }
    [[nodiscard]] bool is_gray() const { return channels <= 2; }
    [[nodiscard]] int max_sample() const { return bits == 8 ? 255 : 65535; }

    // One row of samples. Precondition: Sample is uint8_t when bits is 8, uint16_t when it is 16; 0
    // <= y < height.
    template <typename Sample>
    [[nodiscard]] std::span<Sample> row(int y) {
        return {reinterpret_cast<Sample*>(bytes.data() + row_bytes() * static_cast<std::size_t>(y)),
                static_cast<std::size_t>(width) * static_cast<std::size_t>(channels)};
    }
    template <typename Sample>
    [[nodiscard]] std::span<const Sample> row(int y) const {
        return {reinterpret_cast<const Sample*>(bytes.data() +
                                                row_bytes() * static_cast<std::size_t>(y)),
                static_cast<std::size_t>(width) * static_cast<std::size_t>(channels)};
    }
    friend bool operator==(const Raster&, const Raster&) = default;
};

}  // namespace stubble
