#include "geometry/baked_spline.h"

#include <cmath>
#include <numbers>

#include "base/check.h"

namespace stubble {
namespace {

constexpr int intervals = 4096;

// Second derivatives at the knots of the natural cubic spline (tridiagonal system, Thomas algorithm; Press et al.,
// Numerical Recipes, section 3.3).
std::vector<double> second_derivatives(const BakedSpline::Knots& knots) {
    const std::size_t count = knots.size();
    std::vector<double> curvature(count, 0.0);
    std::vector<double> right(count, 0.0);
    for (std::size_t i = 1; i + 1 < count; ++i) {
        const auto [x0, y0] = knots[i - 1];
        const auto [x1, y1] = knots[i];
        const auto [x2, y2] = knots[i + 1];
        const double share = (x1 - x0) / (x2 - x0);
        const double pivot = share * curvature[i - 1] + 2.0;
        curvature[i] = (share - 1.0) / pivot;
        const double bend = (y2 - y1) / (x2 - x1) - (y1 - y0) / (x1 - x0);
        right[i] = (6.0 * bend / (x2 - x0) - share * right[i - 1]) / pivot;
    }
    for (std::size_t i = count - 1; i-- > 0;) {
        curvature[i] = curvature[i] * curvature[i + 1] + right[i];
    }
    return curvature;
}

std::vector<double> sample(const BakedSpline::Knots& knots, int count) {
    const std::vector<double> curvature = second_derivatives(knots);
    const double low = knots.front().first;
    const double high = knots.back().first;
    std::vector<double> samples;
    std::size_t j = 0;
    for (int i = 0; i <= count; ++i) {
        const double x = low + (high - low) * i / count;
        while (j + 2 < knots.size() && x > knots[j + 1].first) {
            ++j;
        }
        const double width = knots[j + 1].first - knots[j].first;
        const double a = (knots[j + 1].first - x) / width;
        const double b = (x - knots[j].first) / width;
        samples.push_back(a * knots[j].second + b * knots[j + 1].second +
                          ((a * a * a - a) * curvature[j] + (b * b * b - b) * curvature[j + 1]) *
                              width * width / 6.0);
    }
    return samples;
}

}  // namespace

BakedSpline::BakedSpline(double low, double high, std::vector<double> samples)
    : low_(low),
      per_unit_(static_cast<double>(samples.size() - 1) / (high - low)),
      samples_(std::move(samples)) {}

BakedSpline BakedSpline::natural(const Knots& knots) {
    STUBBLE_CHECK(knots.size() >= 2);
    return {knots.front().first, knots.back().first, sample(knots, intervals)};
}

BakedSpline BakedSpline::periodic(const Knots& knots) {
    constexpr double pi = std::numbers::pi;
    Knots three_turns;
    for (int turn = -1; turn <= 1; ++turn) {
        for (const auto& [x, y] : knots) {
            three_turns.emplace_back(x + 2.0 * pi * turn, y);
        }
    }
    const BakedSpline all{three_turns.front().first, three_turns.back().first,
                          sample(three_turns, 3 * intervals)};
    std::vector<double> middle;
    for (int i = 0; i <= intervals; ++i) {
        middle.push_back(all(-pi + 2.0 * pi * i / intervals));
    }
    return {-pi, pi, std::move(middle)};
}

std::pair<double, double> BakedSpline::at(double x) const {
    const double place = (x - low_) * per_unit_;
    if (!(place > 0.0)) {
        return {samples_.front(), 0.0};
    }
    if (place >= static_cast<double>(samples_.size() - 1)) {
        return {samples_.back(), 0.0};
    }
    const auto i = static_cast<std::size_t>(place);
    const double share = place - static_cast<double>(i);
    const double step = samples_[i + 1] - samples_[i];
    return {samples_[i] * (1.0 - share) + samples_[i + 1] * share, step * per_unit_};
}

}  // namespace stubble
