#include "hair/follicle_layout.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/parallel.h"
#include "base/random.h"
#include "sampling/pattern_density.h"

namespace stubble {
namespace {

// What the full head of hair and its loss ask for at the vertices.
struct HairField {
    SurfaceField spacing;
    std::vector<float> remaining;  // share
    std::vector<float> behind_border_mm;
};

float rounded(double x) {
    constexpr double steps = 1024.0;
    return static_cast<float>(std::round(x * steps) / steps);
}

HairField hair_field(const ScalpSurface& scalp, const FollicleWish& wish) {
    const std::size_t count = scalp.mesh.vertices_mm.size();
    HairField field{{std::vector<float>(count), std::vector<float>(count)},
                    std::vector<float>(count),
                    std::vector<float>(count)};
    HairLossPlace place;
    place.hairline = wish.hairline;
    const RemainingHair remaining(wish.loss, place);
    parallel_for(count, 256, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const Point3& canonical = scalp.canonical_mm[i];
            const double border = border_margin_mm(canonical, wish.hairline);
            const double density = follicular_units_per_cm2(canonical, wish.origin, wish.hairline);
            const double share = remaining.share_at(canonical);
            field.spacing.radius_mm[i] =
                rounded(radius_for_density_mm(density, follicle_variation));
            // Bare skin needs no follicles that are lost again; a margin keeps the edge of the pattern as it is.
            constexpr double bare = 1e-3;
            const double room = std::min(border, scalp.off_ear_mm[i] - ear_clearance_mm);
            field.spacing.mask[i] = rounded(share > bare ? room : std::min(room, -1.0));
            field.remaining[i] = rounded(share);
            field.behind_border_mm[i] = rounded(border);
        }
    });
    return field;
}

float interpolated(const std::vector<float>& values, const Triangle& t, const SurfaceDot& dot) {
    return dot.barycentric[0] * values[t[0]] + dot.barycentric[1] * values[t[1]] +
           dot.barycentric[2] * values[t[2]];
}

std::uint64_t hash_of_place(const SurfaceDot& dot, std::uint64_t seed) {
    const auto bits = [&](int axis) { return std::bit_cast<std::uint64_t>(dot.position_mm[axis]); };
    return hash64(hash64(hash64(seed, bits(0)), bits(1)), bits(2));
}

int hairs_of(const std::array<double, largest_follicular_unit>& shares, double draw) {
    int hairs = 1;
    for (const double share : shares) {
        draw -= share;
        if (draw < 0.0 || hairs == static_cast<int>(largest_follicular_unit)) {
            break;
        }
        ++hairs;
    }
    return hairs;
}

}  // namespace

Result<std::vector<Follicle>> existing_follicles(const ScalpSurface& scalp,
                                                 const FollicleWish& wish) {
    const HairField field = hair_field(scalp, wish);
    PoissonDiscOptions options;
    options.seed = hash64(wish.seed, 31);
    options.organic_sigma = follicle_variation;
    const auto pattern = sample_surface(scalp.mesh, field.spacing, {}, options, "the scalp");
    if (!pattern) {
        return pattern.error();
    }
    const auto shares = follicular_unit_size_shares(wish.origin);
    std::vector<Follicle> follicles;
    for (const SurfaceDot& dot : pattern->dots) {
        const Triangle& t = scalp.mesh.triangles[dot.triangle];
        const std::uint64_t bits = hash_of_place(dot, wish.seed);
        if (uniform(hash64(bits, 1)) >= interpolated(field.remaining, t, dot)) {
            continue;
        }
        const bool single = interpolated(field.behind_border_mm, t, dot) < single_hairs_mm;
        follicles.push_back({dot, single ? 1 : hairs_of(shares, uniform(hash64(bits, 2)))});
    }
    return follicles;
}

}  // namespace stubble
