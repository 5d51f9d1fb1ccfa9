#include "scalp/head_ear.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stubble {
namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double nothing_mm = 1e3;

struct EarTables {
    Tube helix = smooth_tube({{{7, 1.5, -1}, 1.5},
                              {{2.5, 5, 1.5}, 1.9},
                              {{-1.5, 10, 3}, 2.2},
                              {{-2.2, 18, 4}, 2.5},
                              {{1.5, 26, 5}, 2.8},
                              {{9, 31, 6}, 3.0},
                              {{18.5, 30.5, 6.8}, 3.0},
                              {{26.5, 24.5, 6.8}, 2.9},
                              {{30.8, 15, 6.2}, 2.8},
                              {{31, 4, 5.5}, 2.6},
                              {{28, -7, 4.6}, 2.4},
                              {{22.5, -16, 3.4}, 2.4},
                              {{16.5, -23.5, 2.0}, 2.6}});
    Tube antihelix = smooth_tube({{{10.5, -14, 4.2}, 2.4},
                                  {{17, -10, 4.8}, 2.4},
                                  {{20.5, -1, 5.6}, 2.5},
                                  {{19.5, 9, 6}, 2.6},
                                  {{16, 17, 5.6}, 2.4},
                                  {{13.5, 23.5, 4.6}, 1.9}});
    Tube lower_crus = smooth_tube(
        {{{19.5, 9, 6}, 2.4}, {{13.5, 13, 5.2}, 2.2}, {{6.5, 14, 4}, 1.8}, {{1.5, 13.5, 3}, 1.5}});
    Tube crus_helicis = straight_tube(
        {{{9, 1.6, -3}, 1.3}, {{5, 3, -0.5}, 1.6}, {{1, 7, 2}, 2.0}, {{-1.6, 11, 3}, 2.2}});
    Ellipsoid back_wall{{8.5, -1, -6.5}, {14.5, 18, 11}};
    RoundCone root{{3, 15, -4}, 4.5, {4.5, -22, -4}, 4.5};
    Ellipsoid lobe{{8.5, -25, 1.2}, {8.2, 8.6, 3.1}};
    Ellipsoid cavum{{9.5, -4.5, 4}, {9, 9, 8.6}};
    Ellipsoid cymba{{8.5, 7, 4}, {8.8, 4.5, 6.5}};
    Ellipsoid tragus{{0.2, -2.5, 3.6}, {2.6, 5.6, 3.0}};
    Ellipsoid antitragus{{9.5, -15.5, 4}, {3.8, 2.8, 3.0}};
};

const EarTables& tables() {
    static const EarTables made;
    return made;
}

// Outline in the plane of the auricle times a bent slab.
template <typename T>
T plate_distance(const Coordinates<T>& q) {
    using std::abs;
    using std::sqrt;
    const auto circle = [&](double u, double v, double radius) {
        const T du = q.x - u;
        const T dv = q.y - v;
        return T(sqrt(du * du + dv * dv) - radius);
    };
    const T outline = soft_union(soft_union(circle(14, 14, 17.2), circle(12, -6, 14.5), 10.0),
                                 circle(9, -22, 9), 8.0);
    const T below = -8.0 - q.y;
    const T bend = value_of(below) > 0.0 ? T(0.02 * below) : T(0.0);
    const T height = 4.2 + 0.03 * (q.x - 14.0) - bend;
    const T slab = abs(T(q.z - (height - 1.2))) - 1.9;
    return 0.85 * soft_intersection(T(outline + 0.2), slab, 2.0);
}

template <typename T>
EarDistance<T> unit_ear(const Coordinates<T>& q) {
    const EarTables& ear = tables();
    T d = plate_distance(q);
    d = joined_to(d, q, ear.back_wall, {5.0});
    d = joined_to(d, q, ear.root, {4.0});
    d = joined_to(d, q, ear.lobe, {3.5});
    d = joined_to(d, q, ear.helix, {1.6});
    constexpr SoftJoin antihelix_join{3.0};
    if (!are_farther(point_of(q), value_of(d) + antihelix_join.reach_mm(), ear.antihelix,
                     ear.lower_crus)) {
        const T antihelix = distance_to(ear.antihelix, q);
        const T crus = distance_to(ear.lower_crus, q);
        d = soft_union(d, crus < antihelix ? crus : antihelix, antihelix_join.width_mm);
    }
    const T concha = joined_to(distance_to(ear.cavum, q), q, ear.cymba, {2.0});
    d = soft_difference(d, concha, 1.6);
    d = joined_to(d, q, ear.crus_helicis, {2.0});
    d = joined_to(d, q, ear.tragus, {2.5});
    d = joined_to(d, q, ear.antitragus, {2.5});
    return {d, concha};
}

}  // namespace

HeadEar::HeadEar(const HeadShape& shape)
    : scale_(shape.ear), anchor_(71.5 * shape.face_breadth, -1.0, shape.length) {
    constexpr double lean = 11.0 * degree;  // of the long axis, backwards
    const double angle = shape.ear_angle_deg * degree;
    back_ = {std::sin(angle), -std::cos(angle) * std::sin(lean), -std::cos(angle) * std::cos(lean)};
    const Point3 upward(0.06, std::cos(lean), -std::sin(lean));
    up_ = (upward - back_ * back_.dot(upward)).normalized();
    out_ = up_.cross(back_);
    if (out_.x() < 0.0) {
        out_ = -out_;
    }
}

template <typename T>
EarDistance<T> HeadEar::distance(const Coordinates<T>& real) const {
    const Coordinates<T> from_anchor = real - anchor_;
    const Coordinates<T> q{dot(from_anchor, back_) / scale_, dot(from_anchor, up_) / scale_,
                           dot(from_anchor, out_) / scale_};
    const T outside_ball = norm(q - Point3(14, 0, 0)) - 48.0;
    if (value_of(outside_ball) > 14.0) {
        return {outside_ball * scale_, T(nothing_mm)};
    }
    const EarDistance<T> unit = unit_ear(q);
    return {unit.auricle * scale_, unit.concha * scale_};
}

template EarDistance<double> HeadEar::distance(const Coordinates<double>&) const;
template EarDistance<Dual> HeadEar::distance(const Coordinates<Dual>&) const;

}  // namespace stubble
