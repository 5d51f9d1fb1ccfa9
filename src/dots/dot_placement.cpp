#include "dots/dot_placement.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/parallel.h"
#include "base/random.h"
#include "sampling/limit_gradient.h"
#include "sampling/pattern_density.h"

namespace stubble {
namespace {

float rounded_mm(double x) {
    constexpr double steps_per_mm = 1024.0;
    return static_cast<float>(std::round(x * steps_per_mm) / steps_per_mm);
}

}  // namespace

SurfaceField dot_spacing(const TriangleMesh& mesh, const WantedDots& wanted,
                         const DotPattern& pattern) {
    constexpr double least_per_cm2 = 1e-3;
    const std::size_t count = mesh.vertices_mm.size();
    SurfaceField field{std::vector<float>(count), std::vector<float>(count)};
    // An exact count scales the spacing anyway.
    const double k = pattern.exact_count
                         ? packing_constant(pattern.variation)
                         : packing_constant(pattern.variation, pattern.session_fractions);
    constexpr double mm2_per_cm2 = 100.0;
    parallel_for(count, 1024, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const double radius =
                std::sqrt(mm2_per_cm2 * k / std::max(wanted.dots_per_cm2[i], least_per_cm2));
            field.radius_mm[i] =
                rounded_mm(std::clamp(radius, pattern.spacing_low_mm, pattern.spacing_high_mm));
            field.mask[i] = rounded_mm(wanted.room_mm[i]);
        }
    });
    // Where a feather begins, the spacing would change faster than a pattern can.
    constexpr double slope = 1.0;
    limit_gradient(mesh, slope, field.radius_mm);
    return field;
}

std::vector<FixedDisc> room_for_hair(const std::vector<SurfaceDot>& follicles) {
    constexpr float radius_mm = 0.05F;
    std::vector<FixedDisc> discs;
    discs.reserve(follicles.size());
    for (const SurfaceDot& follicle : follicles) {
        discs.push_back({follicle.position_mm, radius_mm});
    }
    return discs;
}

Result<RankedDots> place_pattern(const TriangleMesh& mesh, const SurfaceField& spacing,
                                 const std::vector<FixedDisc>& keep_clear,
                                 const DotPattern& pattern, std::uint64_t seed) {
    PoissonDiscOptions options;
    options.seed = seed;
    options.exact_count = pattern.exact_count;
    options.session_fractions = pattern.session_fractions;
    options.organic_sigma = pattern.variation;
    options.radius_high_mm = pattern.spacing_high_mm;
    return sample_surface(mesh, spacing, keep_clear, options, "the treated zones");
}

Dot dot_at(const SurfaceDot& point, const DotTraits& traits, std::uint64_t seed) {
    const Point3& p = point.position_mm;
    const std::uint64_t place =
        hash64(hash64(std::bit_cast<std::uint64_t>(p.x()), std::bit_cast<std::uint64_t>(p.y())),
               std::bit_cast<std::uint64_t>(p.z()));
    const std::uint64_t bits = hash64(hash64(seed, 12), place);
    const double size = 1.0 + dot_diameter_cv * std::clamp(normal(hash64(bits, 1)), -2.5, 2.5);
    // Mean strength 1: the lognormal's mean is exp(sigma^2/2).
    const double z = std::clamp(normal(hash64(bits, 2)), -2.5, 2.5);
    Dot dot;
    dot.position_mm = p;
    dot.spacing_mm = point.radius_mm;
    dot.diameter_mm = traits.diameter_mm * size;
    dot.depth_mm = traits.depth_mm;
    dot.strength = std::exp(dot_strength_sigma * z - dot_strength_sigma * dot_strength_sigma / 2.0);
    dot.session = static_cast<int>(point.session);
    return dot;
}

}  // namespace stubble
