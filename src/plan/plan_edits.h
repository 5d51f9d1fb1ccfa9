// Changes a plan by the path of a key and its new value: --set, the panels of the Studio and undo share these edits.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "plan/treatment_plan.h"

// A path names keys from the outside in: "hairline.feather_mm". Items of a list follow by number,
// "zones[0].dots_per_cm2" or "zones.0.dots_per_cm2", or by name, "zones.frontal.dots_per_cm2" and
// "palette.shades.ash.water_ml_per_ml" (a name wins over a number). The number after the last item
// appends: "zones[3]" of three zones. Any part may be set whole; what it leaves out takes its
// default, as in a file.

namespace stubble {

struct PlanEdit {
    std::string path;
    // JSON, or the bare text of a key that takes text: ash, 2026-12-01.
    std::string value;
};

// Of "hairline.feather_mm=8": all behind the first = is the value. Error: there is none, or nothing
// before it.
[[nodiscard]] Result<PlanEdit> parse_plan_edit(std::string_view text);

// The plan with that change; the rules are those of loading a file. Errors: `where` is the path; a
// key that neither this version nor the plan has; a value that a file could not hold there.
[[nodiscard]] Result<TreatmentPlan> edited_plan(const TreatmentPlan& plan, const PlanEdit& edit);

// The value at a path as JSON on one line: what an edit would have to set to change nothing.
[[nodiscard]] Result<std::string> plan_value(const TreatmentPlan& plan, std::string_view path);

}  // namespace stubble
