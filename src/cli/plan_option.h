// The plan a command works on: a plan file or the default plan, changed by --set and --seed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/commands.h"
#include "plan/treatment_plan.h"

namespace stubble {

// What the command line says about the plan.
struct PlanOption {
    std::string file;  // empty: the default plan
    std::vector<std::string> edits;
};

// How messages name the plan.
[[nodiscard]] std::string plan_name(const PlanOption& option);

// Declares --set; `option` must live as long as the command.
void add_set_option(CLI::App& command, PlanOption& option);

// The plan of the file, or the default plan, whose sessions have no dates; then every --set in its
// order, then --seed where it is given. Keys of the file that have no effect are told on stderr.
[[nodiscard]] Result<TreatmentPlan> plan_of(const PlanOption& option, const CommonOptions& common);

// Changes `plan` by every --set and by --seed. Error: the first that is refused; `plan` is then
// half changed.
[[nodiscard]] Status apply_plan_edits(const PlanOption& option, const CommonOptions& common,
                                      TreatmentPlan& plan);

}  // namespace stubble
