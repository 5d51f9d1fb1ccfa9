#include "color/delta_e.h"

#include <cmath>
#include <numbers>

namespace stubble {
namespace {

constexpr double pi = std::numbers::pi;

double radians(double degrees) {
    return degrees * pi / 180.0;
}

double pow7(double x) {
    return std::pow(x, 7.0);
}

constexpr double pow7_of_25 = 6103515625.0;

// Chroma and hue after the a* axis is stretched for near-neutral colours (equations 4-7).
struct ChromaHue {
    double chroma;
    double hue;  // radians, [0, 2 pi)
};

ChromaHue chroma_hue(const Lab& color, double a_stretch) {
    const double a = color.a * a_stretch;
    double hue = std::atan2(color.b, a);
    if (hue < 0.0) {
        hue += 2.0 * pi;
    }
    return {std::hypot(a, color.b), hue};
}

// Equation 10: the short way round the hue circle.
double hue_difference(const ChromaHue& first, const ChromaHue& second) {
    if (first.chroma * second.chroma == 0.0) {
        return 0.0;
    }
    const double difference = second.hue - first.hue;
    if (difference > pi) {
        return difference - 2.0 * pi;
    }
    return difference < -pi ? difference + 2.0 * pi : difference;
}

// Equation 14.
double mean_hue(const ChromaHue& first, const ChromaHue& second) {
    const double sum = first.hue + second.hue;
    if (first.chroma * second.chroma == 0.0) {
        return sum;
    }
    if (std::abs(first.hue - second.hue) <= pi) {
        return sum / 2.0;
    }
    return sum < 2.0 * pi ? sum / 2.0 + pi : sum / 2.0 - pi;
}

}  // namespace

double delta_e_2000(const Lab& first, const Lab& second) {
    const double mean_plain_chroma =
        (std::hypot(first.a, first.b) + std::hypot(second.a, second.b)) / 2.0;
    const double c7 = pow7(mean_plain_chroma);
    const double stretch = 1.0 + 0.5 * (1.0 - std::sqrt(c7 / (c7 + pow7_of_25)));
    const ChromaHue one = chroma_hue(first, stretch);
    const ChromaHue two = chroma_hue(second, stretch);

    const double delta_lightness = second.L - first.L;
    const double delta_chroma = two.chroma - one.chroma;
    const double delta_hue =
        2.0 * std::sqrt(one.chroma * two.chroma) * std::sin(hue_difference(one, two) / 2.0);

    const double lightness = (first.L + second.L) / 2.0;
    const double chroma = (one.chroma + two.chroma) / 2.0;
    const double hue = mean_hue(one, two);
    const double t = 1.0 - 0.17 * std::cos(hue - radians(30.0)) + 0.24 * std::cos(2.0 * hue) +
                     0.32 * std::cos(3.0 * hue + radians(6.0)) -
                     0.20 * std::cos(4.0 * hue - radians(63.0));
    const double offset = (lightness - 50.0) * (lightness - 50.0);
    const double s_l = 1.0 + 0.015 * offset / std::sqrt(20.0 + offset);
    const double s_c = 1.0 + 0.045 * chroma;
    const double s_h = 1.0 + 0.015 * chroma * t;
    const double blue_angle = (hue * 180.0 / pi - 275.0) / 25.0;
    const double rotation = radians(60.0 * std::exp(-blue_angle * blue_angle));
    const double r_t =
        -2.0 * std::sqrt(pow7(chroma) / (pow7(chroma) + pow7_of_25)) * std::sin(rotation);

    const double l = delta_lightness / s_l;
    const double c = delta_chroma / s_c;
    const double h = delta_hue / s_h;
    return std::sqrt(l * l + c * c + h * h + r_t * c * h);
}

}  // namespace stubble
