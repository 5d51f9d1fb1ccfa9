#include "sampling/sample_verify.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/parallel.h"
#include "sampling/point_cubes.h"
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

// Dots with their radii times `scale`, then the keep-away points with their own.
std::vector<CheckedPoint> checked_points(const RankedDots& pattern, double scale,
                                         const std::vector<Vector3f>& normals,
                                         const std::vector<FixedDisc>& keep_away) {
    std::vector<CheckedPoint> points;
    for (const SurfaceDot& dot : pattern.dots) {
        points.push_back({dot.position_mm, scale * dot.radius_mm, normals[dot.triangle]});
    }
    for (const FixedDisc& disc : keep_away) {
        points.push_back({disc.position_mm, disc.radius_mm, disc.normal});
    }
    return points;
}

// Points in cubes, those of about one size together, so that a few large ones do not make every search long.
class SizedPoints {
public:
    explicit SizedPoints(std::vector<CheckedPoint> points) : points_(std::move(points)) {
        std::map<int, std::vector<std::size_t>> of_size;
        for (std::size_t i = 0; i < points_.size(); ++i) {
            of_size[std::ilogb(points_[i].radius_mm)].push_back(i);
        }
        for (auto& [size, members] : of_size) {
            classes_.emplace_back(points_, std::move(members));
        }
    }

    [[nodiscard]] const std::vector<CheckedPoint>& points() const { return points_; }

    // Smallest distance over mean radius from a place to any other point of its sheet. Exact below `limit`; more, or
    // infinite, where no point is so near.
    [[nodiscard]] double nearest_ratio(const CheckedPoint& place, double limit) const {
        double nearest = std::numeric_limits<double>::infinity();
        for (const SizeClass& size : classes_) {
            const double reach = limit * 0.5 * (place.radius_mm + size.largest_mm);
            size.cubes.visit_near(place.position_mm, reach, [&](std::size_t member) {
                const CheckedPoint& other = points_[size.members[member]];
                if (&other != &place && same_sheet(place.normal, other.normal)) {
                    const double mean = 0.5 * (place.radius_mm + other.radius_mm);
                    const double distance = (place.position_mm - other.position_mm).norm();
                    nearest = std::min(nearest, distance / mean);
                }
            });
        }
        return nearest;
    }

private:
    struct SizeClass {
        SizeClass(const std::vector<CheckedPoint>& points, std::vector<std::size_t> of_size)
            : members(std::move(of_size)),
              largest_mm(largest(points, members)),
              cubes(places(points, members), 2.0 * largest_mm) {}

        static double largest(const std::vector<CheckedPoint>& points,
                              const std::vector<std::size_t>& members) {
            double largest = 0.0;
            for (const std::size_t i : members) {
                largest = std::max(largest, points[i].radius_mm);
            }
            return largest;
        }
        static std::vector<Point3> places(const std::vector<CheckedPoint>& points,
                                          const std::vector<std::size_t>& members) {
            std::vector<Point3> places;
            for (const std::size_t i : members) {
                places.push_back(points[i].position_mm);
            }
            return places;
        }

        std::vector<std::size_t> members;
        double largest_mm;
        PointCubes cubes;
    };

    std::vector<CheckedPoint> points_;
    std::vector<SizeClass> classes_;
};

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

    // How far a nearest point is looked for, in mean radii.
    constexpr double far = 4.0;
    const SizedPoints strict(checked_points(pattern, pattern.radius_scale, normals, keep_away));
    check.min_distance_ratio = std::numeric_limits<double>::infinity();
    for (const double ratio : ratios(pattern.dots.size(), [&](std::size_t i) {
             return strict.nearest_ratio(strict.points()[i], far);
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
             const CheckedPoint place{probe.position_mm, pattern.gap_scale * probe.radius_mm,
                                      normals[probe.triangle]};
             const double near = covering.nearest_ratio(place, 1.0);
             return near < 1.0 ? near : covering.nearest_ratio(place, far);
         })) {
        check.largest_gap_ratio = std::max(check.largest_gap_ratio, ratio);
        check.uncovered_probes += ratio >= 1.0 ? 1 : 0;
    }
    return check;
}

}  // namespace stubble
