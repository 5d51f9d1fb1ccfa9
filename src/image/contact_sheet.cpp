#include "image/contact_sheet.h"

#include <algorithm>

#include "base/check.h"

namespace stubble {

LinearImage contact_sheet(std::span<const LinearImage> pictures,
                          const ContactSheetOptions& options) {
    STUBBLE_CHECK(options.columns >= 1 && options.gap_px >= 0);
    int cell_width = 0;
    int cell_height = 0;
    for (const LinearImage& picture : pictures) {
        cell_width = std::max(cell_width, picture.width);
        cell_height = std::max(cell_height, picture.height);
    }
    const auto count = static_cast<int>(pictures.size());
    const int columns = std::min(options.columns, count);
    const int rows = (count + options.columns - 1) / options.columns;
    const int gap = options.gap_px;
    LinearImage sheet =
        LinearImage::blank(columns * (cell_width + gap) + gap, rows * (cell_height + gap) + gap);
    for (std::size_t i = 0; i < sheet.rgb.size(); ++i) {
        sheet.rgb[i] = options.background[i % 3];
    }
    for (int i = 0; i < count; ++i) {
        const LinearImage& picture = pictures[static_cast<std::size_t>(i)];
        const int x0 =
            gap + i % options.columns * (cell_width + gap) + (cell_width - picture.width) / 2;
        const int y0 =
            gap + i / options.columns * (cell_height + gap) + (cell_height - picture.height) / 2;
        for (int y = 0; y < picture.height; ++y) {
            const std::span<const float> row = picture.row(y);
            std::copy(row.begin(), row.end(), sheet.row(y0 + y).begin() + std::ptrdiff_t{3} * x0);
        }
    }
    return sheet;
}

}  // namespace stubble
