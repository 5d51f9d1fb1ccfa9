// The plan as a JSON value and back: checks every key, keeps the ones it does not know.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json_file.h"
#include "plan/treatment_plan.h"

namespace stubble {

// The keys of the value's `format` and `version` belong to the file, not to the plan. Errors:
// `where` is the path of the key ("zones[0].depth_mm"). Wrong types and what plan_keys.h calls
// absurd; a zone without a region, two zones of one name, an outline that crosses itself, bounds in
// the wrong order, sessions that place nothing, a mixture of pigments that does not add up to 1.
// A zone without a name gets that of its region, else "zone-3".
[[nodiscard]] Result<TreatmentPlan> plan_from_json(const Json& object);

// Rare keys are those that are not in the default plan: normally written when they say something.
enum class RareKeys { WhenSet, Always };

[[nodiscard]] Json plan_to_json(const TreatmentPlan& plan, RareKeys rare = RareKeys::WhenSet);

// Paths of the keys that this version keeps but does not know: "hair.curl", "zones[0].note".
[[nodiscard]] std::vector<std::string> unknown_keys(const TreatmentPlan& plan);

}  // namespace stubble
