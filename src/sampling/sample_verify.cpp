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
    return a.dot(b) > opposite_sheets_cosine;  // also when one is zero
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
        std::map<int, std::vector<Member>> of_size;
        for (std::size_t i = 0; i < points_.size(); ++i) {
            of_size[std::ilogb(points_[i].radius_mm)].push_back({points_[i], i});
        }
        for (auto& [size, members] : of_size) {
            classes_.emplace_back(std::move(members));
        }
    }

    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    // Smallest distance over mean radius from a place to any point of its sheet but one; infinite where no point is near.
    [[nodiscard]] double nearest_ratio(const CheckedPoint& place, std::size_t except = none) const {
        constexpr double near = 1.25;
        constexpr double far = 4.0;
        const double ratio = nearest_ratio_within(near, place, except);
        return ratio < near ? ratio : nearest_ratio_within(far, place, except);
    }
    [[nodiscard]] double nearest_ratio(std::size_t point) const {
        return nearest_ratio(points_[point], point);
    }

private:
    // Exact below `limit`.
    [[nodiscard]] double nearest_ratio_within(double limit, const CheckedPoint& place,
                                              std::size_t except) const {
        double nearest = std::numeric_limits<double>::infinity();
        for (const SizeClass& size : classes_) {
            const double reach = limit * 0.5 * (place.radius_mm + size.largest_mm);
            size.cubes.visit_near(place.position_mm, reach, [&](std::size_t i) {
                const auto& [other, index] = size.members[i];
                const double mean = 0.5 * (place.radius_mm + other.radius_mm);
                const double ratio = (place.position_mm - other.position_mm).norm() / mean;
                if (ratio < nearest && index != except && same_sheet(place.normal, other.normal)) {
                    nearest = ratio;
                }
            });
        }
        return nearest;
    }

    struct Member {
        CheckedPoint point;
        std::size_t index = 0;
    };

    struct SizeClass {
        explicit SizeClass(std::vector<Member> of_size)
            : members(std::move(of_size)), largest_mm(largest(members)), cubes(places(), edge()) {}

        [[nodiscard]] double edge() const { return 2.0 * largest_mm; }

        static double largest(const std::vector<Member>& members) {
            double largest = 0.0;
            for (const Member& member : members) {
                largest = std::max(largest, member.point.radius_mm);
            }
            return largest;
        }

        // Neighbours in space become neighbours in memory.
        std::vector<Point3> places() {
            const auto cube = [&](const Member& member, int axis) {
                return std::floor(member.point.position_mm[axis] / edge());
            };
            const auto before = [&](const Member& a, const Member& b) {
                for (const int axis : {2, 1}) {
                    if (cube(a, axis) != cube(b, axis)) {
                        return cube(a, axis) < cube(b, axis);
                    }
                }
                return a.point.position_mm.x() < b.point.position_mm.x();
            };
            std::sort(members.begin(), members.end(), before);
            std::vector<Point3> places;
            for (const Member& member : members) {
                places.push_back(member.point.position_mm);
            }
            return places;
        }

        std::vector<Member> members;
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

    const SizedPoints strict(checked_points(pattern, pattern.radius_scale, normals, keep_away));
    check.min_distance_ratio = std::numeric_limits<double>::infinity();
    for (const double ratio :
         ratios(pattern.dots.size(), [&](std::size_t i) { return strict.nearest_ratio(i); })) {
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
             return covering.nearest_ratio(place);
         })) {
        check.largest_gap_ratio = std::max(check.largest_gap_ratio, ratio);
        check.uncovered_probes += ratio >= 1.0 ? 1 : 0;
    }
    return check;
}

}  // namespace stubble
