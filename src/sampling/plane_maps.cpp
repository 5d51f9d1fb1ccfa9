#include "sampling/plane_maps.h"

namespace stubble {
namespace {

constexpr float steepest = 1.5F;

// Coordinates of 16 radii or, what is the same, 8 sums of two radii are fine enough for the usual margin.
constexpr float coarse = 1.0F / 8.0F;

template <typename Vectors>
[[gnu::always_inline]] inline Float8 dot(const Vectors& a, const Vectors& b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

template <typename Vectors>
[[gnu::always_inline]] inline Vectors times(const Float8& s, const Vectors& a) {
    return {s * a.x, s * a.y, s * a.z};
}

template <typename Vectors>
[[gnu::always_inline]] inline Vectors plus(const Vectors& a, const Vectors& b) {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}

template <typename Vectors>
[[gnu::always_inline]] inline Vectors minus(const Vectors& a, const Vectors& b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}

template <typename Vectors>
[[gnu::always_inline]] inline Vectors cross(const Vectors& a, const Vectors& b) {
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

// One corner or another.
template <typename Corners>
[[gnu::always_inline]] inline Corners chosen(const Int8& one, const Corners& a, const Corners& b) {
    return {{one ? a.place.x : b.place.x, one ? a.place.y : b.place.y, one ? a.place.z : b.place.z},
            one ? a.radius : b.radius};
}

[[gnu::always_inline]] inline Float8 larger(const Float8& a, const Float8& b) {
    return a > b ? a : b;
}

[[gnu::always_inline]] inline Float8 smaller(const Float8& a, const Float8& b) {
    return a < b ? a : b;
}

}  // namespace

void PlaneMaps::clear() {
    shape_[0] = shape_[1] = shape_[2] = Corners();
    normal_ = Vectors();
}

void PlaneMaps::set(std::size_t lane, const RadiusTriangle& shape, const Vector3f& normal) {
    const auto set_corner = [&](Corners& corner, const Disc& disc) {
        corner.place.x[lane] = disc.xyzr[0];
        corner.place.y[lane] = disc.xyzr[1];
        corner.place.z[lane] = disc.xyzr[2];
        corner.radius[lane] = disc.xyzr[3];
    };
    set_corner(shape_[0], shape.a);
    set_corner(shape_[1], shape.b);
    set_corner(shape_[2], shape.c);
    normal_.x[lane] = normal.x();
    normal_.y[lane] = normal.y();
    normal_.z[lane] = normal.z();
}

STUBBLE_WIDE_LANES void PlaneMaps::compute() {
    // The longest side first.
    const Vectors ab_given = minus(shape_[1].place, shape_[0].place);
    const Vectors bc_given = minus(shape_[2].place, shape_[1].place);
    const Vectors ca_given = minus(shape_[0].place, shape_[2].place);
    const Float8 ab2 = dot(ab_given, ab_given);
    const Float8 bc2 = dot(bc_given, bc_given);
    const Float8 ca2 = dot(ca_given, ca_given);
    const Int8 ab_first = (ab2 >= bc2) & (ab2 >= ca2);
    const Int8 bc_first = bc2 >= ca2;
    const auto corner = [&](int i) __attribute__((always_inline)) {
        return chosen(ab_first, shape_[i],
                      chosen(bc_first, shape_[(i + 1) % 3], shape_[(i + 2) % 3]));
    };
    const Corners a = corner(0);
    const Corners b = corner(1);
    const Corners c = corner(2);
    const Vectors ab = minus(b.place, a.place);
    const Vectors ac = minus(c.place, a.place);

    // Directions along the longest side, across it, and out of the plane.
    const Float8 length = sqrt8(dot(ab, ab));
    const Vectors e = times(1.0F / length, ab);
    const Float8 foot = dot(ac, e);
    const Vectors rough = minus(ac, times(foot, e));
    const Vectors up = minus(rough, times(dot(rough, e), e));  // without what rounding has left
    const Float8 height = sqrt8(dot(up, up));
    const Vectors f = times(1.0F / height, up);

    // How the radius rises along and across.
    const Float8 rise_e = (b.radius - a.radius) / length;
    const Float8 rise_f = (c.radius - a.radius - rise_e * foot) / height;
    const Float8 slope2 = rise_e * rise_e + rise_f * rise_f;
    // A slope that is no more than rounding is none.
    const Int8 is_flat = slope2 < 1e-14F;
    const Float8 slope = is_flat ? Float8{} : sqrt8(slope2);
    const Float8 cosine = is_flat ? all8(1.0F) : rise_e / slope;
    const Float8 sine = is_flat ? Float8{} : rise_f / slope;
    const Float8 shortened = sqrt8(1.0F - 0.25F * slope2);
    const Float8 stretch = 1.0F / shortened;
    const Float8 largest = larger(larger(a.radius, b.radius), c.radius);
    const Float8 smallest = smaller(smaller(a.radius, b.radius), c.radius);

    origin_ = a;
    along_ = plus(times(cosine, e), times(sine, f));
    stretched_ = times(stretch, along_);
    across_ = minus(times(cosine, f), times(sine, e));
    out_ = cross(e, f);
    slope_share_ = 0.25F * slope * stretch;
    radius_rise_ = largest - a.radius;
    const Vectors far{larger(a.place.x, -a.place.x), larger(a.place.y, -a.place.y),
                      larger(a.place.z, -a.place.z)};
    coarseness_ = coarse * (larger(larger(far.x, far.y), far.z) + length);
    bx_ = shortened * (cosine * length);
    by_ = -(sine * length);
    cx_ = shortened * (cosine * foot + sine * height);
    cy_ = cosine * height - sine * foot;
    area_ = 0.5F * length * height;
    radius2_ = smallest * smallest;
    steep_ = ~(slope2 <= steepest * steepest);
}

Disc PlaneMaps::place(std::size_t lane, const PlanePoint& p) const {
    const auto at = [&](const Vectors& v, float radius) {
        return Float4{v.x[lane], v.y[lane], v.z[lane], radius};
    };
    return {at(origin_.place, origin_.radius[lane]) +
            p.x * at(stretched_, 4.0F * slope_share_[lane]) + p.y * at(across_, 0.0F)};
}

}  // namespace stubble
