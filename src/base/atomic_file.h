// Writes a file whole or not at all: beside its target, flushed to the disk, then renamed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "base/result.h"

namespace stubble {

// On any error (no permission, disk full, target is a folder) the target is as it was and nothing
// is left beside it.
[[nodiscard]] Status write_file_atomically(const std::filesystem::path& path,
                                           std::span<const std::uint8_t> bytes);

}  // namespace stubble
