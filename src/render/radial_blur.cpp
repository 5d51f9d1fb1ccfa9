#include "render/radial_blur.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.h"

namespace stubble {
namespace {

// exp(-x) I0(x), x >= 0: Abramowitz and Stegun 9.8.1 and 9.8.2, error below 2e-7.
double scaled_bessel_i0(double x) {
    if (x < 3.75) {
        const double t = x / 3.75 * (x / 3.75);
        const double i0 =
            1.0 + t * (3.5156229 +
                       t * (3.0899424 +
                            t * (1.2067492 + t * (0.2659732 + t * (0.0360768 + t * 0.0045813)))));
        return std::exp(-x) * i0;
    }
    const double t = 3.75 / x;
    const double series =
        0.39894228 +
        t * (0.01328592 +
             t * (0.00225319 +
                  t * (-0.00157565 +
                       t * (0.00916281 +
                            t * (-0.02057706 +
                                 t * (0.02635537 + t * (-0.01647633 + t * 0.00392377)))))));
    return series / std::sqrt(x);
}

// Density at r' of the distances that a Gaussian around a point at r reaches.
double kernel(double r, double other, double sigma) {
    const double variance = sigma * sigma;
    const double apart = (r - other) * (r - other) / (2.0 * variance);
    return other / variance * std::exp(-apart) * scaled_bessel_i0(r * other / variance);
}

// Mass of a trapezoid node: the ring from half a step before to half a step behind it.
double ring_mass(int node, double r, double step, double sigma) {
    if (node == 0) {
        // Inner disc of half a step: the kernel vanishes at r' = 0, its integral does not.
        const double edge = step / 2.0;
        return edge / 2.0 * kernel(r, edge, sigma);
    }
    return step * kernel(r, node * step, sigma);
}

}  // namespace

RadialBlur::RadialBlur(int nodes, double step, double sigma)
    : rows_(static_cast<std::size_t>(nodes)) {
    STUBBLE_CHECK(nodes >= 2 && step > 0.0 && sigma >= 0.0);
    // A blur the table cannot resolve changes nothing the table can show.
    const bool identity = sigma < 0.6 * step;
    const int reach = identity ? 0 : static_cast<int>(std::ceil(4.5 * sigma / step));
    for (int i = 0; i < nodes; ++i) {
        Row& row = rows_[static_cast<std::size_t>(i)];
        const int first = std::max(i - reach, 0);
        row.first = static_cast<std::size_t>(first);
        double sum = 0.0;
        for (int j = first; j <= i + reach; ++j) {
            const double weight = identity ? 1.0 : ring_mass(j, i * step, step, sigma);
            sum += weight;
            if (j < nodes) {
                row.weights.push_back(weight);
            }
        }
        // The quadrature's own error must not darken or lighten: weights add up to 1 with what lies
        // behind the table.
        for (double& weight : row.weights) {
            weight /= sum;
        }
    }
}

std::vector<double> RadialBlur::apply(const std::vector<double>& values) const {
    STUBBLE_CHECK(values.size() == rows_.size());
    std::vector<double> result(values.size(), 0.0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        for (std::size_t j = 0; j < rows_[i].weights.size(); ++j) {
            result[i] += rows_[i].weights[j] * values[rows_[i].first + j];
        }
    }
    return result;
}

}  // namespace stubble
