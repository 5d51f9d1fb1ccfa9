#include "scalp/head_shape.h"

#include <algorithm>
#include <cmath>

namespace stubble {
namespace {

// Canonical heights of the table.
constexpr double low_y = -260.0;
constexpr double step_y = 0.5;
constexpr int steps = 840;
constexpr int zero_index = 520;
static_assert(low_y + zero_index * step_y == 0.0);

Dual inverse_of(const Dual& y, double value, double slope) {
    return y.chained(value, slope);
}
double inverse_of(double /*y*/, double value, double /*slope*/) {
    return value;
}

}  // namespace

HeadShape rounded(HeadShape shape) {
    constexpr double steps = 1 << 17;
    for (const auto parameter :
         {&HeadShape::breadth, &HeadShape::length, &HeadShape::height, &HeadShape::plan_squareness,
          &HeadShape::coronal_squareness, &HeadShape::sagittal_fullness, &HeadShape::face_height,
          &HeadShape::face_breadth, &HeadShape::neck, &HeadShape::ear, &HeadShape::ear_angle_deg,
          &HeadShape::femininity}) {
        shape.*parameter = std::round(shape.*parameter * steps) / steps;
    }
    return shape;
}

HeadWarp::HeadWarp(const HeadShape& shape)
    : breadth_(shape.breadth),
      face_breadth_(shape.face_breadth),
      length_(shape.length),
      real_y_(steps + 1, 0.0) {
    const auto scale = [&](double y) {
        return shape.face_height + (shape.height - shape.face_height) * soft_step(-5.0, 50.0, y);
    };
    for (int i = zero_index + 1; i <= steps; ++i) {
        real_y_[i] = real_y_[i - 1] + step_y * scale(low_y + step_y * (i - 0.5));
    }
    constexpr double neck_y = -110.0;  // below it the neck keeps its height
    for (int i = zero_index; i-- > 0;) {
        const double y = low_y + step_y * (i + 0.5);
        real_y_[i] = real_y_[i + 1] - step_y * (y < neck_y ? 1.0 : scale(y));
    }
}

template <typename T>
T HeadWarp::canonical_height(const T& real_y) const {
    const double y = value_of(real_y);
    if (y <= real_y_.front()) {
        return T(low_y);
    }
    if (y >= real_y_.back()) {
        return T(low_y + steps * step_y);
    }
    const auto above = std::upper_bound(real_y_.begin(), real_y_.end(), y);
    const double below = *(above - 1);
    const double slope = step_y / (*above - below);
    const auto i = static_cast<double>(above - real_y_.begin() - 1);
    return inverse_of(real_y, low_y + step_y * i + (y - below) * slope, slope);
}
template double HeadWarp::canonical_height(const double&) const;
template Dual HeadWarp::canonical_height(const Dual&) const;

double HeadWarp::real_height(double canonical_y) const {
    const double place = (canonical_y - low_y) / step_y;
    const int i = std::clamp(static_cast<int>(place), 0, steps - 1);
    return real_y_[i] + (place - i) * (real_y_[i + 1] - real_y_[i]);
}

Point3 HeadWarp::to_real(const Point3& canonical) const {
    return {canonical.x() * breadth_at(canonical.y()), real_height(canonical.y()),
            canonical.z() * length_};
}

}  // namespace stubble
