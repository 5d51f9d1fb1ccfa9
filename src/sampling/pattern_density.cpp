#include "sampling/pattern_density.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"
#include "geometry/shape_meshes.h"
#include "sampling/poisson_disc_surface.h"

namespace stubble {
namespace {

// Share of a triangle's area in which a linear function with these corner values is above 0.
double positive_share(std::array<double, 3> values) {
    std::sort(values.begin(), values.end());
    const auto [low, middle, high] = values;
    if (low > 0.0) {
        return 1.0;
    }
    if (high <= 0.0) {
        return 0.0;
    }
    // The corner that is alone on its side of the line cuts off a similar triangle.
    return middle <= 0.0 ? high / (high - low) * high / (high - middle)
                         : 1.0 - low / (low - middle) * low / (low - high);
}

}  // namespace

double packing_constant(double organic_sigma) {
    constexpr std::array<double, 7> sigmas{0.0, 0.05, 0.08, 0.12, 0.16, 0.20, 0.25};
    constexpr std::array<double, 7> k{0.7005, 0.638, 0.605, 0.5655, 0.530, 0.498, 0.462};
    const double sigma = std::clamp(organic_sigma, sigmas.front(), sigmas.back());
    const auto cell = static_cast<std::size_t>(
        std::upper_bound(sigmas.begin() + 1, sigmas.end() - 1, sigma) - sigmas.begin() - 1);
    const double fraction = (sigma - sigmas[cell]) / (sigmas[cell + 1] - sigmas[cell]);
    return std::lerp(k[cell], k[cell + 1], fraction);
}

double packing_constant(double organic_sigma, const std::vector<double>& session_fractions) {
    if (session_fractions.size() <= 1) {
        return packing_constant(organic_sigma);
    }
    // Spacing 1; the border, where points lie closer, is left out.
    constexpr double edge = 120.0;
    constexpr double border = 4.0;
    constexpr double pitch = 3.0;
    const TriangleMesh patch = rectangle_mesh({{0.0, 0.0}, {edge, edge}}, pitch);
    const SurfaceField field{std::vector<float>(patch.vertices_mm.size(), 1.0F), {}};
    PoissonDiscOptions options;
    options.organic_sigma = organic_sigma;
    options.session_fractions = session_fractions;
    const RankedDots dots = sample_surface(patch, field, {}, options).value();
    const auto inner = std::count_if(dots.dots.begin(), dots.dots.end(), [](const auto& dot) {
        return dot.position_mm.template head<2>().minCoeff() > border &&
               dot.position_mm.template head<2>().maxCoeff() < edge - border;
    });
    return static_cast<double>(inner) / ((edge - 2.0 * border) * (edge - 2.0 * border));
}

double radius_for_density_mm(double per_cm2, double organic_sigma) {
    STUBBLE_CHECK(per_cm2 > 0.0);
    return std::sqrt(100.0 * packing_constant(organic_sigma) / per_cm2);
}

double expected_count(const TriangleMesh& mesh, const SurfaceField& field, double organic_sigma) {
    double sum = 0.0;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        const auto& [a, b, c] = mesh.triangles[t];
        const double ra = field.radius_mm[a];
        const double rb = field.radius_mm[b];
        const double rc = field.radius_mm[c];
        // Middles of the sides: exact for quadratic functions.
        const auto density = [](double r, double s) { return 4.0 / ((r + s) * (r + s)); };
        const double mean = (density(ra, rb) + density(rb, rc) + density(rc, ra)) / 3.0;
        const double share = field.mask.empty()
                                 ? 1.0
                                 : positive_share({field.mask[a], field.mask[b], field.mask[c]});
        sum += triangle_area_mm2(mesh, t) * mean * share;
    }
    return sum * packing_constant(organic_sigma);
}

}  // namespace stubble
