// Keeps fitted heads and their meshes on disk, so that a head that was asked for before is there at once (cache of heads).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "scalp/head_fit.h"
#include "scalp/head_mesh.h"

namespace stubble {

// Belongs to formulas, fit and mesh: raise it whenever one of them gives other numbers, so that heads kept before are made anew.
inline constexpr std::uint32_t head_model_version = 1;

struct HeadCacheOptions {
    bool is_used = true;
    // Nothing: $XDG_CACHE_HOME/stubble/heads or ~/.cache/stubble/heads; where there is neither, heads are not kept.
    std::optional<std::filesystem::path> folder;
    std::size_t most_files = 24;  // 5 MB each; those not used for longest go
};

struct PreparedHead {
    FittedHead fitted;
    HeadMesh mesh;
    bool was_kept = false;  // read from the cache
};

// The fitted head with its mesh, from the cache or made and kept there. Errors are those of fit_head; the cache gives none: what
// is missing, damaged, of another version or cannot be written is made anew. Several processes may share a folder.
[[nodiscard]] Result<PreparedHead> load_or_make_head(const AskedMeasures& asked,
                                                     HeadResolution resolution,
                                                     const std::string& where,
                                                     const HeadCacheOptions& options);

// Only when it is kept.
[[nodiscard]] std::optional<PreparedHead> kept_head(const AskedMeasures& asked,
                                                    HeadResolution resolution,
                                                    const HeadCacheOptions& options);

}  // namespace stubble
