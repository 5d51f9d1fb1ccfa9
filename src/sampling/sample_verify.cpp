#include "sampling/sample_verify.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "base/random.h"
#include "sampling/surface_probes.h"

namespace stubble {
namespace {

struct CheckedPoint {
    Point3 position_mm;
    double radius_mm = 0.0;
    Vector3f normal;  // zero = counts for every sheet
};

bool same_sheet(const Vector3f& a, const Vector3f& b) {
    return a.isZero(0.0F) || b.isZero(0.0F) || a.dot(b) > opposite_sheets_cosine;
}

// Points in cubes as wide as the largest radius.
class PointCubes {
public:
    PointCubes(std::vector<CheckedPoint> points, double edge_mm)
        : points_(std::move(points)), edge_mm_(edge_mm) {
        for (std::size_t i = 0; i < points_.size(); ++i) {
            cubes_[key(cube_of(points_[i].position_mm))].push_back(i);
        }
    }

    [[nodiscard]] const std::vector<CheckedPoint>& points() const { return points_; }

    // Smallest distance over mean radius from a place to any other point of its sheet, as far as the neighbouring cubes.
    [[nodiscard]] double nearest_ratio(const CheckedPoint& place, std::size_t except) const {
        double nearest = std::numeric_limits<double>::infinity();
        visit_near(place.position_mm, [&](std::size_t i) {
            const CheckedPoint& other = points_[i];
            if (i != except && same_sheet(place.normal, other.normal)) {
                const double mean = 0.5 * (place.radius_mm + other.radius_mm);
                nearest = std::min(nearest, (place.position_mm - other.position_mm).norm() / mean);
            }
        });
        return nearest;
    }

    template <typename Visit>
    void visit_near(const Point3& place, Visit visit) const {
        const auto [x, y, z] = cube_of(place);
        for (std::int64_t dz = -1; dz <= 1; ++dz) {
            for (std::int64_t dy = -1; dy <= 1; ++dy) {
                for (std::int64_t dx = -1; dx <= 1; ++dx) {
                    const auto found = cubes_.find(key({x + dx, y + dy, z + dz}));
                    if (found != cubes_.end()) {
                        std::for_each(found->second.begin(), found->second.end(), visit);
                    }
                }
            }
        }
    }

private:
    using Cube = std::array<std::int64_t, 3>;

    [[nodiscard]] Cube cube_of(const Point3& place) const {
        const auto along = [&](int i) {
            return static_cast<std::int64_t>(std::floor(place[i] / edge_mm_));
        };
        return {along(0), along(1), along(2)};
    }
    static std::uint64_t key(const Cube& cube) {
        const auto bits = [&](std::size_t i) {
            return static_cast<std::uint64_t>(cube[i]) & 0x1fffff;
        };
        return bits(0) << 42 | bits(1) << 21 | bits(2);
    }

    std::vector<CheckedPoint> points_;
    double edge_mm_;
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> cubes_;
};

}  // namespace

PatternCheck verify_pattern(const TriangleMesh& mesh, const SurfaceField& field,
                            const std::vector<FixedDisc>& keep_away, const RankedDots& pattern,
                            const VerifyOptions& options) {
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    std::vector<CheckedPoint> points;
    double largest = *std::max_element(field.radius_mm.begin(), field.radius_mm.end());
    for (const SurfaceDot& dot : pattern.dots) {
        points.push_back({dot.position_mm, dot.radius_mm, normals[dot.triangle]});
        largest = std::max(largest, points.back().radius_mm);
    }
    for (const FixedDisc& disc : keep_away) {
        points.push_back({disc.position_mm, disc.radius_mm, disc.normal});
        largest = std::max(largest, points.back().radius_mm);
    }
    const PointCubes cubes(std::move(points),
                           largest * std::max({1.0, pattern.radius_scale, pattern.gap_scale}));

    PatternCheck check;
    check.min_distance_ratio = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < pattern.dots.size(); ++i) {
        const double ratio = cubes.nearest_ratio(cubes.points()[i], i) / pattern.radius_scale;
        check.min_distance_ratio = std::min(check.min_distance_ratio, ratio);
        check.conflicts += ratio < 1.0 ? 1 : 0;
    }
    const auto count = static_cast<std::size_t>(
        options.probes_per_point *
        static_cast<double>(std::max<std::size_t>(pattern.dots.size(), 1)));
    for (const SurfaceProbe& probe : surface_probes(mesh, field, count, options.seed)) {
        const CheckedPoint place{probe.position_mm, probe.radius_mm, normals[probe.triangle]};
        const double ratio = cubes.nearest_ratio(place, cubes.points().size()) / pattern.gap_scale;
        check.largest_gap_ratio = std::max(check.largest_gap_ratio, ratio);
        check.uncovered_probes += ratio >= 1.0 ? 1 : 0;
        ++check.probes;
    }
    return check;
}

}  // namespace stubble
