// Whose hair it is: Caucasian, Asian or African origin, by which density, thickness and growth of hair differ.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace stubble {

// The groups of the literature on hair; a coarse default for a client whose hair has not been measured.
enum class HairOrigin { Caucasian, Asian, African };

inline constexpr std::array<HairOrigin, 3> all_hair_origins = {
    HairOrigin::Caucasian, HairOrigin::Asian, HairOrigin::African};

// As in a plan: "caucasian", "asian", "african".
[[nodiscard]] std::string_view hair_origin_name(HairOrigin origin);
[[nodiscard]] std::optional<HairOrigin> hair_origin_named(std::string_view name);

}  // namespace stubble
