// stubble plan: makes plan files.
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/date.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/plan_option.h"
#include "plan/plan_file.h"

namespace stubble {
namespace {

struct NewPlanOptions {
    PlanOption plan;
    std::string start;
    std::string out;
};

Result<Date> first_session(const std::string& start) {
    const auto date = start.empty() ? today() : Date::from_iso(start);
    return date ? Result<Date>(*date)
                : Error{"--start", "'" + start + "' is no date",
                        "write a day that exists, such as 2026-12-01, from 1900 to 2199"};
}

Result<ExitCode> run_new(const NewPlanOptions& options, const CommonOptions& common) {
    if (const Status status = check_output(options.out, {}); !status) {
        return status.error();
    }
    const auto first = first_session(options.start);
    if (!first) {
        return first.error();
    }
    TreatmentPlan plan;
    if (!schedule_sessions(plan, *first)) {
        return Error{"--start", "the last session would lie after 2199", "give an earlier day"};
    }
    if (const Status edited = apply_plan_edits(options.plan, common, plan); !edited) {
        return edited.error();
    }
    if (const Status written = write_plan(options.out, plan); !written) {
        return written.error();
    }
    if (common.json) {
        print_json({{"files", {options.out}}});
    } else {
        tell("wrote " + options.out);
    }
    return ExitCode::Done;
}

void add_new_command(CLI::App& plan, Job& job) {
    CLI::App* command = plan.add_subcommand("new", "Write the default plan, changed by --set");
    auto options = std::make_shared<NewPlanOptions>();
    command->add_option("--start", options->start,
                        "Day of the first session, such as 2026-12-01; today if left out");
    add_set_option(*command, options->plan);
    command->add_option("-o,--output", options->out, "Plan file to write: .plan.json")->required();
    command->callback([&job, options] {
        job = [options](const CommonOptions& common) { return run_new(*options, common); };
    });
}

}  // namespace

void add_plan_command(CLI::App& app, Job& job) {
    CLI::App* command = app.add_subcommand("plan", "Make a treatment plan");
    command->require_subcommand(1);
    add_new_command(*command, job);
}

}  // namespace stubble
