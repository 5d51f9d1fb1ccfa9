// Loads and saves a treatment plan as JSON, with versions; keys of other versions survive.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "plan/treatment_plan.h"

namespace stubble {

inline constexpr int plan_version = 1;

// `where` names the file in messages: "<where>: <key path>: <cause>; <what to do>". Errors: no
// JSON, nested, long or double keys as in base/json_file; another `format`; a newer `version`; what
// plan_from_json refuses. Missing keys take their defaults, without `version` it is 1.
[[nodiscard]] Result<TreatmentPlan> parse_plan(std::string_view json, const std::string& where);

// The same from a file of at most 10 MB.
[[nodiscard]] Result<TreatmentPlan> read_plan(const std::filesystem::path& path);

// The same plan gives the same bytes, and they read back as the same plan.
[[nodiscard]] std::string plan_text(const TreatmentPlan& plan);

// Whole or not at all. Errors: as write_file_atomically; a plan above 10 MB.
[[nodiscard]] Status write_plan(const std::filesystem::path& path, const TreatmentPlan& plan);

}  // namespace stubble
