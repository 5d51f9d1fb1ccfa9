// What the readers and writers of single file formats exchange with image_io.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/raster.h"

namespace stubble {

using Bytes = std::vector<std::uint8_t>;

// A file as decoded: pixels in the order of the file, nothing applied yet. Errors of the readers
// leave `where` empty.
struct DecodedFile {
    Raster pixels;
    bool is_cmyk = false;     // then pixels has 4 channels: ink amounts, 0 = none
    Bytes icc;                // embedded profile, empty when there is none
    Bytes exif;               // EXIF block (TIFF structure), empty when there is none
    int orientation = 1;      // of the container (TIFF tag); EXIF is read by image_io
    bool is_upright = false;  // the decoder has applied the container's own orientation (HEIC)
};

// Size from a header against the limits of image_io.h, before any pixel is decoded.
[[nodiscard]] std::optional<Error> size_problem(std::int64_t width, std::int64_t height);

// What a malformed or truncated file says, with the decoder's own words.
[[nodiscard]] Error damaged_file(const std::string& format, const std::string& cause);

struct FileToWrite {
    const Raster* pixels = nullptr;
    const Bytes* icc = nullptr;   // may be empty
    const Bytes* exif = nullptr;  // may be empty
    std::string description;      // may be empty
    int jpeg_quality = 95;
};

[[nodiscard]] Result<DecodedFile> read_jpeg(std::span<const std::uint8_t> file);
[[nodiscard]] Result<DecodedFile> read_png(std::span<const std::uint8_t> file);
[[nodiscard]] Result<DecodedFile> read_tiff(std::span<const std::uint8_t> file);
[[nodiscard]] Result<DecodedFile> read_webp(std::span<const std::uint8_t> file);
[[nodiscard]] Result<DecodedFile> read_heif(std::span<const std::uint8_t> file);

[[nodiscard]] Result<Bytes> encode_jpeg(const FileToWrite& file);
[[nodiscard]] Result<Bytes> encode_png(const FileToWrite& file);
[[nodiscard]] Result<Bytes> encode_tiff(const FileToWrite& file);
[[nodiscard]] Result<Bytes> encode_webp(const FileToWrite& file);

}  // namespace stubble
