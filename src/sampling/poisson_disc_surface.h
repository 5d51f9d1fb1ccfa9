// Poisson-disc points on a mesh surface with a spacing that may vary (blue noise): no two too close, no gap left.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "geometry/triangle_mesh.h"
#include "sampling/poisson_disc_level.h"

namespace stubble {

// Lengths in mm. Points p and q are in conflict when |p - q| < (r_p + r_q) / 2 and they do not lie on opposite sheets of the
// surface (opposite_sheets_cosine). A pattern is strict: no two points are in conflict; and maximal: no further point of the
// wanted radius would fit anywhere (inside the mask). It is a pure function of its arguments: the same on every machine, for
// any number of threads.
struct PoissonDiscOptions {
    std::uint64_t seed = 1;
    // Scales all radii until exactly so many points come out.
    std::optional<std::size_t> exact_count;
    // Shares of the points after each session, ascending to 1: the points of the first sessions alone are a maximal pattern
    // of larger radius.
    std::vector<double> session_fractions{1.0};
    // Spread of the radii of single points, 0 to 0.25: 0 = plain, 0.12 = as natural follicles (assumed). The wanted radius
    // stays the smallest distance.
    double organic_sigma = 0.0;
    // Largest radius that edits of the field may reach; keeps the pattern outside an edit as it is. 0 = that of the field.
    double radius_high_mm = 0.0;
};

struct SurfaceDot {
    Point3 position_mm = Point3::Zero();
    float radius_mm = 0.0F;  // own spacing: the wanted one times scale and organic factor
    std::uint32_t triangle = 0;
    std::array<float, 3> barycentric{};  // of the triangle's corners
    std::uint32_t session = 0;
};

// In the order of their rank: by session, inside a session at random, so that any first part is an even thinning.
struct RankedDots {
    std::vector<SurfaceDot> dots;
    double radius_scale = 1.0;  // the pattern is strict for the wanted radii times this
    // ... and maximal for the wanted radii times this. Larger when the count is exact; 0 when so few dots cannot cover every
    // part of the surface.
    double gap_scale = 1.0;
    // Of all positions in their order; equal for equal patterns.
    [[nodiscard]] std::uint64_t hash() const;
};

inline constexpr double max_sample_points = 50e6;
// Long thin triangles are cut into many more parts than dots come; memory limits them.
inline constexpr double max_sample_fragments = 100e6;

// Errors name what is wrong: a broken mesh, radii that are not above 0 or change by 2 mm per mm or more (then no pattern can
// be maximal), a mask or keep-away point that is no number, fractions that do not ascend to 1, more than
// max_sample_points or max_sample_fragments (`where` names the mesh in messages).
[[nodiscard]] Result<RankedDots> sample_surface(const TriangleMesh& mesh, const SurfaceField& field,
                                                const std::vector<FixedDisc>& keep_away,
                                                const PoissonDiscOptions& options,
                                                const std::string& where = "the surface");

}  // namespace stubble
