#include "render/dot_kernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

#include "base/check.h"
#include "base/parallel.h"
#include "render/radial_blur.h"

namespace stubble {
namespace {

// Steps of the classes. The default dot on medium skin is the middle of its class.
constexpr double diameter_step_mm = 0.02;
constexpr double depth_step_mm = 0.05;
constexpr double strength_step = 0.05;  // of ln
constexpr double melanin_step = 0.15;   // of ln
constexpr double blood_step = 0.20;     // of ln
constexpr double mixture_step = 1.0 / 64;

// A class of dots that look alike.
struct DotClass {
    DotShape shape;
    PigmentDose dose;
    SkinTone skin;
};

using ClassKey = std::array<int, 8>;

int steps(double value, double step) {
    return static_cast<int>(std::lround(value / step));
}

double total(const PigmentDose& dose) {
    return dose.carbon_black + dose.red_oxide + dose.yellow_oxide + dose.black_oxide;
}

ClassKey key_of(const VisibleDot& dot, const SkinTone& skin) {
    const double sum = std::max(total(dot.dose), 1e-9);
    return {steps(dot.shape.diameter_mm - DotShape{}.diameter_mm, diameter_step_mm),
            steps(dot.shape.top_depth_mm - DotShape{}.top_depth_mm, depth_step_mm),
            steps(std::log(sum / total(PigmentDose{})), strength_step),
            steps(dot.dose.red_oxide / sum, mixture_step),
            steps(dot.dose.yellow_oxide / sum, mixture_step),
            steps(dot.dose.black_oxide / sum, mixture_step),
            steps(std::log(skin.melanin / SkinTone{}.melanin), melanin_step),
            steps(std::log(skin.blood / SkinTone{}.blood), blood_step)};
}

// The middle of a class.
DotClass class_of(const ClassKey& key) {
    const double sum = total(PigmentDose{}) * std::exp(key[2] * strength_step);
    const double red = key[3] * mixture_step;
    const double yellow = key[4] * mixture_step;
    const double black = key[5] * mixture_step;
    return {{DotShape{}.diameter_mm + key[0] * diameter_step_mm,
             DotShape{}.top_depth_mm + key[1] * depth_step_mm},
            {sum * (1.0 - red - yellow - black), sum * red, sum * yellow, sum * black},
            {SkinTone{}.melanin * std::exp(key[6] * melanin_step),
             SkinTone{}.blood * std::exp(key[7] * blood_step)}};
}

float to_pixels(double mm, double px_per_mm) {
    return static_cast<float>(std::round(mm * px_per_mm * 256.0) / 256.0);
}

// 1 up to the last tenth of the reach, then smoothly down to 0: no rim where the halo is cut.
double rim_fade(double r_mm) {
    const double t = std::clamp((dot_reach_mm - r_mm) / (0.1 * dot_reach_mm), 0.0, 1.0);
    return t * t * (3.0 - 2.0 * t);
}

// Contrast 1 - T of a class per channel.
std::array<double, 3> contrast_at(const RgbDotTransmittance& transmittance, double r_mm) {
    const LinearRgb t = transmittance.at(r_mm);
    return {1.0 - t.r, 1.0 - t.g, 1.0 - t.b};
}

// Light in mm2 that the faded rim and the halo beyond the reach would take, per channel.
std::array<double, 3> light_beyond_reach(const RgbDotTransmittance& transmittance) {
    constexpr double end_mm = 8.0;  // the longest halo has gone by then
    constexpr double step_mm = 0.05;
    std::array<double, 3> sum{};
    for (double r = 0.9 * dot_reach_mm + step_mm / 2; r < end_mm; r += step_mm) {
        const auto contrast = contrast_at(transmittance, r);
        for (std::size_t channel = 0; channel < 3; ++channel) {
            sum[channel] +=
                contrast[channel] * (1.0 - rim_fade(r)) * 2.0 * std::numbers::pi * r * step_mm;
        }
    }
    return sum;
}

// A soft ring within the reach that takes 1 mm2 of light and leaves the dot itself as it is.
double halo_ring(double r_mm) {
    const double x = std::min(r_mm / dot_reach_mm, 1.0) * std::min(r_mm / dot_reach_mm, 1.0);
    return 12.0 / (std::numbers::pi * dot_reach_mm * dot_reach_mm) * x * (1.0 - x) * (1.0 - x);
}

// Contrast of the class per channel at the nodes. What a dot takes from beyond its reach is taken
// within, else fields of dots would be too red.
std::array<std::vector<double>, 3> contrast_profile(const DotClass& dots, double step_mm) {
    const RgbDotTransmittance transmittance(dots.skin, dots.shape, dots.dose);
    const auto beyond = light_beyond_reach(transmittance);
    std::array<std::vector<double>, 3> profile;
    for (int i = 0; i < DotKernel::nodes; ++i) {
        const double r = i * step_mm;
        const auto contrast = contrast_at(transmittance, std::min(r, dot_reach_mm));
        for (std::size_t channel = 0; channel < 3; ++channel) {
            profile[channel].push_back(contrast[channel] * rim_fade(r) +
                                       std::max(beyond[channel], 0.0) * halo_ring(r));
        }
    }
    return profile;
}

DotKernel make_kernel(const DotClass& dots, const RadialBlur& blur, double step_mm,
                      double px_per_mm) {
    DotKernel kernel;
    kernel.nodes_per_px = static_cast<float>(1.0 / (step_mm * px_per_mm));
    kernel.radius_px = static_cast<float>((DotKernel::nodes - 1) * step_mm * px_per_mm);
    kernel.absorbance.assign(std::size_t{4} * (DotKernel::nodes + 1), 0.0F);
    const auto contrast = contrast_profile(dots, step_mm);
    for (std::size_t channel = 0; channel < 3; ++channel) {
        const std::vector<double> seen = blur.apply(contrast[channel]);
        // The last node stays 0.
        for (int i = 0; i < DotKernel::nodes - 1; ++i) {
            // Negative weights of the quadrature can push the far blue tail just below 0.
            const double absorbance =
                std::max(-std::log1p(-seen[static_cast<std::size_t>(i)]), 0.0);
            kernel.absorbance[static_cast<std::size_t>(i) * 4 + channel] =
                static_cast<float>(absorbance);
        }
    }
    return kernel;
}

}  // namespace

DotLayer make_dot_layer(const Appearance& appearance, const DotSkins& skins,
                        const CameraView& view) {
    STUBBLE_CHECK(skins.size() == appearance.dots.size());
    DotLayer layer;
    std::map<ClassKey, std::size_t> classes;
    for (std::size_t i = 0; i < skins.size(); ++i) {
        const VisibleDot& dot = appearance.dots[i];
        const std::size_t kernel =
            classes.try_emplace(key_of(dot, skins[i]), classes.size()).first->second;
        layer.dots.push_back({to_pixels(dot.position_mm.x(), view.px_per_mm),
                              to_pixels(dot.position_mm.y(), view.px_per_mm), kernel});
    }
    std::sort(layer.dots.begin(), layer.dots.end(), [](const PlacedDot& a, const PlacedDot& b) {
        return a.y != b.y ? a.y < b.y : a.x < b.x;
    });

    // Camera and pixel: a box of one pixel has the variance 1/12.
    const double sigma_mm = std::sqrt(view.blur_px * view.blur_px + 1.0 / 12.0) / view.px_per_mm;
    const double step_mm = (dot_reach_mm + 3.0 * sigma_mm) / (DotKernel::nodes - 1);
    const RadialBlur blur(DotKernel::nodes, step_mm, sigma_mm);
    std::vector<ClassKey> keys(classes.size());
    for (const auto& [key, index] : classes) {
        keys[index] = key;
    }
    layer.kernels.resize(keys.size());
    parallel_for(keys.size(), 4, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            layer.kernels[i] = make_kernel(class_of(keys[i]), blur, step_mm, view.px_per_mm);
        }
    });
    for (const DotKernel& kernel : layer.kernels) {
        layer.reach_px = std::max(layer.reach_px, kernel.radius_px);
    }
    return layer;
}

}  // namespace stubble
