#include "render/photo_preview.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "base/parallel.h"
#include "color/delta_e.h"
#include "photo/photo_composite.h"
#include "render/dot_splat.h"

namespace stubble {
namespace {

// A tile's absorbances stay in a core's cache.
constexpr int tile_rows = 32;
constexpr int tile_columns = 512;
// Every 7th pixel of every 7th row: thousands of samples, a fixed pattern.
constexpr int sample_pitch_px = 7;

struct PixelRange {
    int begin = 0;
    int end = 0;
};

// Pixels between two coordinates, within 0 to `limit`.
PixelRange pixel_range(double low, double high, int limit) {
    const int begin = std::clamp(static_cast<int>(low), 0, limit);
    return {begin, std::clamp(static_cast<int>(std::ceil(high)), begin, limit)};
}

// Paints tiles of the zone; one painter per thread.
class TilePainter {
public:
    TilePainter(const DotLayer& layer, const PhotoZone& zone, const SkinLight& light)
        : layer_(layer), zone_(zone), light_(light) {}

    void paint(const PixelRange& columns, const PixelRange& rows, EncodedImage& photo) {
        tile_.x0 = columns.begin;
        tile_.width = columns.end - columns.begin;
        tile_.y0 = rows.begin;
        tile_.height = rows.end - rows.begin;
        splat_dots(layer_, tile_);
        for (int y = rows.begin; y < rows.end; ++y) {
            for (const PixelSpan& span : inside_spans(zone_.polygon_px, y, photo.pixels.width)) {
                paint_span({std::max(span.begin, columns.begin), std::min(span.end, columns.end)},
                           y, photo);
            }
        }
    }

private:
    void paint_span(const PixelSpan& span, int y, EncodedImage& photo) {
        const int count = span.end - span.begin;
        if (count <= 0) {
            return;
        }
        light_.surface_light(span.begin, y, count, surface_.data());
        const float* absorbance =
            tile_.row(y) + static_cast<std::ptrdiff_t>(span.begin - tile_.x0) * 4;
        composite_row(photo.encoding, {span.begin, y, count, absorbance, surface_.data()},
                      photo.pixels);
    }

    const DotLayer& layer_;
    const PhotoZone& zone_;
    const SkinLight& light_;
    AbsorbanceTile tile_;
    std::array<float, tile_columns> surface_{};
};

Lab lab_at(const EncodedImage& photo, int x, int y) {
    float rgb[3];
    photo.encoding.decode(photo.pixels, x, y, 1, rgb);
    return lab(LinearRgb{rgb[0], rgb[1], rgb[2]});
}

std::int64_t changed_in_span(const Raster& before, const Raster& after, int y,
                             const PixelSpan& span) {
    const std::size_t pixel_bytes = before.row_bytes() / static_cast<std::size_t>(before.width);
    const std::size_t row = static_cast<std::size_t>(y) * before.row_bytes();
    std::int64_t changed = 0;
    for (int x = span.begin; x < span.end; ++x) {
        const std::size_t at = row + static_cast<std::size_t>(x) * pixel_bytes;
        changed += std::memcmp(&before.bytes[at], &after.bytes[at], pixel_bytes) != 0 ? 1 : 0;
    }
    return changed;
}

DotSkins skins_below(const Appearance& appearance, const SkinLight& light, double px_per_mm) {
    DotSkins skins;
    skins.reserve(appearance.dots.size());
    for (const VisibleDot& dot : appearance.dots) {
        skins.push_back(light.tone_at(dot.position_mm * px_per_mm));
    }
    return skins;
}

}  // namespace

EncodedImage draw_on_photo(const Appearance& appearance, const PhotoZone& zone,
                           const SkinLight& light, const EncodedImage& photo) {
    EncodedImage result = photo;
    const DotLayer layer =
        make_dot_layer(appearance, skins_below(appearance, light, zone.view.px_per_mm), zone.view);
    const Box2 box = bounding_box(zone.polygon_px);
    const PixelRange rows = pixel_range(box.low.y(), box.high.y(), photo.pixels.height);
    const PixelRange columns = pixel_range(box.low.x(), box.high.x(), photo.pixels.width);
    const auto bands =
        static_cast<std::size_t>((rows.end - rows.begin + tile_rows - 1) / tile_rows);
    parallel_for(bands, 1, [&](std::size_t begin, std::size_t end) {
        TilePainter painter(layer, zone, light);
        for (std::size_t band = begin; band < end; ++band) {
            const int y = rows.begin + static_cast<int>(band) * tile_rows;
            for (int x = columns.begin; x < columns.end; x += tile_columns) {
                painter.paint({x, std::min(x + tile_columns, columns.end)},
                              {y, std::min(y + tile_rows, rows.end)}, result);
            }
        }
    });
    return result;
}

PhotoChange photo_change(const EncodedImage& before, const EncodedImage& after,
                         const Polygon& polygon_px) {
    PhotoChange change;
    std::int64_t samples = 0;
    const Box2 box = bounding_box(polygon_px);
    const PixelRange rows = pixel_range(box.low.y(), box.high.y(), before.pixels.height);
    for (int y = rows.begin; y < rows.end; ++y) {
        for (const PixelSpan& span : inside_spans(polygon_px, y, before.pixels.width)) {
            change.changed_pixels += changed_in_span(before.pixels, after.pixels, y, span);
            for (int x = span.begin; x < span.end && y % sample_pitch_px == 0;
                 x += sample_pitch_px) {
                change.mean_delta_e += delta_e_2000(lab_at(before, x, y), lab_at(after, x, y));
                ++samples;
            }
        }
    }
    change.mean_delta_e /= static_cast<double>(std::max<std::int64_t>(samples, 1));
    return change;
}

}  // namespace stubble
