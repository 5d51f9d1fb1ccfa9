// Reads and writes JSON files: hostile ones are refused, errors name line and column, the same value gives the same bytes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stubble {

using Json = nlohmann::ordered_json;  // objects keep the order of their keys

// What lies beyond is refused while reading, before it takes memory or stack.
inline constexpr std::uintmax_t max_json_bytes = 10'000'000;
inline constexpr std::size_t max_json_depth = 32;
inline constexpr std::size_t max_json_keys = 256;          // of one object
inline constexpr std::size_t max_json_values = 1'000'000;  // in all

// `where` names the source in messages. Errors: no JSON (with line and column), a key that stands
// twice in one object, numbers beyond 1e308, text that is no UTF-8, the limits above. No comments:
// they would be lost on saving. Smaller depths are for values that go into another one.
[[nodiscard]] Result<Json> parse_json(std::string_view text, const std::string& where,
                                      std::size_t max_depth = max_json_depth);

// Errors also: missing, no file, unreadable. `kind` says what should be given: "a plan file".
[[nodiscard]] Result<Json> read_json(const std::filesystem::path& path, const std::string& kind);

// JSON for people: a value that fits stands on one line of 100 columns, a longer one has a line for
// each of its parts; ends with a line break. Text that is no UTF-8 gets U+FFFD.
[[nodiscard]] std::string json_text(const Json& value);

// A value for a message: ASCII without control characters, at most 40 of them.
[[nodiscard]] std::string shown(const Json& value);

}  // namespace stubble
