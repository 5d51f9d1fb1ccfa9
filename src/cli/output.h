// What commands say: JSON results on stdout, messages on stderr, and the check of output names before any work.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stubble {

// Stands in the metadata of every picture the program writes.
inline constexpr std::string_view simulation_notice =
    "Stubble: simulation of scalp micropigmentation, not a photograph of a result and not a "
    "medical forecast";

void print_json(const nlohmann::ordered_json& object);

// One line on stderr.
void tell(const std::string& message);
void tell_notes(const std::string& file, const std::vector<std::string>& notes);

// Errors: the output would overwrite the input, or lies in a folder that does not exist.
[[nodiscard]] Status check_output(const std::filesystem::path& output,
                                  const std::filesystem::path& input);

}  // namespace stubble
