#include "render/photo_preview.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/parallel.h"
#include "color/delta_e.h"
#include "photo/photo_composite.h"
#include "render/dot_splat.h"

namespace stubble {
namespace {

constexpr int band_rows = 32;
// Every 7th pixel of every 7th row: thousands of samples, a fixed pattern.
constexpr int sample_pitch_px = 7;

// Rows of the photograph that the zone touches.
struct RowRange {
    int begin = 0;
    int end = 0;
};

RowRange rows_of(const Box2& box, const Raster& raster) {
    const int begin = std::clamp(static_cast<int>(box.low.y()), 0, raster.height);
    return {begin, std::clamp(static_cast<int>(std::ceil(box.high.y())), begin, raster.height)};
}

// Paints bands of rows; one painter per thread.
class BandPainter {
public:
    BandPainter(const DotLayer& layer, const PhotoZone& zone, const SkinLight& light)
        : layer_(layer), zone_(zone), light_(light) {}

    void paint(const RowRange& band, EncodedImage& photo) {
        const Box2 box = bounding_box(zone_.polygon_px);
        tile_.x0 = std::max(static_cast<int>(box.low.x()), 0);
        tile_.width = std::max(
            std::min(static_cast<int>(std::ceil(box.high.x())), photo.pixels.width) - tile_.x0, 0);
        tile_.y0 = band.begin;
        tile_.height = band.end - band.begin;
        splat_dots(layer_, tile_);
        surface_.resize(static_cast<std::size_t>(tile_.width));
        for (int y = band.begin; y < band.end; ++y) {
            for (const PixelSpan& span : inside_spans(zone_.polygon_px, y, photo.pixels.width)) {
                const int count = span.end - span.begin;
                light_.surface_light(span.begin, y, count, surface_.data());
                const float* absorbance =
                    tile_.row(y) + static_cast<std::ptrdiff_t>(span.begin - tile_.x0) * 4;
                composite_row(photo.encoding, {span.begin, y, count, absorbance, surface_.data()},
                              photo.pixels);
            }
        }
    }

private:
    const DotLayer& layer_;
    const PhotoZone& zone_;
    const SkinLight& light_;
    AbsorbanceTile tile_;
    std::vector<float> surface_;
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
    const RowRange rows = rows_of(bounding_box(zone.polygon_px), photo.pixels);
    const auto bands =
        static_cast<std::size_t>((rows.end - rows.begin + band_rows - 1) / band_rows);
    parallel_for(bands, 1, [&](std::size_t begin, std::size_t end) {
        BandPainter painter(layer, zone, light);
        for (std::size_t band = begin; band < end; ++band) {
            const int y0 = rows.begin + static_cast<int>(band) * band_rows;
            painter.paint({y0, std::min(y0 + band_rows, rows.end)}, result);
        }
    });
    return result;
}

PhotoChange photo_change(const EncodedImage& before, const EncodedImage& after,
                         const Polygon& polygon_px) {
    PhotoChange change;
    std::int64_t samples = 0;
    const RowRange rows = rows_of(bounding_box(polygon_px), before.pixels);
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
