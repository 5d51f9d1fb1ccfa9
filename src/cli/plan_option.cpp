#include "cli/plan_option.h"

#include <algorithm>

#include "cli/output.h"
#include "plan/plan_edits.h"
#include "plan/plan_file.h"
#include "plan/plan_json.h"

namespace stubble {
namespace {

// What somebody types has an effect: inside of a part that is set whole, a key that nobody knows is
// a typing error.
Status check_keys(const TreatmentPlan& before, const TreatmentPlan& after) {
    const std::vector<std::string> known_before = unknown_keys(before);
    for (const std::string& key : unknown_keys(after)) {
        if (std::find(known_before.begin(), known_before.end(), key) == known_before.end()) {
            return Error{key, "there is no such key", "see docs/plan_file.md for the keys"};
        }
    }
    return Done{};
}

Result<TreatmentPlan> with_edit(const TreatmentPlan& plan, const std::string& text) {
    const auto edit = parse_plan_edit(text);
    if (!edit) {
        return edit.error();
    }
    Result<TreatmentPlan> edited = edited_plan(plan, *edit);
    const Status keys = edited ? check_keys(plan, *edited) : Status(Done{});
    return keys ? std::move(edited) : Result<TreatmentPlan>(keys.error());
}

}  // namespace

std::string plan_name(const PlanOption& option) {
    return option.file.empty() ? "the default plan" : option.file;
}

void add_set_option(CLI::App& command, PlanOption& option) {
    command
        .add_option("--set", option.edits,
                    "Change the plan: key.path=value, such as zones[0].dots_per_cm2=120; may be "
                    "repeated")
        ->type_name("KEY=VALUE")
        ->type_size(1)
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

Status apply_plan_edits(const PlanOption& option, const CommonOptions& common,
                        TreatmentPlan& plan) {
    for (const std::string& text : option.edits) {
        Result<TreatmentPlan> edited = with_edit(plan, text);
        if (!edited) {
            const Error& error = edited.error();
            return Error{"--set " + error.where, error.cause, error.remedy};
        }
        plan = std::move(edited.value());
    }
    if (common.has_seed) {
        plan.seed = common.seed;
    }
    return Done{};
}

Result<TreatmentPlan> plan_of(const PlanOption& option, const CommonOptions& common) {
    Result<TreatmentPlan> plan =
        option.file.empty() ? Result<TreatmentPlan>(TreatmentPlan{}) : read_plan(option.file);
    if (!plan) {
        return plan;
    }
    for (const std::string& key : unknown_keys(*plan)) {
        tell_notes(option.file, {key + ": has no effect, this version does not know it"});
    }
    const Status edited = apply_plan_edits(option, common, plan.value());
    return edited ? std::move(plan) : Result<TreatmentPlan>(edited.error());
}

}  // namespace stubble
