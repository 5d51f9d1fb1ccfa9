#include "scalp/head_surface.h"

#include <algorithm>
#include <cmath>

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
constexpr double neck_join = 30.0;
constexpr double face_join = 20.0;

// A part that is more than this much farther away than the rest leaves a soft join as it is.
constexpr double reach(double join) {
    return 1.5 * join;
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
constexpr double largest_feature_join = 15.0;

}  // namespace

HeadSurface::HeadSurface(const HeadShape& shape) : shape_(shape), warp_(shape), ear_(shape) {}

template <typename T>
T HeadSurface::bare(const Coordinates<T>& canonical) const {
    const Coordinates<T> q = folded(canonical);
    T d = vault_distance(shape_, canonical);
    // Neck and jaw end in horizontal planes, so far above these they change nothing.
    if (std::min(1.0, shape_.neck) * (value_of(q.y) + 18.0) < value_of(d) + reach(neck_join)) {
        d = soft_union(d, neck_distance(shape_, q), neck_join);
    }
    if (value_of(q.y) - 42.0 < value_of(d) + reach(face_join)) {
        d = soft_union(d, jaw_distance(shape_, q), face_join);
    }
    const double away = feature_slope * distance_from_box(feature_box(), point_of(q));
    if (away < std::abs(value_of(d)) + reach(largest_feature_join)) {
        d = with_face_features(shape_, q, d);
    }
    return d;
}

template <typename T>
T HeadSurface::whole(const Coordinates<T>& real) const {
    const Coordinates<T> canonical = warp_.to_canonical(real);
    T d = bare(canonical);
    const EarDistance<T> ear = ear_.distance(folded(real));
    if (value_of(ear.auricle) < 40.0) {
        d = soft_difference(d, ear.concha, 2.0);
        d = soft_union(d, ear.auricle, 3.2);
    }
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
