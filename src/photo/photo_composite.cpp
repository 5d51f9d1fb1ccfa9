#include "photo/photo_composite.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace stubble {
namespace {

// exp(-x) for x >= 0, relative error below 2e-7, written so that compilers vectorise the loop around it: 2^-(n + f) with
// the integer part n put into the exponent and a polynomial for 2^-f (Taylor series of exp(-f ln 2) to the 8th order).
inline float exp_of_minus(float x) {
    const float y = std::min(x, 80.0F) * 1.44269504F;
    const auto n = static_cast<std::int32_t>(y);
    const float t = (y - static_cast<float>(n)) * 0.693147181F;
    float series = 1.0F / 40320;
    for (const float factorial : {5040.0F, 720.0F, 120.0F, 24.0F, 6.0F, 2.0F, 1.0F, 1.0F}) {
        series = 1.0F / factorial - t * series;
    }
    return series * std::bit_cast<float>((127 - n) << 23);
}

bool is_clear(const float* absorbance) { return absorbance[0] == 0.0F && absorbance[1] == 0.0F && absorbance[2] == 0.0F; }

}  // namespace

void filter_light(const LayerRow& layer, float* rgb) {
    constexpr int chunk = 256;
    float factor[4 * chunk];
    for (int begin = 0; begin < layer.count; begin += chunk) {
        const int n = std::min(chunk, layer.count - begin);
        const float* absorbance = layer.absorbance + static_cast<std::ptrdiff_t>(begin) * 4;
        for (int i = 0; i < 4 * n; ++i) {
            factor[i] = exp_of_minus(absorbance[i]);
        }
        for (int i = 0; i < n; ++i) {
            float* c = rgb + (static_cast<std::ptrdiff_t>(begin) + i) * 3;
            const float darkest = std::min(c[0], std::min(c[1], c[2]));
            const float g = std::max(std::min(layer.surface[begin + i], max_surface_share * darkest), 0.0F);
            for (int channel = 0; channel < 3; ++channel) {
                // Light below g (a channel outside the gamut) has nothing to give away.
                c[channel] -= std::max(c[channel] - g, 0.0F) * (1.0F - factor[4 * i + channel]);
            }
        }
    }
}

void composite_row(const ColorEncoding& encoding, const LayerRow& layer, Raster& raster) {
    std::vector<float> rgb;
    int i = 0;
    while (i < layer.count) {
        const auto absorbance = [&](int pixel) { return layer.absorbance + static_cast<std::ptrdiff_t>(pixel) * 4; };
        while (i < layer.count && is_clear(absorbance(i))) {
            ++i;
        }
        const int begin = i;
        while (i < layer.count && !is_clear(absorbance(i))) {
            ++i;
        }
        if (begin == i) {
            continue;
        }
        const LayerRow run{layer.x0 + begin, layer.y, i - begin, absorbance(begin), layer.surface + begin};
        rgb.resize(static_cast<std::size_t>(run.count) * 3);
        encoding.decode(raster, run.x0, run.y, run.count, rgb.data());
        filter_light(run, rgb.data());
        encoding.encode(rgb.data(), run.count, raster, run.x0, run.y);
    }
}

}  // namespace stubble
