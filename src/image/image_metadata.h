// Metadata that travels with a photograph: orientation is read once; place, serial numbers and names never leave.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace stubble {

struct PhotoMetadata {
    int orientation = 1;  // EXIF tag 274: 1 to 8; anything else counts as 1
    std::vector<std::uint8_t>
        exif;  // only what is needed later: camera model, lens, exposure, time
};

// Reads an EXIF block (TIFF structure). A malformed block gives the default: pictures are not
// refused for it.
[[nodiscard]] PhotoMetadata read_metadata(std::span<const std::uint8_t> exif);

// A kept block with a description added; empty when there is nothing to say.
[[nodiscard]] std::vector<std::uint8_t> with_description(std::span<const std::uint8_t> exif,
                                                         const std::string& description);

}  // namespace stubble
