// Named shades for the studio and their dilutions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pigment/pigment.h"

namespace stubble {

struct Shade {
    std::string name;  // lower case with hyphens: "silver-mist"
    PigmentRecipe recipe;
};

// The palette that comes with the program (assets/shades/default.csv), darkest carbon first.
[[nodiscard]] const std::vector<Shade>& default_palette();

// Error: no shade of that name; the remedy lists the names. `where` names the key in the message.
[[nodiscard]] Result<Shade> find_shade(const std::vector<Shade>& palette, std::string_view name,
                                       const std::string& where);

}  // namespace stubble
