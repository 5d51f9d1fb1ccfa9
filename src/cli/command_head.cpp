// stubble head: the head fitted to tape measures, as a mesh and as numbers.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/plan_option.h"
#include "geometry/mesh_export.h"
#include "preview/plan_head.h"
#include "scalp/head_landmarks.h"
#include "scalp/scalp_measurements.h"

namespace stubble {
namespace {

struct HeadOptions {
    PlanOption plan;
    std::string out;
};

nlohmann::ordered_json rounded(double x) {
    return std::round(x * 100.0) / 100.0;
}

nlohmann::ordered_json measures_json(const FittedHead& fitted) {
    nlohmann::ordered_json measures;
    for (const MeasureReport& line : fitted.report) {
        nlohmann::ordered_json& entry = measures[line.name];
        entry["asked_mm"] = line.asked_mm ? rounded(*line.asked_mm) : nlohmann::ordered_json();
        entry["obtained_mm"] = rounded(line.obtained_mm);
    }
    return measures;
}

nlohmann::ordered_json areas_json(const ScalpAreas& areas) {
    nlohmann::ordered_json zones;
    for (const ScalpZone zone : all_scalp_zones) {
        zones[std::string(scalp_zone_name(zone))] =
            rounded(areas.zones_cm2[static_cast<std::size_t>(zone)]);
    }
    return zones;
}

nlohmann::ordered_json landmarks_json(const HeadSurface& surface) {
    nlohmann::ordered_json landmarks;
    for (const HeadLandmark& landmark : head_landmarks(surface)) {
        const Point3& p = landmark.place_mm;
        landmarks[landmark.name] = {rounded(p.x()), rounded(p.y()), rounded(p.z())};
    }
    return landmarks;
}

void tell_measures(const FittedHead& fitted, const ScalpAreas& areas) {
    for (const MeasureReport& line : fitted.report) {
        tell(line.asked_mm ? fmt::format("{}: asked {:.1f} mm, obtained {:.1f} mm", line.name,
                                         *line.asked_mm, line.obtained_mm)
                           : fmt::format("{}: {:.1f} mm (estimated)", line.name, line.obtained_mm));
    }
    for (const std::string& name : fitted.contradictions) {
        tell(fmt::format("note: {} does not agree with the other measures; tape it again", name));
    }
    tell(fmt::format("scalp {:.0f} cm2", areas.total_cm2));
}

Result<ExitCode> run_head(const HeadOptions& options, const CommonOptions& common) {
    if (const Status known = check_mesh_output(options.out); !known) {
        return known.error();
    }
    if (const Status good = check_output(options.out, options.plan.file); !good) {
        return good.error();
    }
    const auto plan = plan_of(options.plan, common);
    if (!plan) {
        return plan.error();
    }
    const auto head = client_head(plan->head, plan_name(options.plan), {});
    if (!head) {
        return head.error();
    }
    if (const Status written = write_mesh(options.out, head->mesh.mesh, head->mesh.normals);
        !written) {
        return written.error();
    }
    const ScalpAreas areas = scalp_areas(head->scalp);
    if (common.json) {
        print_json({{"files", {options.out}},
                    {"measures", measures_json(head->fitted)},
                    {"contradictions", head->fitted.contradictions},
                    {"scalp_area_cm2", rounded(areas.total_cm2)},
                    {"zone_areas_cm2", areas_json(areas)},
                    {"landmarks_mm", landmarks_json(head->surface)},
                    {"triangles", head->mesh.mesh.triangles.size()}});
    } else {
        tell_measures(head->fitted, areas);
    }
    return ExitCode::Done;
}

}  // namespace

void add_head_command(CLI::App& app, Job& job) {
    CLI::App* command = app.add_subcommand("head", "The head fitted to tape measures, as a mesh");
    auto options = std::make_shared<HeadOptions>();
    command->add_option("plan", options->plan.file, "Plan file; the default plan if left out");
    add_set_option(*command, options->plan);
    command->add_option("-o,--output", options->out, "Mesh to write: .obj, .ply or .glb")
        ->required();
    command->callback([&job, options] {
        job = [options](const CommonOptions& common) { return run_head(*options, common); };
    });
}

}  // namespace stubble
