// stubble sample: the bare Poisson-disc sampler on any mesh.
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <ctime>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/output.h"
#include "geometry/mesh_io.h"
#include "sampling/blue_noise_measures.h"
#include "sampling/pattern_density.h"
#include "sampling/sample_export.h"
#include "sampling/sample_verify.h"

namespace stubble {
namespace {

struct SampleOptions {
    std::string mesh;
    std::string unit = "mm";
    std::optional<double> spacing_mm;
    std::optional<std::int64_t> count;
    std::string radius_field;
    double variation = 0.0;
    std::vector<double> sessions{1.0};
    std::string out;
    bool verify = false;
};

Status check_options(const SampleOptions& options) {
    const int given = (options.spacing_mm ? 1 : 0) + (options.radius_field.empty() ? 0 : 1);
    if (given == 2 || (given == 0 && !options.count)) {
        return Error{"--spacing",
                     given == 2 ? "is given twice, as number and as field" : "is missing",
                     "give one of --spacing, --radius-field and --count"};
    }
    if (options.spacing_mm && !(*options.spacing_mm > 0.0 && std::isfinite(*options.spacing_mm))) {
        return Error{"--spacing", fmt::format("{} is no distance", *options.spacing_mm),
                     "give a number of mm above 0"};
    }
    if (options.count &&
        !(*options.count >= 1 && static_cast<double>(*options.count) <= max_sample_points)) {
        return Error{"--count", fmt::format("{} is out of range", *options.count),
                     fmt::format("give 1 to {:.0f}", max_sample_points)};
    }
    return check_points_output(options.out);
}

// One radius in mm a line, one line per vertex.
Result<std::vector<float>> read_radius_field(const std::string& path) {
    constexpr std::uintmax_t most_bytes = 200'000'000;
    std::error_code failure;
    if (!std::filesystem::is_regular_file(path, failure) ||
        std::filesystem::file_size(path, failure) > most_bytes) {
        return Error{path, "there is no such file, or it is larger than 200 MB",
                     "give a text file with one radius in mm per vertex, one a line"};
    }
    std::ifstream file(path);
    std::vector<float> radii;
    for (std::string line; std::getline(file, line);) {
        float radius = 0.0F;
        const char* end = line.data() + line.size();
        const auto [rest, problem] = std::from_chars(line.data(), end, radius);
        if (problem != std::errc() || (rest != end && *rest != '\r')) {
            return Error{fmt::format("{}:{}", path, radii.size() + 1), "is no number",
                         "write one radius in mm a line"};
        }
        radii.push_back(radius);
    }
    return radii;
}

// The radius at every vertex. With a count alone any radius does, since all are scaled.
Result<SurfaceField> field_of(const SampleOptions& options, const TriangleMesh& mesh) {
    if (!options.radius_field.empty()) {
        auto radii = read_radius_field(options.radius_field);
        return radii ? Result<SurfaceField>(SurfaceField{std::move(radii.value()), {}})
                     : radii.error();
    }
    const double for_count =
        std::sqrt(packing_constant(options.variation) * surface_area_mm2(mesh) /
                  static_cast<double>(options.count.value_or(1)));
    const double radius = options.spacing_mm.value_or(for_count);
    return SurfaceField{std::vector<float>(mesh.vertices_mm.size(), static_cast<float>(radius)),
                        {}};
}

double unit_mm(const std::string& unit) {
    return unit == "m" ? 1000.0 : unit == "cm" ? 10.0 : 1.0;
}

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

nlohmann::ordered_json checks_of(const TriangleMesh& mesh, const SurfaceField& field,
                                 const RankedDots& points) {
    const PatternCheck check = verify_pattern(mesh, field, {}, points);
    const BlueNoiseMeasures measures = measure_blue_noise(mesh, field, points.dots);
    return {{"conflicts", check.conflicts},
            {"min_distance_ratio", check.min_distance_ratio},
            {"probes", check.probes},
            {"uncovered_probes", check.uncovered_probes},
            {"largest_gap_ratio", check.largest_gap_ratio},
            {"nearest_mean_ratio", measures.nearest.mean},
            {"nearest_variation", measures.nearest.variation},
            {"rho", measures.packing_ratio},
            {"low_frequency_power", measures.low_frequency_power},
            {"peak_correlation", measures.peak_correlation},
            {"peak_distance_ratio", measures.peak_distance}};
}

Result<ExitCode> run_sample(const SampleOptions& options, const CommonOptions& common) {
    if (const Status good = check_options(options); !good) {
        return good.error();
    }
    if (const Status good = check_output(options.out, options.mesh); !good) {
        return good.error();
    }
    const auto mesh = read_mesh(options.mesh, unit_mm(options.unit));
    if (!mesh) {
        return mesh.error();
    }
    const auto field = field_of(options, *mesh);
    if (!field) {
        return field.error();
    }
    PoissonDiscOptions sampler;
    sampler.seed = common.seed;
    sampler.organic_sigma = options.variation;
    sampler.session_fractions = options.sessions;
    if (options.count) {
        sampler.exact_count = static_cast<std::size_t>(*options.count);
    }
    const auto start = std::chrono::steady_clock::now();
    const double cpu_start = cpu_seconds();
    const auto points = sample_surface(*mesh, *field, {}, sampler, options.mesh);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    const double cpu = cpu_seconds() - cpu_start;
    if (!points) {
        return points.error();
    }
    if (const Status written = write_points(options.out, *points); !written) {
        return written.error();
    }
    nlohmann::ordered_json result{{"file", options.out},
                                  {"count", points->dots.size()},
                                  {"area_cm2", surface_area_mm2(*mesh) / 100.0},
                                  {"radius_scale", points->radius_scale},
                                  {"seconds", elapsed.count()},
                                  {"cpu_seconds", cpu},
                                  {"hash", fmt::format("{:016x}", points->hash())}};
    if (options.verify) {
        result.update(checks_of(*mesh, *field, *points));
    }
    if (common.json) {
        print_json(result);
    } else {
        for (const auto& [name, value] : result.items()) {
            tell(name + " " + (value.is_string() ? value.get<std::string>() : value.dump()));
        }
    }
    const bool faulty =
        options.verify && (result["conflicts"] != 0 || result["uncovered_probes"] != 0);
    return faulty ? ExitCode::FaultsFound : ExitCode::Done;
}

}  // namespace

void add_sample_command(CLI::App& app, Job& job) {
    CLI::App* command = app.add_subcommand("sample", "The bare Poisson-disc sampler on any mesh");
    auto options = std::make_shared<SampleOptions>();
    command->add_option("--mesh", options->mesh, "Mesh: .obj, .ply, .stl, .gltf or .glb")
        ->required();
    command->add_option("--unit", options->unit, "Unit of the mesh")
        ->check(CLI::IsMember({"mm", "cm", "m"}))
        ->capture_default_str();
    command->add_option("--spacing", options->spacing_mm, "Smallest allowed distance in mm");
    command->add_option("--radius-field", options->radius_field,
                        "Text file: smallest allowed distance in mm, one a line, one per vertex");
    command->add_option("--count", options->count, "Exactly so many dots; scales the spacing");
    command
        ->add_option("--variation", options->variation,
                     "Natural variation of the spacing, 0 to 0.25")
        ->capture_default_str();
    command
        ->add_option("--sessions", options->sessions,
                     "Shares after each session, ascending to 1, e.g. 0.3,0.7,1")
        ->delimiter(',');
    command->add_flag("--verify", options->verify,
                      "Check the result: pairs too close, gaps, blue noise (exit 1 on faults)");
    command->add_option("-o,--output", options->out, "Points to write: .ply, .csv or .xyz")
        ->required();
    command->callback([&job, options] {
        job = [options](const CommonOptions& common) { return run_sample(*options, common); };
    });
}

}  // namespace stubble
