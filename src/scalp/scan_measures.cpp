#include "scalp/scan_measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/parallel.h"
#include "geometry/polygon.h"

namespace stubble {
namespace {

// Canonical heights, as in head_measures.
constexpr double glabella_y = 34.0;
constexpr double tape_front_y = 39.0;

struct Plane {
    Point3 normal;
    double offset;  // points p with normal.p = offset lie in it

    [[nodiscard]] double height(const Vector3f& p) const {
        return normal.dot(p.cast<double>()) - offset;
    }
};

class ScanTape {
public:
    ScanTape(const TriangleMesh& scan, const HeadSurface& about) : scan_(scan), head_(about) {
        std::vector<std::uint8_t> counts(scan.vertices_mm.size(), 0);
        parallel_for(counts.size(), 1024, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                counts[i] = is_near(scan.vertices_mm[i].cast<double>()) ? 1 : 0;
            }
        });
        for (const Triangle& t : scan.triangles) {
            if (counts[t[0]] + counts[t[1]] + counts[t[2]] == 3) {
                near_.push_back(t);
            }
        }
    }

    ScanMeasures measure() {
        ScanMeasures m;
        const std::vector<Point3> midline = section({{1.0, 0.0, 0.0}, 0.0});
        m.length = length(midline);
        m.breadth = breadth();
        m.circumference = circumference(midline);
        m.tragion_top = top(midline);
        return m;
    }

private:
    [[nodiscard]] bool is_near(const Point3& place) const {
        constexpr double reach_mm = 15.0;
        constexpr double ear_clearance_mm = 13.0;
        return head_.warp().to_canonical(place).y() > -60.0 &&
               std::abs(head_.distance_without_ears(place)) < reach_mm &&
               head_.distance_from_ear(place) > ear_clearance_mm;
    }

    [[nodiscard]] double real_y(double canonical) const {
        return head_.warp().real_height(canonical);
    }

    // Where edges of triangles pass through a plane.
    [[nodiscard]] std::vector<Point3> section(const Plane& plane) const {
        std::vector<Point3> points;
        for (const Triangle& t : near_) {
            std::array<double, 3> height{};
            for (std::size_t i = 0; i < 3; ++i) {
                height[i] = plane.height(scan_.vertices_mm[t[i]]);
            }
            for (std::size_t i = 0; i < 3; ++i) {
                const std::size_t j = (i + 1) % 3;
                if ((height[i] < 0.0) != (height[j] < 0.0)) {
                    const double share = height[i] / (height[i] - height[j]);
                    const Point3 from = scan_.vertices_mm[t[i]].cast<double>();
                    points.emplace_back(from +
                                        share * (scan_.vertices_mm[t[j]].cast<double>() - from));
                }
            }
        }
        return points;
    }

    // Front of the midline at a height: between the nearest points above and below.
    static std::optional<Point3> front_at(const std::vector<Point3>& midline, double y) {
        constexpr double largest_gap_mm = 8.0;
        const Point3* above = nullptr;
        const Point3* below = nullptr;
        for (const Point3& p : midline) {
            if (p.z() < 30.0) {
                continue;
            }
            const Point3*& side = p.y() >= y ? above : below;
            if (side == nullptr || std::abs(p.y() - y) < std::abs(side->y() - y)) {
                side = &p;
            }
        }
        if (above == nullptr || below == nullptr || above->y() - below->y() > largest_gap_mm) {
            return std::nullopt;
        }
        const double share = (y - below->y()) / std::max(above->y() - below->y(), 1e-9);
        return Point3(*below + share * (*above - *below));
    }

    [[nodiscard]] std::optional<double> length(const std::vector<Point3>& midline) const {
        const std::optional<Point3> glabella = front_at(midline, real_y(glabella_y));
        if (!glabella) {
            return std::nullopt;
        }
        double longest = 0.0;
        for (const Point3& p : midline) {
            if (p.z() < 0.0 && std::abs(p.y() - glabella->y()) < 60.0) {
                longest = std::max(longest, (p - *glabella).norm());
            }
        }
        return longest > 0.0 ? std::optional(longest) : std::nullopt;
    }

    // Greatest where both sides are there.
    [[nodiscard]] std::optional<double> breadth() const {
        const double back = head_.warp().to_real({0.0, 0.0, -50.0}).z();
        const double front = head_.warp().to_real({0.0, 0.0, 10.0}).z();
        double widest = 0.0;
        for (double height = 25.0; height <= 85.0; height += 5.0) {
            double left = 0.0;
            double right = 0.0;
            for (const Point3& p : section({{0.0, 1.0, 0.0}, real_y(height)})) {
                if (p.z() > back && p.z() < front) {
                    left = std::max(left, p.x());
                    right = std::max(right, -p.x());
                }
            }
            if (left > 0.0 && right > 0.0) {
                widest = std::max(widest, left + right);
            }
        }
        return widest > 0.0 ? std::optional(widest) : std::nullopt;
    }

    [[nodiscard]] std::optional<double> circumference(const std::vector<Point3>& midline) const {
        const std::optional<Point3> front = front_at(midline, real_y(tape_front_y));
        if (!front) {
            return std::nullopt;
        }
        std::optional<double> largest;
        for (double y = 20.0; y <= 56.0; y += 6.0) {
            const Point3 back = head_.warp().to_real({0.0, y, -98.0});
            const Point3 ahead = (Point3(0.0, front->y(), front->z()) - back).normalized();
            const Point3 normal(0.0, ahead.z(), -ahead.y());
            const std::optional<double> around =
                taped(section({normal, normal.dot(back)}), 0.5 * (*front + back), ahead);
            if (around && (!largest || *around > *largest)) {
                largest = around;
            }
        }
        return largest;
    }

    // Hull of a ring around a center, when it has no wide gap.
    static std::optional<double> taped(const std::vector<Point3>& ring, const Point3& center,
                                       const Point3& ahead) {
        constexpr double widest_gap = 60.0 * std::numbers::pi / 180.0;  // ears leave 25 degrees
        std::vector<Point2> flat;
        std::vector<double> angles;
        for (const Point3& p : ring) {
            flat.emplace_back(p.x() - center.x(), (p - center).dot(ahead));
            angles.push_back(std::atan2(flat.back().x(), flat.back().y()));
        }
        if (angles.size() < 20) {
            return std::nullopt;
        }
        std::sort(angles.begin(), angles.end());
        double gap = angles.front() + 2.0 * std::numbers::pi - angles.back();
        for (std::size_t i = 0; i + 1 < angles.size(); ++i) {
            gap = std::max(gap, angles[i + 1] - angles[i]);
        }
        return gap < widest_gap ? std::optional(perimeter(convex_hull(std::move(flat))))
                                : std::nullopt;
    }

    static std::optional<double> top(const std::vector<Point3>& midline) {
        double highest = 0.0;
        for (const Point3& p : midline) {
            highest = std::abs(p.z()) < 60.0 ? std::max(highest, p.y()) : highest;
        }
        return highest > 60.0 ? std::optional(highest) : std::nullopt;
    }

    const TriangleMesh& scan_;
    const HeadSurface& head_;
    std::vector<Triangle> near_;  // the head's skin, but its ears
};

}  // namespace

ScanMeasures measure_scan(const TriangleMesh& scan, const HeadSurface& about) {
    return ScanTape(scan, about).measure();
}

}  // namespace stubble
