#include "render/dot_splat.h"

#include <algorithm>
#include <cmath>

#include "base/vector_lanes.h"

namespace stubble {
namespace {

constexpr int chunk = 128;

// Adds one dot to `count` pixels of a row; dx is the first pixel's centre minus the dot, dy2 the
// row's squared distance.
STUBBLE_WIDE_LANES void add_span(const DotKernel& kernel, float dx, float dy2, int count,
                                 float* row) {
    float node[chunk];
    for (int begin = 0; begin < count; begin += chunk, dx += chunk) {
        const int n = std::min(chunk, count - begin);
        for (int i = 0; i < n; ++i) {
            const float x = dx + static_cast<float>(i);
            node[i] = std::min(std::sqrt(x * x + dy2) * kernel.nodes_per_px,
                               static_cast<float>(DotKernel::nodes - 1));
        }
        float* out = row + static_cast<std::ptrdiff_t>(begin) * 4;
        for (int i = 0; i < n; ++i) {
            const int index = static_cast<int>(node[i]);
            const float t = node[i] - static_cast<float>(index);
            const float* entry = &kernel.absorbance[static_cast<std::size_t>(index) * 4];
            const Float4 low = load4(entry);
            const Float4 high = load4(entry + 4);
            store4(out + static_cast<std::ptrdiff_t>(i) * 4,
                   load4(out + static_cast<std::ptrdiff_t>(i) * 4) + low + (high - low) * t);
        }
    }
}

void splat_dot(const DotKernel& kernel, const PlacedDot& dot, AbsorbanceTile& tile) {
    const float radius = kernel.radius_px;
    if (dot.x + radius < static_cast<float>(tile.x0) ||
        dot.x - radius > static_cast<float>(tile.x0 + tile.width)) {
        return;
    }
    // Pixel centres lie at +0.5.
    const int y_begin = std::max(static_cast<int>(std::ceil(dot.y - radius - 0.5F)), tile.y0);
    const int y_end =
        std::min(static_cast<int>(std::floor(dot.y + radius - 0.5F)) + 1, tile.y0 + tile.height);
    for (int y = y_begin; y < y_end; ++y) {
        const float dy = static_cast<float>(y) + 0.5F - dot.y;
        const float half = std::sqrt(std::max(radius * radius - dy * dy, 0.0F));
        const int x_begin = std::max(static_cast<int>(std::ceil(dot.x - half - 0.5F)), tile.x0);
        const int x_end =
            std::min(static_cast<int>(std::floor(dot.x + half - 0.5F)) + 1, tile.x0 + tile.width);
        if (x_begin < x_end) {
            add_span(kernel, static_cast<float>(x_begin) + 0.5F - dot.x, dy * dy, x_end - x_begin,
                     tile.row(y) + static_cast<std::ptrdiff_t>(x_begin - tile.x0) * 4);
        }
    }
}

}  // namespace

void splat_dots(const DotLayer& layer, AbsorbanceTile& tile) {
    tile.values.assign(
        static_cast<std::size_t>(tile.width) * static_cast<std::size_t>(tile.height) * 4, 0.0F);
    const auto first = std::lower_bound(layer.dots.begin(), layer.dots.end(),
                                        static_cast<float>(tile.y0) - layer.reach_px - 1.0F,
                                        [](const PlacedDot& dot, float y) { return dot.y < y; });
    const float last_y = static_cast<float>(tile.y0 + tile.height) + layer.reach_px + 1.0F;
    for (auto dot = first; dot != layer.dots.end() && dot->y <= last_y; ++dot) {
        splat_dot(layer.kernels[dot->kernel], *dot, tile);
    }
}

}  // namespace stubble
