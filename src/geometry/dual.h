// A number with its slopes along x, y and z (forward automatic differentiation): exact gradients of surfaces given by formulas.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "geometry/vec.h"

namespace stubble {

// value + gradient in one register of four; every operation follows the chain rule. Formulas written as templates run on double
// (value only) and on Dual (value and gradient).
class Dual {
public:
    Dual() = default;
    Dual(double value) : lanes_{value, 0.0, 0.0, 0.0} {}  // NOLINT(google-explicit-constructor)
    // value and derivative by coordinate `axis` (0, 1, 2) being 1.
    [[nodiscard]] static Dual coordinate(double value, int axis) {
        Dual x(value);
        x.lanes_[axis + 1] = 1.0;
        return x;
    }

    [[nodiscard]] double value() const { return lanes_[0]; }
    [[nodiscard]] Point3 gradient() const { return {lanes_[1], lanes_[2], lanes_[3]}; }

    // A function of this number, given its value and slope here.
    [[nodiscard]] Dual chained(double value, double slope) const {
        Dual y;
        y.lanes_ = slope * lanes_;
        y.lanes_[0] = value;
        return y;
    }

    friend Dual operator-(const Dual& a) { return Dual(-a.lanes_); }
    friend Dual operator+(const Dual& a, const Dual& b) { return Dual(a.lanes_ + b.lanes_); }
    friend Dual operator-(const Dual& a, const Dual& b) { return Dual(a.lanes_ - b.lanes_); }
    friend Dual operator*(const Dual& a, const Dual& b) {
        Dual y(a.lanes_[0] * b.lanes_ + b.lanes_[0] * a.lanes_);
        y.lanes_[0] = a.lanes_[0] * b.lanes_[0];
        return y;
    }
    friend Dual operator/(const Dual& a, const Dual& b) {
        const double inverse = 1.0 / b.lanes_[0];
        const double quotient = a.lanes_[0] * inverse;
        Dual y((a.lanes_ - quotient * b.lanes_) * inverse);
        y.lanes_[0] = quotient;
        return y;
    }
    friend Dual operator+(const Dual& a, double b) { return a.chained(a.value() + b, 1.0); }
    friend Dual operator+(double a, const Dual& b) { return b + a; }
    friend Dual operator-(const Dual& a, double b) { return a.chained(a.value() - b, 1.0); }
    friend Dual operator-(double a, const Dual& b) { return b.chained(a - b.value(), -1.0); }
    friend Dual operator*(const Dual& a, double b) { return Dual(a.lanes_ * b); }
    friend Dual operator*(double a, const Dual& b) { return Dual(a * b.lanes_); }
    friend Dual operator/(const Dual& a, double b) { return Dual(a.lanes_ * (1.0 / b)); }

    friend bool operator<(const Dual& a, const Dual& b) { return a.value() < b.value(); }
    friend bool operator>(const Dual& a, const Dual& b) { return a.value() > b.value(); }

private:
    using Lanes = double __attribute__((vector_size(32)));
    explicit Dual(const Lanes& lanes) : lanes_(lanes) {}
    Lanes lanes_{};
};

[[nodiscard]] inline double value_of(double x) {
    return x;
}
[[nodiscard]] inline double value_of(const Dual& x) {
    return x.value();
}

[[nodiscard]] inline Dual abs(const Dual& x) {
    return x.value() < 0.0 ? -x : x;
}
// Slope 0 at 0.
[[nodiscard]] inline Dual sqrt(const Dual& x) {
    const double root = std::sqrt(x.value());
    return x.chained(root, root > 0.0 ? 0.5 / root : 0.0);
}
[[nodiscard]] inline Dual exp(const Dual& x) {
    const double y = std::exp(x.value());
    return x.chained(y, y);
}
// Precondition: x > 0.
[[nodiscard]] inline Dual log(const Dual& x) {
    return x.chained(std::log(x.value()), 1.0 / x.value());
}
// base^exponent for base >= 0, exponent > 1 at base 0.
[[nodiscard]] inline double positive_pow(double base, double exponent) {
    return base > 0.0 ? std::pow(base, exponent) : 0.0;
}
[[nodiscard]] inline Dual positive_pow(const Dual& base, const Dual& exponent) {
    return base.value() > 0.0 ? exp(exponent * log(base)) : Dual(0.0);
}
// Angle of the point (x, y) from the x axis. Precondition: not both 0.
[[nodiscard]] inline Dual atan2(const Dual& y, const Dual& x) {
    const double square = x.value() * x.value() + y.value() * y.value();
    return (x.value() / square * y - y.value() / square * x)
        .chained(std::atan2(y.value(), x.value()), 1.0);
}

}  // namespace stubble
