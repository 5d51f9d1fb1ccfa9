// Reads and writes photographs: JPEG, PNG, TIFF, WebP, HEIC and AVIF, with EXIF orientation and colour profile.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/color_encoding.h"
#include "image/linear_image.h"
#include "image/raster.h"

namespace stubble {

// A photograph in memory: upright pixels, what they mean, and the metadata that may travel on.
struct EncodedImage {
    Raster pixels;
    ColorEncoding encoding = ColorEncoding::srgb(8, false);
    // EXIF block (TIFF structure) with camera, lens, exposure and time only: no place, serial
    // number, owner, thumbnail, orientation. Empty when there is none.
    std::vector<std::uint8_t> exif;
    // What a reader should tell: "CMYK converted to sRGB", ... Empty for ordinary photographs.
    std::vector<std::string> notes;
};

// A picture made here as 8-bit sRGB, ready to be written. Light outside 0..1 is clipped.
[[nodiscard]] EncodedImage srgb_picture(const LinearImage& light);

// Limits, checked on the header before any pixel is decoded (DESIGN.md: images up to 200
// megapixels).
inline constexpr std::int64_t max_image_pixels = 200'000'000;
inline constexpr int max_image_side = 65'500;
inline constexpr std::int64_t max_image_file_bytes = 1'000'000'000;

// Errors (one line each): missing or unreadable file, unknown or unsupported format (by name),
// malformed or truncated data, also where the decoder only warns, a size beyond the limits, a
// profile that does not fit the pixels.
[[nodiscard]] Result<EncodedImage> read_image(const std::filesystem::path& path);

// Whether write_image can write a file of this name, asked before any work. Error: the format is
// unknown.
[[nodiscard]] Status check_image_output(const std::filesystem::path& path);

struct WriteImageOptions {
    // 4:4:4 chroma, so that dots keep their colour; WebP is written lossless.
    int jpeg_quality = 95;
    std::string
        description;  // stored as the picture's description, e.g. "simulation"; empty = none
};

// Format by extension: .png, .jpg/.jpeg, .tif/.tiff, .webp (others are refused by name). Bit depth
// and profile are kept (JPEG and WebP: 8 bits only, 16-bit pictures are refused with the formats
// that can). Atomic: written beside the target, then renamed; on any error the target is as it was.
[[nodiscard]] Status write_image(const std::filesystem::path& path, const EncodedImage& image,
                                 const WriteImageOptions& options = {});

}  // namespace stubble
