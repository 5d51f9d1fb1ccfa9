#include "scalp/head_surface.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "scalp/head_face.h"
#include "scalp/head_vault.h"

namespace stubble {
namespace {

// Mirrors to x > 0 without a crease at the midline.
template <typename T>
Coordinates<T> folded(const Coordinates<T>& p) {
    using std::sqrt;
    return {sqrt(p.x * p.x + 1.0), p.y, p.z};
}

// Widths of the soft joins.
constexpr SoftJoin neck_join{30.0};
constexpr SoftJoin face_join{20.0};
constexpr SoftJoin concha_cut{2.0};
constexpr SoftJoin ear_join{3.2};

// A place is at least as far from neck and jaw as it is above these heights. The neck's own plane is y -18; the join with the
// sternomastoid (width 20) rises above it by a quarter of its width. Above the jaw's plane no other part of the jaw comes near.
constexpr double neck_top_y = -13.0;
constexpr double jaw_top_y = 42.0;

// Joins what is no single solid. Its slopes are worked out only where it counts.
template <typename T, typename Part>
T joined_to_part(const T& d, const Coordinates<T>& q, const SoftJoin& join, const Part& part) {
    if constexpr (std::is_same_v<T, Dual>) {
        if (part(coordinates(point_of(q))) >= d.value() + join.reach_mm()) {
            return d;
        }
    }
    return soft_union(d, part(q), join.width_mm);
}

double distance_from_box(const Eigen::AlignedBox3d& box, const Point3& p) {
    return box.exteriorDistance(p);
}

// Box around everything that with_face_features adds or takes away, and a lower bound of the slope of those formulas.
const Eigen::AlignedBox3d& feature_box() {
    static const Eigen::AlignedBox3d box(Point3(0, -76, 44), Point3(62, 46, 122));
    return box;
}
constexpr double feature_slope = 0.7;
constexpr SoftJoin largest_feature_join{15.0};

}  // namespace

HeadSurface::HeadSurface(const HeadShape& shape) : shape_(shape), warp_(shape), ear_(shape) {}

template <typename T>
T HeadSurface::bare(const Coordinates<T>& canonical) const {
    const Coordinates<T> q = folded(canonical);
    T d = vault_distance(shape_, canonical);
    // Neck and jaw end in horizontal planes, so far above these they change nothing.
    if (std::min(1.0, shape_.neck) * (value_of(q.y) - neck_top_y) <
        value_of(d) + neck_join.reach_mm()) {
        d = joined_to_part(d, q, neck_join,
                           [&](const auto& p) { return neck_distance(shape_, p); });
    }
    if (value_of(q.y) - jaw_top_y < value_of(d) + face_join.reach_mm()) {
        d = joined_to_part(d, q, face_join, [&](const auto& p) { return jaw_distance(shape_, p); });
    }
    const double away = feature_slope * distance_from_box(feature_box(), point_of(q));
    if (away < std::abs(value_of(d)) + largest_feature_join.reach_mm()) {
        d = with_face_features(shape_, q, d);
    }
    return d;
}

template <typename T>
T HeadSurface::with_ear(const Coordinates<T>& real, const T& head) const {
    constexpr double no_ear_mm = 40.0;
    if constexpr (std::is_same_v<T, Dual>) {
        const EarDistance<double> ear = ear_.distance(folded(coordinates(point_of(real))));
        if (!(ear.auricle < no_ear_mm) || (ear.concha >= -head.value() + concha_cut.reach_mm() &&
                                           ear.auricle >= head.value() + ear_join.reach_mm())) {
            return head;
        }
    }
    const EarDistance<T> ear = ear_.distance(folded(real));
    if (!(value_of(ear.auricle) < no_ear_mm)) {
        return head;
    }
    return soft_union(soft_difference(head, ear.concha, concha_cut.width_mm), ear.auricle,
                      ear_join.width_mm);
}

template <typename T>
T HeadSurface::whole(const Coordinates<T>& real) const {
    const Coordinates<T> canonical = warp_.to_canonical(real);
    T d = bare(canonical);
    d = with_ear(real, d);
    const T below_bust = -(canonical.y + 180.0 + 0.0008 * canonical.x * canonical.x);
    return soft_intersection(d, below_bust, 9.0);
}

double HeadSurface::distance(const Point3& real) const {
    return whole(coordinates(real));
}
Dual HeadSurface::distance_and_gradient(const Point3& real) const {
    return whole(dual_coordinates(real));
}
double HeadSurface::distance_without_ears(const Point3& real) const {
    return bare(warp_.to_canonical(coordinates(real)));
}
Dual HeadSurface::distance_and_gradient_without_ears(const Point3& real) const {
    return bare(warp_.to_canonical(dual_coordinates(real)));
}
double HeadSurface::distance_from_ear(const Point3& real) const {
    return ear_.distance(folded(coordinates(real))).auricle;
}

}  // namespace stubble
