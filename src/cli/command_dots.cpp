// stubble dots: the dots of a plan.
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/plan_option.h"
#include "dots/dot_export.h"
#include "preview/plan_dots.h"
#include "sampling/blue_noise_measures.h"
#include "sampling/sample_verify.h"
#include "scalp/scalp_chart.h"

namespace stubble {
namespace {

struct DotsOptions {
    PlanOption plan;
    std::string out;
    bool verify = false;
};

DotTable table_of(const TreatmentPlan& plan, const ClientHead& head, std::vector<Dot> dots) {
    DotTable table;
    for (const Dot& dot : dots) {
        table.chart_mm.push_back(
            ScalpChart::standard().to_chart(head.surface.warp().to_canonical(dot.position_mm)));
    }
    for (const PlanZone& zone : plan.zones) {
        table.zones.push_back(zone.name);
        table.shades.push_back(zone.shade);
    }
    table.dots = std::move(dots);
    return table;
}

nlohmann::ordered_json zones_json(const std::vector<ZoneDots>& zones) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const ZoneDots& zone : zones) {
        list.push_back({{"name", zone.name},
                        {"dots", zone.dots},
                        {"dots_per_session", zone.dots_per_session},
                        {"area_cm2", zone.area_cm2},
                        {"asked_per_cm2", zone.asked_per_cm2},
                        {"obtained_per_cm2", zone.obtained_per_cm2},
                        {"full_density_cm2", zone.full_density_cm2}});
    }
    return list;
}

nlohmann::ordered_json checks_json(const ClientHead& head, const PlannedDots& planned) {
    const PatternCheck check =
        verify_pattern(head.scalp.mesh, planned.spacing, planned.hair_room, planned.pattern);
    const BlueNoiseMeasures measures =
        measure_blue_noise(head.scalp.mesh, planned.spacing, planned.pattern.dots);
    return {{"conflicts", check.conflicts},
            {"min_distance_ratio", check.min_distance_ratio},
            {"uncovered_probes", check.uncovered_probes},
            {"rho", measures.packing_ratio},
            {"low_frequency_power", measures.low_frequency_power}};
}

void tell_zones(const PlannedDots& planned) {
    for (const ZoneDots& zone : planned.zones) {
        tell(fmt::format("{}: {} dots on {:.1f} cm2, asked {:.0f} per cm2, obtained {:.1f}",
                         zone.name, zone.dots, zone.area_cm2, zone.asked_per_cm2,
                         zone.obtained_per_cm2));
    }
    tell(fmt::format("{} dots, {} follicles of own hair around them", planned.dots.size(),
                     planned.follicles.size()));
}

Result<ExitCode> run_dots(const DotsOptions& options, const CommonOptions& common) {
    if (const Status known = check_dots_output(options.out); !known) {
        return known.error();
    }
    if (const Status good = check_output(options.out, options.plan.file); !good) {
        return good.error();
    }
    const auto plan = plan_of(options.plan, common);
    if (!plan) {
        return plan.error();
    }
    const std::string where = plan_name(options.plan);
    const auto head = client_head(plan->head, where, {});
    if (!head) {
        return head.error();
    }
    const auto start = std::chrono::steady_clock::now();
    const std::clock_t cpu_start = std::clock();
    const auto planned = plan_dots(*plan, *head, where);
    const double cpu = static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (!planned) {
        return planned.error();
    }
    if (const Status written = write_dots(options.out, table_of(*plan, *head, planned->dots));
        !written) {
        return written.error();
    }
    nlohmann::ordered_json result{{"files", {options.out}},
                                  {"count", planned->dots.size()},
                                  {"seconds", elapsed.count()},
                                  {"cpu_seconds", cpu},
                                  {"hash", fmt::format("{:016x}", planned->pattern.hash())},
                                  {"spacing_scale", planned->pattern.radius_scale},
                                  {"follicles", planned->follicles.size()},
                                  {"zones", zones_json(planned->zones)}};
    if (options.verify) {
        result.update(checks_json(*head, *planned));
    }
    if (common.json) {
        print_json(result);
    } else {
        tell_zones(*planned);
    }
    const bool faulty =
        options.verify && (result["conflicts"] != 0 || result["uncovered_probes"] != 0);
    if (faulty && !common.json) {
        tell(fmt::format("{} pairs too close, {} gaps", result["conflicts"].dump(),
                         result["uncovered_probes"].dump()));
    }
    return faulty ? ExitCode::FaultsFound : ExitCode::Done;
}

}  // namespace

void add_dots_command(CLI::App& app, Job& job) {
    CLI::App* command = app.add_subcommand("dots", "The dots of a plan");
    auto options = std::make_shared<DotsOptions>();
    command->add_option("plan", options->plan.file, "Plan file; the default plan if left out");
    add_set_option(*command, options->plan);
    command->add_flag("--verify", options->verify,
                      "Check the result: pairs too close, gaps, blue noise (exit 1 on faults)");
    command->add_option("-o,--output", options->out, "Dots to write: .csv, .ply, .svg or .json")
        ->required();
    command->callback([&job, options] {
        job = [options](const CommonOptions& common) { return run_dots(*options, common); };
    });
}

}  // namespace stubble
