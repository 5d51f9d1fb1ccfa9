#include "scalp/head_face.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "geometry/baked_spline.h"

namespace stubble {
namespace {

template <typename T>
T squared(const T& x) {
    return x * x;
}

// exp(-(x / width)^2).
template <typename T>
T bell(const T& x, double width) {
    using std::exp;
    return exp(-squared(T(x / width)));
}

// Horizontal superellipse by height: half width, front, its other number (centre for the face, back for the neck), exponent.
struct Loft {
    BakedSpline half_width;
    BakedSpline front;
    BakedSpline other;
    BakedSpline exponent;
};

using LoftRow = std::array<double, 5>;

template <std::size_t N>
Loft make_loft(const std::array<LoftRow, N>& rows) {
    std::array<BakedSpline::Knots, 4> knots;
    for (const LoftRow& row : rows) {
        for (std::size_t i = 0; i < 4; ++i) {
            knots[i].emplace_back(row[0], row[i + 1]);
        }
    }
    return {BakedSpline::natural(knots[0]), BakedSpline::natural(knots[1]),
            BakedSpline::natural(knots[2]), BakedSpline::natural(knots[3])};
}

// y, half width, front z, centre z, exponent.
constexpr std::array<LoftRow, 16> face_rows{{{-125, 28, 64, 18, 2.10},
                                             {-112, 32, 74, 17, 2.08},
                                             {-103, 36.5, 84, 16, 2.05},
                                             {-95, 41.5, 90.5, 15, 2.05},
                                             {-86, 46, 93.5, 14, 2.05},
                                             {-76, 49.5, 93, 14, 2.05},
                                             {-66, 52.5, 92, 14, 2.05},
                                             {-53, 55, 95, 14, 2.03},
                                             {-42, 57, 97, 15, 2.03},
                                             {-31, 59, 97, 16, 2.04},
                                             {-18, 60.5, 94.5, 18, 2.10},
                                             {-5, 61, 91, 20, 2.20},
                                             {8, 60.5, 87.5, 20, 2.25},
                                             {22, 58, 86, 20, 2.25},
                                             {36, 58, 84, 18, 2.20},
                                             {50, 50, 76, 15, 2.20}}};

// y, half width, front z, back z, exponent.
constexpr std::array<LoftRow, 14> neck_rows{{{-220, 150, 24, -112, 2.20},
                                             {-205, 122, 26, -110, 2.20},
                                             {-195, 100, 28, -107, 2.15},
                                             {-183, 80, 31, -103, 2.10},
                                             {-170, 68, 34, -97, 2.05},
                                             {-155, 60.5, 40, -90, 2.05},
                                             {-140, 58, 42, -85, 2.05},
                                             {-120, 56.5, 45, -80, 2.05},
                                             {-100, 55.5, 44, -76.5, 2.05},
                                             {-80, 55.5, 36, -74.5, 2.05},
                                             {-60, 56, 26, -75, 2.10},
                                             {-40, 57, 20, -79, 2.10},
                                             {-20, 58, 20, -84, 2.10},
                                             {0, 58, 20, -84, 2.10}}};

struct FaceTables {
    Loft face;
    Loft neck;
    Tube brow;
    Tube upper_lip;
    Tube lower_lip;
};

const FaceTables& tables() {
    static const FaceTables made{make_loft(face_rows), make_loft(neck_rows),
                                 smooth_tube({{{7, 28, 88}, 6.5},
                                              {{18, 31, 87}, 6.8},
                                              {{31, 33, 82.5}, 6.8},
                                              {{43, 30.5, 73}, 6.2},
                                              {{52, 20, 60}, 5.5}}),
                                 smooth_tube({{{0, -48.8, 100.8}, 4.0},
                                              {{4, -47.9, 101.0}, 4.3},
                                              {{8.5, -48.6, 99.7}, 4.2},
                                              {{15, -50.6, 95.4}, 3.3},
                                              {{23.5, -53.0, 87.5}, 1.4}}),
                                 smooth_tube({{{0, -58.6, 98.8}, 5.8},
                                              {{5.5, -58.3, 98.5}, 5.8},
                                              {{12, -57.2, 95.8}, 4.9},
                                              {{18, -55.2, 91.6}, 3.2},
                                              {{23.5, -53.2, 87.5}, 1.4}})};
    return made;
}

// One height of a loft.
template <typename T>
struct Superellipse {
    T half_width;
    T center_z;
    T half_depth;
    T exponent;
};

template <typename T>
T distance_to(const Superellipse<T>& slice, const Coordinates<T>& place, double slope) {
    using std::abs;
    using std::sqrt;
    const T ahead = place.z - slice.center_z;
    const T length = sqrt(place.x * place.x + ahead * ahead);
    if (value_of(length) < 1e-6) {
        return -slice.half_width;
    }
    const T sum = positive_pow(T(place.x / slice.half_width), slice.exponent) +
                  positive_pow(T(abs(ahead) / slice.half_depth), slice.exponent);
    return slope * length * (1.0 - positive_pow(sum, T(-1.0 / slice.exponent)));
}

template <typename T>
T face_loft(const HeadShape& shape, const Coordinates<T>& place) {
    const Loft& loft = tables().face;
    const T& y = place.y;
    const T narrower = 0.085 * shape.femininity * (1.0 - soft_step(-70.0, -15.0, y));
    const T center = loft.other(y);
    constexpr double behind_mm = 55.0;
    const bool in_front = value_of(place.z) > value_of(center);
    const Superellipse<T> slice{loft.half_width(y) * (1.0 - narrower), center,
                                in_front ? loft.front(y) - center : T(behind_mm), loft.exponent(y)};
    T face = distance_to(slice, place, 0.9);
    face = soft_intersection(face, T(y - 42.0), 36.0);  // its upper end lies inside the vault
    const T below_jaw = -(0.90 * (y + 105.0) + 0.435 * (place.z - 86.0));
    return soft_intersection(face, below_jaw, 16.0);
}

template <typename T>
T neck_loft(const Coordinates<T>& place) {
    const Loft& loft = tables().neck;
    // Below the larynx the table is compressed, so that the shoulders come sooner.
    constexpr double larynx_y = -118.0;
    T y = place.y;
    if (value_of(y) < larynx_y) {
        y = larynx_y + (y - larynx_y) / 0.76;
    }
    if (value_of(y) < -219.0) {
        y = T(-219.0);
    }
    const T front = loft.front(y);
    const T back = loft.other(y);
    const Superellipse<T> slice{loft.half_width(y), (front + back) / 2.0, (front - back) / 2.0,
                                loft.exponent(y)};
    return soft_intersection(distance_to(slice, place, 0.8), T(place.y + 18.0), 22.0);
}

constexpr SoftJoin lid_join{5.0};

template <typename T>
T with_brow_and_eye(const HeadShape& shape, const Coordinates<T>& q, T d) {
    d = joined_to(d, q, tables().brow, {14.0, -2.6 * shape.femininity});
    static const Ellipsoid glabella{{0, 32, 89.5}, {13, 9, 8}};
    d = joined_to(d, q, glabella, {12.0, -2.5 * shape.femininity});
    static const Ellipsoid orbit{{32, 15, 97}, {17.5, 10.5, 13}};
    d = cut_by(d, q, orbit, {15.0});
    static const Ellipsoid inner_canthus{{16, 13, 97}, {4.5, 8, 8}};
    d = cut_by(d, q, inner_canthus, {10.0});

    static const Ellipsoid closed_lid{{32, 14.5, 71.6}, {17.4, 13.8, 14.8}};
    constexpr double deepest_groove_mm = 0.6;
    if (is_farther(closed_lid, point_of(q),
                   value_of(d) + lid_join.reach_mm() + deepest_groove_mm)) {
        return d;
    }
    T lid = distance_to(closed_lid, q);
    const T across = (q.x - 32.0) / 15.0;
    const T across2 = squared(across);
    using std::exp;
    const T window = exp(-0.9 * across2 * across2 * across2) * soft_step(72.0, 80.0, q.z);
    const T lash_line = 8.0 + 3.4 * across2 + 0.8 * across;
    const T crease = 20.8 - 5.5 * across2 + 0.8 * across;
    lid = lid + window * (0.9 * bell(T(q.y - lash_line), 0.8) + 0.7 * bell(T(q.y - crease), 1.1) -
                          0.6 * bell(T(q.y - lash_line - 2.2), 1.6));
    return soft_union(d, lid, lid_join.width_mm);
}

template <typename T>
T with_bridge_and_tip(const Coordinates<T>& q, T d) {
    static const RoundCone bridge{{0, 19, 85.5}, 6.2, {0, -13, 104}, 7.2};
    static const RoundCone side{{4.5, 10, 82}, 6.5, {9, -22, 93}, 9.0};
    static const Ellipsoid tip{{0, -19.5, 108.5}, {8.6, 7.6, 8.6}};
    static const Ellipsoid dome{{3.6, -20, 110.2}, {5, 5, 6}};
    constexpr SoftJoin join{9.0};
    constexpr double inner_joins_mm = (8.0 + 6.0 + 4.0) / 4.0;  // their deepest effect
    if (are_farther(point_of(q), value_of(d) + join.reach_mm() + inner_joins_mm, bridge, side, tip,
                    dome)) {
        return d;
    }
    T nose = distance_to(bridge, q);
    nose = joined_to(nose, q, side, {8.0});
    nose = joined_to(nose, q, tip, {6.0});
    nose = joined_to(nose, q, dome, {4.0});
    return soft_union(d, nose, join.width_mm);
}

template <typename T>
T with_nose(const Coordinates<T>& q, T d) {
    d = with_bridge_and_tip(q, d);
    static const Ellipsoid ala{{13.2, -24.5, 100.5}, {5.2, 6.4, 8.2}};
    d = joined_to(d, q, ala, {3.5});
    static const RoundCone columella{{0, -26.5, 108}, 3.2, {0, -31.5, 98}, 4.2};
    d = joined_to(d, q, columella, {4.0});
    static const RoundCone nostril{{6.8, -31, 103}, 2.5, {7.6, -24, 101}, 2.0};
    return cut_by(d, q, nostril, {2.0});
}

// Slit between the lips, philtrum, and the fold above the chin.
template <typename T>
T mouth_grooves(const Coordinates<T>& q) {
    const T across = q.x / 23.5;
    const T slit_y = -53.4 + 0.5 * squared(across) + 0.7 * bell(T(q.x - 7.0), 5.0);
    const T window = 1.0 - soft_step(0.55, 1.15, across);
    const T slit = (0.25 + 0.75 * window) * (1.0 - soft_step(1.0, 1.2, across)) * 1.5 *
                   bell(T(q.y - slit_y), 1.0);
    const T philtrum = 0.9 * bell(q.x, 3.2) * soft_step(-49.0, -45.0, q.y) *
                       (1.0 - soft_step(-37.0, -32.0, q.y)) * soft_step(80.0, 90.0, q.z);
    const T labiomental =
        2.0 * bell(q.x, 17.0) * bell(T(q.y + 68.5), 4.5) * soft_step(70.0, 85.0, q.z);
    return slit + philtrum + labiomental;
}

template <typename T>
T with_mouth(const HeadShape& shape, const Coordinates<T>& q, T d) {
    static const Ellipsoid muzzle{{0, -53, 84}, {30, 17, 16.5}};
    static const Ellipsoid upper_muzzle{{0, -45, 90}, {16, 12, 9}};
    constexpr SoftJoin join{10.0};
    const double limit = value_of(d) + join.reach_mm() + join.width_mm / 4.0;
    if (!are_farther(point_of(q), limit, muzzle, upper_muzzle)) {
        d = soft_union(d, joined_to(distance_to(muzzle, q), q, upper_muzzle, join), join.width_mm);
    }
    d = joined_to(d, q, tables().upper_lip, {2.6, 0.4 * shape.femininity});
    d = joined_to(d, q, tables().lower_lip, {2.8, 0.4 * shape.femininity});
    if (value_of(q.x) < 36.0 && value_of(q.z) > 70.0) {
        d = d + mouth_grooves(q);
    }
    return d;
}

}  // namespace

template <typename T>
T neck_distance(const HeadShape& shape, const Coordinates<T>& place) {
    const Coordinates<T> scaled{place.x / shape.neck, place.y,
                                (place.z + 18.0) / shape.neck - 18.0};
    static const RoundCone sternomastoid{{55, -32, -24}, 8.5, {17, -158, 27}, 4.5};
    return joined_to(neck_loft(scaled), scaled, sternomastoid, {20.0}) * std::min(1.0, shape.neck);
}

template <typename T>
T jaw_distance(const HeadShape& shape, const Coordinates<T>& q) {
    const double fem = shape.femininity;
    T f = face_loft(shape, q);
    static const Ellipsoid zygoma{{46.5, -4, 63}, {14, 11, 14}};
    f = joined_to(f, q, zygoma, {18.0});
    static const RoundCone zygomatic_arch{{53, -1, 48}, 8.0, {60.5, 1, 12}, 6.0};
    f = joined_to(f, q, zygomatic_arch, {18.0});
    static const Ellipsoid cheek{{37, -25, 68.5}, {21, 22, 20}};
    f = joined_to(f, q, cheek, {22.0});
    static const Ellipsoid chin{{0, -86.5, 80}, {16, 12, 13.5}};
    f = joined_to(f, q, chin, {16.0, -2.0 * fem});
    static const Ellipsoid chin_corner{{7, -88.5, 79}, {9.5, 8.5, 10.5}};
    f = joined_to(f, q, chin_corner, {12.0, -2.0 * fem});
    static const Ellipsoid masseter{{47, -42, 25}, {9.5, 22, 17}};
    f = joined_to(f, q, masseter, {22.0, -3.0 * fem});
    static const RoundCone mandible{{47, -64, 24}, 6.0, {23, -90, 66}, 7.0};
    return joined_to(f, q, mandible, {18.0, -3.0 * fem});
}

template <typename T>
T with_face_features(const HeadShape& shape, const Coordinates<T>& place, T head) {
    return with_mouth(shape, place, with_nose(place, with_brow_and_eye(shape, place, head)));
}

template double neck_distance(const HeadShape&, const Coordinates<double>&);
template Dual neck_distance(const HeadShape&, const Coordinates<Dual>&);
template double jaw_distance(const HeadShape&, const Coordinates<double>&);
template Dual jaw_distance(const HeadShape&, const Coordinates<Dual>&);
template double with_face_features(const HeadShape&, const Coordinates<double>&, double);
template Dual with_face_features(const HeadShape&, const Coordinates<Dual>&, Dual);

}  // namespace stubble
