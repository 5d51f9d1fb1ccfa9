#include "scalp/head_measures.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include "geometry/polygon.h"
#include "scalp/head_vault.h"

namespace stubble {
namespace {

constexpr double pi = std::numbers::pi;

// Canonical heights of landmarks in the midline.
constexpr double glabella_y = 34.0;
constexpr double tape_front_y = 39.0;  // where a head tape lies above the brows
constexpr double sellion_y = 19.0;
constexpr double inion_y = -15.0;

struct Ray {
    Point3 origin;
    Point3 direction;

    [[nodiscard]] Point3 at(double t) const { return origin + t * direction; }
};

double value_at(const HeadSurface& head, const Ray& ray, double t) {
    return head.distance_without_ears(ray.at(t));
}

// Secant steps from a place near the skin; nothing when they do not settle there.
std::optional<double> polish(const HeadSurface& head, const Ray& ray, double near) {
    constexpr double exact_mm = 1e-7;
    constexpr double far_mm = 12.0;  // from the start: another part of the skin
    double t0 = near;
    double f0 = value_at(head, ray, t0);
    double slope = 0.9;  // of the distance formulas, about
    for (int step = 0; step < 12; ++step) {
        const double t1 = t0 - f0 / slope;
        if (std::abs(t1 - near) > far_mm) {
            return std::nullopt;
        }
        const double f1 = value_at(head, ray, t1);
        if (std::abs(f1) < exact_mm) {
            return t1;
        }
        slope = std::clamp((f1 - f0) / (t1 - t0), 0.15, 2.0);
        t0 = t1;
        f0 = f1;
    }
    return std::nullopt;
}

// First exit from the inside: marches, then closes in.
double march(const HeadSurface& head, const Ray& ray) {
    constexpr double longest_mm = 260.0;
    double before = 0.0;
    double t = 0.0;
    double f = value_at(head, ray, t);
    while (f < -1e-4 && t < longest_mm) {
        before = t;
        t += std::max(0.02, -0.7 * f);
        f = value_at(head, ray, t);
    }
    if (const std::optional<double> exact = polish(head, ray, t)) {
        return *exact;
    }
    for (int halving = 0; halving < 40; ++halving) {
        const double middle = 0.5 * (before + t);
        (value_at(head, ray, middle) < 0.0 ? before : t) = middle;
    }
    return 0.5 * (before + t);
}

// One round of measuring on one head.
class Session {
public:
    Session(const HeadSurface& head, std::vector<double>& hits)
        : head_(head), warp_(head.warp()), hits_(hits) {}

    HeadMeasures measure() {
        HeadMeasures m;
        midline();
        m.tragion_top = std::max_element(midline_.begin(), midline_.end(), [](auto& a, auto& b) {
                            return a.y() < b.y();
                        })->y();
        m.length = length();
        m.breadth = widest({25.0, 85.0, 5.0}, {-50.0, 10.0, 5.0});
        m.circumference = circumference();
        m.coronal_arc = coronal_arc();
        m.sagittal_arc = sagittal_arc();
        m.menton_sellion = menton_sellion();
        m.bizygomatic = widest({-15.0, 12.0, 3.0}, {15.0, 65.0, 5.0});
        m.bigonial = widest({-62.0, -62.0, 1.0}, {14.0, 14.0, 1.0});
        m.bitragion = widest({0.0, 0.0, 1.0}, {0.0, 0.0, 1.0});
        m.neck = neck();
        return m;
    }

private:
    struct Range {
        double first;
        double last;
        double step;
    };

    Point3 skin(const Ray& ray) {
        if (next_ == hits_.size()) {
            hits_.push_back(march(head_, ray));
        } else if (const std::optional<double> near = polish(head_, ray, hits_[next_])) {
            hits_[next_] = *near;
        } else {
            hits_[next_] = march(head_, ray);
        }
        return ray.at(hits_[next_++]);
    }

    Point3 midline_point(double canonical_y, double ahead) {
        return skin({{0.0, warp_.real_height(canonical_y), 0.0}, {0.0, 0.0, ahead}});
    }

    // Points of the skin in the plane through `center` spanned by two unit directions, at angles from first to last.
    std::vector<Point3> section(const Point3& center, const std::pair<Point3, Point3>& axes,
                                const std::pair<double, double>& angles, int count) {
        std::vector<Point3> points;
        for (int i = 0; i < count; ++i) {
            const double angle = angles.first + (angles.second - angles.first) * i / (count - 1);
            points.push_back(
                skin({center, std::cos(angle) * axes.first + std::sin(angle) * axes.second}));
        }
        return points;
    }

