#include "scalp/head_vault.h"

#include <array>
#include <cmath>
#include <numbers>

#include "geometry/baked_spline.h"

namespace stubble {
namespace {

constexpr double half_width_mm = 76.6;
constexpr double degree = std::numbers::pi / 180.0;

// Midsagittal profile from the glabella over the top and round below, (z, y).
constexpr std::array<std::array<double, 2>, 28> profile_mm{
    {{96, 33},       {96.6, 44},    {95.8, 57},     {92.6, 71},     {85.6, 86.6}, {73.3, 101.4},
     {57.5, 114.1},  {39.4, 124.2}, {20, 130},      {0, 131.5},     {-20, 129.8}, {-40, 123.8},
     {-60.9, 114.3}, {-79.2, 99},   {-92.2, 78},    {-99, 56.2},    {-100.5, 36}, {-97.9, 17.4},
     {-91.1, 1.4},   {-82, -12.4},  {-71.6, -26.8}, {-49.3, -40.1}, {-10, -46},   {30, -42},
     {62, -28},      {80, -8},      {87, 12},       {93, 23}}};

// Exponent of the superelliptic cross-sections by the angle in the midsagittal plane: 0 front, 90 top.
constexpr std::array<std::array<double, 2>, 12> exponents{{{-150, 2.25},
                                                           {-120, 2.40},
                                                           {-90, 2.50},
                                                           {-60, 2.40},
                                                           {-30, 2.25},
                                                           {0, 2.20},
                                                           {30, 2.15},
                                                           {60, 2.10},
                                                           {90, 2.10},
                                                           {120, 2.12},
                                                           {150, 2.15},
                                                           {180, 2.18}}};

// Gentle rise (or hollow) around a direction: von Mises-Fisher shape.
struct Bump {
    Point3 direction;
    double height_mm;
    double concentration;
};

Bump bump_towards(const Point3& place, double height_mm, double concentration) {
    return {(place - vault_center_mm).normalized(), height_mm, concentration};
}

struct VaultTables {
    BakedSpline radius;
    BakedSpline exponent;
    std::array<Bump, 7> bumps;
    Bump feminine_forehead;
};

VaultTables make_tables() {
    BakedSpline::Knots radius;
    for (const auto& [z, y] : profile_mm) {
        const double up = y - vault_center_mm.y();
        const double ahead = z - vault_center_mm.z();
        radius.emplace_back(std::atan2(up, ahead), std::hypot(up, ahead));
    }
    std::sort(radius.begin(), radius.end());
    BakedSpline::Knots exponent;
    for (const auto& [angle_deg, n] : exponents) {
        exponent.emplace_back(angle_deg * degree, n);
    }
    return {BakedSpline::periodic(radius),
            BakedSpline::periodic(exponent),
            {bump_towards({62, 80, -48}, 1.8, 8.0),   // parietal eminence
             bump_towards({62, 42, 62}, -3.5, 9.0),   // temporal fossa
             bump_towards({34, 78, 84}, 1.8, 14.0),   // frontal eminence
             bump_towards({55, 74, 62}, 1.0, 22.0),   // superior temporal line
             bump_towards({0, 22, -100}, 1.5, 16.0),  // occipital
             bump_towards({66, 0, -50}, -3.0, 14.0),  // behind the ear, above the mastoid
             bump_towards({72, -2, 8}, -4.5, 9.0)},   // in front of the ear
            bump_towards({20, 78, 84}, 1.6, 7.0)};
}

const VaultTables& tables() {
    static const VaultTables made = make_tables();
    return made;
}

template <typename T>
void add_bump(const Bump& bump, double scale, const Coordinates<T>& direction, T& radius) {
    using std::exp;
    constexpr double too_small = -12.0;  // exp of it
    const T power = bump.concentration * (dot(direction, bump.direction) - 1.0);
    if (value_of(power) > too_small) {
        radius = radius + scale * bump.height_mm * exp(power);
    }
}

// Square of the sine, cosine and of the sine of twice the angle whose cosine : sine is ahead : up.
template <typename T>
struct AngleSquares {
    T sine;
    T cosine;
    [[nodiscard]] T twice() const { return 4.0 * sine * cosine; }
};

template <typename T>
AngleSquares<T> angle_squares(const T& up, const T& ahead) {
    const T sum = up * up + ahead * ahead;
    return {up * up / sum, ahead * ahead / sum};
}

}  // namespace

template <typename T>
T vault_radius_mm(const HeadShape& shape, const Coordinates<T>& direction) {
    using std::abs;
    using std::atan2;
    using std::sqrt;
    const VaultTables& table = tables();
    T rho = sqrt(direction.y * direction.y + direction.z * direction.z);
    T ahead = direction.z;
    if (value_of(rho) < 1e-12) {  // straight to the side every angle is as good
        rho = ahead = T(1e-12);
    }
    const T angle = atan2(direction.y, ahead);
    const AngleSquares<T> squares = angle_squares(direction.y, ahead);
    const bool upper = value_of(angle) > 0.0;
    T exponent = table.exponent(angle) + shape.plan_squareness * squares.cosine;
    T profile = table.radius(angle);
    if (upper) {
        exponent = exponent + shape.coronal_squareness * squares.sine;
        profile = profile * (1.0 + shape.sagittal_fullness * squares.twice());
    }
    const Coordinates<T> right{abs(direction.x), direction.y, direction.z};
    const T sum = positive_pow(T(right.x / half_width_mm), exponent) +
                  positive_pow(T(rho / profile), exponent);
    T radius = positive_pow(sum, T(-1.0 / exponent));
    if (shape.femininity > 0.0) {
        add_bump(table.feminine_forehead, shape.femininity, right, radius);
    }
    for (const Bump& bump : table.bumps) {
        add_bump(bump, 1.0, right, radius);
    }
    return radius;
}

template <typename T>
T vault_distance(const HeadShape& shape, const Coordinates<T>& canonical) {
    constexpr double slope = 0.93;  // keeps the steepest part of the formula near 1
    const Coordinates<T> q = canonical - vault_center_mm;
    const T length = norm(q);
    if (value_of(length) < 1e-6) {
        return T(-70.0);
    }
    const Coordinates<T> direction{q.x / length, q.y / length, q.z / length};
    return slope * (length - vault_radius_mm(shape, direction));
}

template double vault_radius_mm(const HeadShape&, const Coordinates<double>&);
template Dual vault_radius_mm(const HeadShape&, const Coordinates<Dual>&);
template double vault_distance(const HeadShape&, const Coordinates<double>&);
template Dual vault_distance(const HeadShape&, const Coordinates<Dual>&);

}  // namespace stubble
