#include "photo/skin_tone_sampling.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/check.h"

namespace stubble {

LinearRgb median_color(const EncodedImage& photo, const PixelRect& rect) {
    STUBBLE_CHECK(rect.width > 0 && rect.height > 0 && rect.x >= 0 && rect.y >= 0);
    STUBBLE_CHECK(rect.x + rect.width <= photo.pixels.width &&
                  rect.y + rect.height <= photo.pixels.height);
    const std::size_t row_values = static_cast<std::size_t>(rect.width) * 3;
    std::vector<float> rgb(row_values * static_cast<std::size_t>(rect.height));
    for (int row = 0; row < rect.height; ++row) {
        photo.encoding.decode(photo.pixels, rect.x, rect.y + row, rect.width,
                              &rgb[static_cast<std::size_t>(row) * row_values]);
    }
    std::array<double, 3> median{};
    for (std::size_t channel = 0; channel < 3; ++channel) {
        std::vector<float> values;
        for (std::size_t i = channel; i < rgb.size(); i += 3) {
            values.push_back(rgb[i]);
        }
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        median[channel] = *middle;
    }
    return {median[0], median[1], median[2]};
}

}  // namespace stubble