    static double taped_length(const std::vector<Point3>& points,
                               const std::pair<Point3, Point3>& axes) {
        std::vector<Point2> flat;
        flat.reserve(points.size());
        for (const Point3& p : points) {
            flat.emplace_back(p.dot(axes.first), p.dot(axes.second));
        }
        return perimeter(convex_hull(std::move(flat)));
    }

    // ... of an open line of points: the hull without its chord.
    static double taped_arc(const std::vector<Point3>& points,
                            const std::pair<Point3, Point3>& axes) {
        return taped_length(points, axes) - (points.front() - points.back()).norm();
    }

    void midline() {
        midline_ = section(warp_.to_real(vault_center_mm), sagittal_, {-0.6, pi + 0.9}, 401);
        glabella_ = midline_point(glabella_y, 1.0);
        inion_ = midline_point(inion_y, -1.0);
    }

    [[nodiscard]] double length() const {
        double longest = 0.0;
        for (const Point3& p : midline_) {
            if (p.z() < 0.0 && std::abs(p.y() - glabella_.y()) < 60.0) {
                longest = std::max(longest, (p - glabella_).norm());
            }
        }
        return longest;
    }

    // Greatest breadth over canonical heights and depths.
    double widest(const Range& y, const Range& z) {
        double breadth = 0.0;
        for (double height = y.first; height <= y.last; height += y.step) {
            for (double depth = z.first; depth <= z.last; depth += z.step) {
                const Point3 inside = warp_.to_real({0.0, height, depth});
                breadth = std::max(breadth, 2.0 * skin({inside, {1.0, 0.0, 0.0}}).x());
            }
        }
        return breadth;
    }

    double circumference() {
        const Point3 front = midline_point(tape_front_y, 1.0);
        double largest = 0.0;
        for (double y = 20.0; y <= 56.0; y += 6.0) {
            const Point3 back = warp_.to_real({0.0, y, -98.0});
            const std::pair<Point3, Point3> axes{(front - back).normalized(), {1.0, 0.0, 0.0}};
            const auto ring = section(0.5 * (front + back), axes, {-pi, pi}, 241);
            largest = std::max(largest, taped_length(ring, axes));
        }
        return largest;
    }

    double coronal_arc() {
        const Point3 center(0.0, warp_.real_height(30.0), 0.0);
        const std::pair<Point3, Point3> axes{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}};
        const double tragion = std::atan2(-center.y(), 71.5 * head_.shape().face_breadth);
        return taped_arc(section(center, axes, {tragion, pi - tragion}, 241), axes);
    }

    [[nodiscard]] double sagittal_arc() const {
        std::vector<Point3> taped{glabella_};
        for (const Point3& p : midline_) {
            if ((p.z() > 50.0 && p.y() <= glabella_.y()) ||
                (p.z() < -40.0 && p.y() <= inion_.y())) {
                continue;
            }
            taped.push_back(p);
        }
        taped.push_back(inion_);
        return taped_arc(taped, sagittal_);
    }

    double menton_sellion() {
        const Point3 sellion = midline_point(sellion_y, 1.0);
        const double lowest_y = warp_.real_height(-118.0);
        const Point3 start = warp_.to_real({0.0, -85.0, 0.0});
        Point3 menton(0.0, start.y(), 80.0);
        for (double z = 66.0; z < 96.0; z += 1.0) {
            const Ray down{{0.0, start.y(), z * head_.shape().length}, {0.0, -1.0, 0.0}};
            const Point3 p = value_at(head_, down, 0.0) < 0.0 ? skin(down) : skip(down);
            if (p.y() < menton.y() && p.y() > lowest_y) {
                menton = p;
            }
        }
        return (sellion - menton).norm();
    }

    // Keeps the order of the rays when one starts outside.
    Point3 skip(const Ray& ray) {
        if (next_ == hits_.size()) {
            hits_.push_back(0.0);
        }
        ++next_;
        return ray.origin;
    }

    double neck() {
        const std::pair<Point3, Point3> axes{Point3(0.0, 0.30, 1.0).normalized(), {1.0, 0.0, 0.0}};
        return taped_length(section(warp_.to_real({0.0, -125.0, -16.0}), axes, {-pi, pi}, 181),
                            axes);
    }

    const std::pair<Point3, Point3> sagittal_{{0.0, 0.0, 1.0}, {0.0, 1.0, 0.0}};
    const HeadSurface& head_;
    const HeadWarp& warp_;
    std::vector<double>& hits_;
    std::size_t next_ = 0;
    std::vector<Point3> midline_;
    Point3 glabella_ = Point3::Zero();
    Point3 inion_ = Point3::Zero();
};

}  // namespace

HeadMeasures HeadTape::measure(const HeadSurface& head) {
    return Session(head, last_hits_).measure();
}

double distance_to_skin_mm(const HeadSurface& head, const Point3& inside, const Point3& direction) {
    return march(head, {inside, direction});
}

}  // namespace stubble
