#include "photo/photo_composite.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "base/vector_lanes.h"

namespace stubble {
namespace {

// exp(-x) for x >= 0, relative error below 2e-7: 2^-n from the exponent bits times exp(-t), |t| <=
// ln(2)/2, by its Taylor series to the 6th order. Compilers vectorise the loop around it.
inline float exp_of_minus(float x) {
    const float y = std::min(x, 80.0F) * 1.44269504F;
    // Either neighbour will do, and this vectorises: NOLINTNEXTLINE(bugprone-incorrect-roundings)
    const auto n = static_cast<std::int32_t>(y + 0.5F);
    const float t = (y - static_cast<float>(n)) * 0.693147181F;
    float series = 1.0F / 720;
    series = 1.0F / 120 - t * series;
    series = 1.0F / 24 - t * series;
    series = 1.0F / 6 - t * series;
    series = 0.5F - t * series;
    series = 1.0F - t * series;
    series = 1.0F - t * series;
    return series * std::bit_cast<float>((127 - n) << 23);
}

bool is_clear(const float* absorbance) {
    return absorbance[0] == 0.0F && absorbance[1] == 0.0F && absorbance[2] == 0.0F;
}

}  // namespace

STUBBLE_WIDE_LANES void filter_light(const LayerRow& layer, const float* in, float* out) {
    constexpr int chunk = 64;
    float factor[4 * chunk];
    for (int begin = 0; begin < layer.count; begin += chunk) {
        const int n = std::min(chunk, layer.count - begin);
        const float* absorbance = layer.absorbance + static_cast<std::ptrdiff_t>(begin) * 4;
        for (int i = 0; i < 4 * n; ++i) {
            factor[i] = exp_of_minus(absorbance[i]);
        }
        for (int i = 0; i < n; ++i, in += 3, out += 3) {
            const float darkest = std::min(in[0], std::min(in[1], in[2]));
            const float limited = std::min(layer.surface[begin + i], max_surface_share * darkest);
            const Float4 g = all4(std::max(limited, 0.0F));
            const Float4 c = load4(in);
            // Light below g (a channel outside the gamut) has nothing to give away.
            const Float4 body = c - g;
            const Float4 taken =
                (body > 0.0F ? body : all4(0.0F)) * (1.0F - load4(factor + std::ptrdiff_t{4} * i));
            store4(out, c - taken);
        }
    }
}

void composite_row(const ColorEncoding& encoding, const LayerRow& layer, Raster& raster) {
    std::vector<float> before;
    std::vector<float> after;
    int i = 0;
    while (i < layer.count) {
        const auto absorbance = [&](int pixel) {
            return layer.absorbance + static_cast<std::ptrdiff_t>(pixel) * 4;
        };
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
        const LayerRow run{layer.x0 + begin, layer.y, i - begin, absorbance(begin),
                           layer.surface + begin};
        before.resize(static_cast<std::size_t>(run.count) * 3 + 1);
        after.resize(before.size());
        encoding.decode(raster, run.x0, run.y, run.count, before.data());
        filter_light(run, before.data(), after.data());
        encoding.encode(after.data(), run.count, raster, run.x0, run.y);
    }
}

}  // namespace stubble
