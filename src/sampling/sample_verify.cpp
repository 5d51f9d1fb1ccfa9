#include "sampling/sample_verify.h"

#include <algorithm>
#include <limits>

#include "base/parallel.h"
#include "sampling/sized_points.h"
#include "sampling/surface_probes.h"

namespace stubble {
namespace {

// Dots with their radii times `scale`, then the keep-away points with their own.
std::vector<SizedPoint> checked_points(const RankedDots& pattern, double scale,
                                       const std::vector<Vector3f>& normals,
                                       const std::vector<FixedDisc>& keep_away) {
    std::vector<SizedPoint> points;
    for (const SurfaceDot& dot : pattern.dots) {
        points.push_back({dot.position_mm, scale * dot.radius_mm, normals[dot.triangle]});
    }
    for (const FixedDisc& disc : keep_away) {
        points.push_back({disc.position_mm, disc.radius_mm, disc.normal});
    }
    return points;
}

// ratio_of(i) for all i below count.
template <typename RatioOf>
std::vector<double> ratios(std::size_t count, RatioOf ratio_of) {
    std::vector<double> ratios(count);
    parallel_for(count, 1024, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            ratios[i] = ratio_of(i);
        }
    });
    return ratios;
}

}  // namespace

PatternCheck verify_pattern(const TriangleMesh& mesh, const SurfaceField& field,
                            const std::vector<FixedDisc>& keep_away, const RankedDots& pattern,
                            const VerifyOptions& options) {
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    PatternCheck check;

    const std::vector<SizedPoint> points =
        checked_points(pattern, pattern.radius_scale, normals, keep_away);
    const SizedPoints strict(points);
    check.min_distance_ratio = std::numeric_limits<double>::infinity();
    for (const double ratio : ratios(pattern.dots.size(), [&](std::size_t i) {
             return strict.nearest_ratio(points[i], i);
         })) {
        check.min_distance_ratio = std::min(check.min_distance_ratio, ratio);
        check.conflicts += ratio < 1.0 ? 1 : 0;
    }

    if (pattern.gap_scale == 0.0) {
        return check;
    }
    const SizedPoints covering(checked_points(pattern, pattern.gap_scale, normals, keep_away));
    const auto count = static_cast<std::size_t>(
        options.probes_per_point *
        static_cast<double>(std::max<std::size_t>(pattern.dots.size(), 1)));
    const std::vector<SurfaceProbe> probes = surface_probes(mesh, field, count, options.seed);
    check.probes = probes.size();
    for (const double ratio : ratios(probes.size(), [&](std::size_t i) {
             const SurfaceProbe& probe = probes[i];
             const SizedPoint place{probe.position_mm, pattern.gap_scale * probe.radius_mm,
                                    normals[probe.triangle]};
             return covering.nearest_ratio(place);
         })) {
        check.largest_gap_ratio = std::max(check.largest_gap_ratio, ratio);
        check.uncovered_probes += ratio >= 1.0 ? 1 : 0;
    }
    return check;
}

}  // namespace stubble
