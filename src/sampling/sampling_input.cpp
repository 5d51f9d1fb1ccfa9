#include "sampling/sampling_input.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "sampling/pattern_density.h"

namespace stubble {
namespace {

std::optional<Error> field_problem(const TriangleMesh& mesh, const SurfaceField& field,
                                   const std::string& where) {
    const std::size_t vertices = mesh.vertices_mm.size();
    if (field.radius_mm.size() != vertices) {
        return Error{where,
                     "has " + std::to_string(vertices) + " vertices, but " +
                         std::to_string(field.radius_mm.size()) + " radii are given",
                     "give one radius per vertex"};
    }
    for (std::size_t i = 0; i < vertices; ++i) {
        if (!(field.radius_mm[i] > 0.0F) || !std::isfinite(field.radius_mm[i])) {
            return Error{where,
                         "the radius of vertex " + std::to_string(i + 1) + " is " +
                             std::to_string(field.radius_mm[i]) + " mm",
                         "give radii above 0"};
        }
    }
    const auto finite = [](float x) { return std::isfinite(x); };
    if (!field.mask.empty() && (field.mask.size() != vertices ||
                                !std::all_of(field.mask.begin(), field.mask.end(), finite))) {
        return Error{where, "the mask does not hold one number per vertex", "correct the mask"};
    }
    return std::nullopt;
}

std::optional<Error> gradient_problem(const TriangleMesh& mesh, const SurfaceField& field,
                                      const std::string& where) {
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        if (const Status good = check_gradient(mesh, field, t, where); !good) {
            return good.error();
        }
    }
    return std::nullopt;
}

// Coordinates are kept in single precision: far from the origin they become too coarse for small radii.
std::optional<Error> precision_problem(const TriangleMesh& mesh, const SurfaceField& field,
                                       const std::string& where) {
    constexpr float finest = 1e-5F;  // of the largest coordinate
    float largest = 0.0F;
    for (const Vector3f& vertex : mesh.vertices_mm) {
        largest = std::max(largest, vertex.cwiseAbs().maxCoeff());
    }
    const float smallest = *std::min_element(field.radius_mm.begin(), field.radius_mm.end());
    if (smallest >= finest * largest) {
        return std::nullopt;
    }
    return Error{where,
                 "the radius " + std::to_string(smallest) +
                     " mm is too small for coordinates up to " + std::to_string(largest) + " mm",
                 "check the unit, or move the surface to the origin"};
}

std::optional<Error> keep_away_problem(const std::vector<FixedDisc>& keep_away,
                                       const std::string& where) {
    for (std::size_t i = 0; i < keep_away.size(); ++i) {
        const FixedDisc& disc = keep_away[i];
        if (!disc.position_mm.allFinite() || !std::isfinite(disc.radius_mm) ||
            !(disc.radius_mm > 0.0F)) {
            return Error{where,
                         "keep-away point " + std::to_string(i + 1) +
                             " has no place or a radius that is not above 0",
                         "correct or leave it out"};
        }
    }
    return std::nullopt;
}

std::optional<Error> options_problem(const PoissonDiscOptions& options, const std::string& where) {
    const std::vector<double>& fractions = options.session_fractions;
    double before = 0.0;
    bool ascending = !fractions.empty() && fractions.back() == 1.0;
    for (const double fraction : fractions) {
        ascending = ascending && fraction > before;
        before = fraction;
    }
    if (!ascending) {
        return Error{where, "the shares of the sessions do not ascend to 1",
                     "give for example 0.3, 0.7, 1"};
    }
    if (!(options.organic_sigma >= 0.0 && options.organic_sigma <= 0.25)) {
        return Error{where, "the variation is " + std::to_string(options.organic_sigma),
                     "give 0 to 0.25"};
    }
    if (!std::isfinite(options.radius_high_mm) || options.radius_high_mm < 0.0) {
        return Error{
            where,
            "the largest radius for edits is " + std::to_string(options.radius_high_mm) + " mm",
            "give 0 or more"};
    }
    return std::nullopt;
}

std::optional<Error> count_problem(double count, const std::string& where) {
    if (count <= max_sample_points) {
        return std::nullopt;
    }
    return Error{where,
                 "about " + std::to_string(static_cast<long long>(std::min(count, 1e18))) +
                     " dots would come",
                 "ask for at most " + std::to_string(static_cast<long long>(max_sample_points)) +
                     ": check the unit, or use a larger spacing"};
}

}  // namespace

Status check_gradient(const TriangleMesh& mesh, const SurfaceField& field, std::size_t triangle,
                      const std::string& where) {
    constexpr double limit = 2.0;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::uint32_t from = mesh.triangles[triangle][i];
        const std::uint32_t to = mesh.triangles[triangle][(i + 1) % 3];
        const double length2 =
            (mesh.vertices_mm[from] - mesh.vertices_mm[to]).cast<double>().squaredNorm();
        const double rise =
            static_cast<double>(field.radius_mm[from]) - static_cast<double>(field.radius_mm[to]);
        if (rise * rise > limit * limit * length2 && length2 > 0.0) {
            return Error{where,
                         "the radius changes by " + std::to_string(std::abs(rise)) + " mm within " +
                             std::to_string(std::sqrt(length2)) + " mm",
                         "let it change by less than 2 mm per mm"};
        }
    }
    return Done{};
}

Status check_fragments(double fragments, const std::string& where) {
    if (fragments <= max_sample_fragments) {
        return Done{};
    }
    return Error{where,
                 "its triangles would be cut into " +
                     std::to_string(static_cast<long long>(fragments)) + " parts",
                 "remesh long thin triangles, or use a larger spacing: at most " +
                     std::to_string(static_cast<long long>(max_sample_fragments))};
}

Status check_sampling_input(const TriangleMesh& mesh, const SurfaceField& field,
                            const std::vector<FixedDisc>& keep_away,
                            const PoissonDiscOptions& options, const std::string& where) {
    if (const Status good = check_mesh(mesh, where); !good) {
        return good.error();
    }
    for (const auto& problem :
         {field_problem(mesh, field, where), keep_away_problem(keep_away, where),
          options_problem(options, where)}) {
        if (problem) {
            return *problem;
        }
    }
    const double expected = expected_count(mesh, field, options.organic_sigma);
    if (expected == 0.0 && options.exact_count) {
        return Error{where, "the mask leaves no surface", "enlarge the mask"};
    }
    const double wanted =
        options.exact_count ? static_cast<double>(*options.exact_count) : expected;
    for (const auto& problem : {gradient_problem(mesh, field, where), count_problem(wanted, where),
                                precision_problem(mesh, field, where)}) {
        if (problem) {
            return *problem;
        }
    }
    return Done{};
}

}  // namespace stubble
