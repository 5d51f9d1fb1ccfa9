// How a photograph's numbers mean light: its ICC profile (sRGB, Display P3, Adobe RGB, gray) as exact tables both ways.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "image/linear_image.h"
#include "image/raster.h"

namespace stubble {

// Converts between stored samples and linear sRGB. Immutable and cheap to copy; safe to use from
// several threads. encode(decode(x)) == x for every sample, and encode is monotone in each channel
// of the photo's own primaries.
class ColorEncoding {
public:
    // Untagged photographs are taken as sRGB (gray: with the sRGB tone curve).
    [[nodiscard]] static ColorEncoding srgb(int bits, bool is_gray);
    // From an embedded profile of the matrix/tone-curve RGB kind or of the gray kind. Errors: a
    // broken profile, a profile of another kind (lookup-table RGB, CMYK, Lab), or one that does not
    // fit gray or RGB pixels.
    [[nodiscard]] static Result<ColorEncoding> from_icc(std::span<const std::uint8_t> profile,
                                                        int bits, bool is_gray);

    // Bytes of the profile to embed when writing; empty for untagged sRGB.
    [[nodiscard]] const std::vector<std::uint8_t>& icc_profile() const;

    // Stored samples of pixels [x0, x0 + count) of row y -> 3 * count linear values. Gray gives
    // three equal values.
    void decode(const Raster& raster, int x0, int y, int count, float* rgb) const;
    // The inverse, rounded to the nearest sample; alpha is left alone. Gray takes the luminance Y
    // of the linear values.
    void encode(const float* rgb, int count, Raster& raster, int x0, int y) const;

private:
    struct Tables;
    explicit ColorEncoding(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}
    std::shared_ptr<const Tables> tables_;
};

}  // namespace stubble
