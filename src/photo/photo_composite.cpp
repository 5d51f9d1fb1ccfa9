#include "photo/photo_composite.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace stubble {
namespace {

// Four floats in one register; GCC and clang, any processor. Only exactly rounded operations: same
// bytes everywhere.
using Float4 = float __attribute__((vector_size(16)));
using Int4 = std::int32_t __attribute__((vector_size(16)));

Float4 load(const float* p) {
    Float4 v;
    std::memcpy(&v, p, sizeof v);
    return v;
}

void store(float* p, Float4 v) {
    std::memcpy(p, &v, sizeof v);
}

Float4 all(float x) {
    return Float4{x, x, x, x};
}

Float4 least(Float4 a, Float4 b) {
    return a < b ? a : b;
}

// exp(-x) for x >= 0, relative error below 2e-7: 2^-n from the exponent bits times exp(-t), |t| <=
// ln(2)/2, by its Taylor series to the 6th order.
inline Float4 exp_of_minus(Float4 x) {
    const Float4 y = least(x, all(80.0F)) * 1.44269504F;
    const Int4 n = __builtin_convertvector(y + 0.5F, Int4);
    const Float4 t = (y - __builtin_convertvector(n, Float4)) * 0.693147181F;
    Float4 series = all(1.0F / 720);
    series = 1.0F / 120 - t * series;
    series = 1.0F / 24 - t * series;
    series = 1.0F / 6 - t * series;
    series = 0.5F - t * series;
    series = 1.0F - t * series;
    series = 1.0F - t * series;
    const Int4 power = (127 - n) << 23;
    Float4 scale;
    std::memcpy(&scale, &power, sizeof scale);
    return series * scale;
}

bool is_clear(const float* absorbance) {
    return absorbance[0] == 0.0F && absorbance[1] == 0.0F && absorbance[2] == 0.0F;
}

}  // namespace

void filter_light(const LayerRow& layer, const float* in, float* out) {
    for (int i = 0; i < layer.count; ++i) {
        const Float4 c = load(in + static_cast<std::ptrdiff_t>(i) * 3);
        const Float4 factor =
            exp_of_minus(load(layer.absorbance + static_cast<std::ptrdiff_t>(i) * 4));
        // The smallest channel in every lane but the unused one.
        const Float4 darkest = least(least(c, __builtin_shufflevector(c, c, 1, 2, 0, 3)),
                                     __builtin_shufflevector(c, c, 2, 0, 1, 3));
        const Float4 limited = least(all(layer.surface[i]), max_surface_share * darkest);
        const Float4 g = limited > 0.0F ? limited : all(0.0F);
        // Light below g (a channel outside the gamut) has nothing to give away.
        const Float4 body = c - g;
        const Float4 taken = (body > 0.0F ? body : all(0.0F)) * (1.0F - factor);
        store(out + static_cast<std::ptrdiff_t>(i) * 3, c - taken);
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
