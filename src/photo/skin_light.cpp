#include "photo/skin_light.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "base/parallel.h"

namespace stubble {
namespace {

constexpr double cell_mm = 0.8;
constexpr double smallest_cell_px = 4.0;
constexpr double block_mm = 8.0;
constexpr float darkest = 1e-4F;  // below it a colour says nothing

using Rgb = cv::Vec3f;  // linear light

float luminance_of(const Rgb& c) {
    return 0.2126F * c[0] + 0.7152F * c[1] + 0.0722F * c[2];
}

bool is_usable(const Rgb& c) {
    return std::min({c[0], c[1], c[2]}) > darkest;
}

LinearRgb to_linear_rgb(const Rgb& c) {
    return {c[0], c[1], c[2]};
}

float quantile(std::vector<float> values, double share) {
    STUBBLE_CHECK(!values.empty());
    const auto at = values.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

std::vector<float> luminances_of(const std::vector<Rgb>& colors) {
    std::vector<float> result;
    std::transform(colors.begin(), colors.end(), std::back_inserter(result), luminance_of);
    return result;
}

// Median chromaticity of colours, as light of luminance 1.
Rgb median_chromaticity(const std::vector<Rgb>& colors) {
    std::vector<float> red_green;
    std::vector<float> blue_green;
    for (const Rgb& c : colors) {
        red_green.push_back(c[0] / c[1]);
        blue_green.push_back(c[2] / c[1]);
    }
    const Rgb median(quantile(red_green, 0.5), 1.0F, quantile(blue_green, 0.5));
    return median / luminance_of(median);
}

// Shine of a colour: the least-squares h >= 0 of c = k body + h white.
float shine_of(const Rgb& c, const Rgb& body) {
    const float bb = body.dot(body);
    const float bw = body[0] + body[1] + body[2];
    const float cb = c.dot(body);
    const float cw = c[0] + c[1] + c[2];
    const float determinant = 3.0F * bb - bw * bw;
    // Gray skin: shine and body look alike, nothing to tell apart.
    return determinant < 1e-4F ? 0.0F : std::max((bb * cw - bw * cb) / determinant, 0.0F);
}

float smoothstep(float low, float high, float x) {
    const float t = std::clamp((x - low) / (high - low), 0.0F, 1.0F);
    return t * t * (3.0F - 2.0F * t);
}

// Colour of the zone's matte skin at luminance 1, and its usual luminance.
struct MatteSkin {
    Rgb body;
    float luminance = 0.0F;
};

// The darker half of the zone without its shadows, then, in three rounds, without what still shines
// by its own median.
MatteSkin find_matte_skin(const std::vector<Rgb>& colors) {
    const std::vector<float> luminances = luminances_of(colors);
    const float low = quantile(luminances, 0.10);
    const float high = quantile(luminances, 0.60);
    std::vector<Rgb> matte;
    std::copy_if(colors.begin(), colors.end(), std::back_inserter(matte),
                 [&](const Rgb& c) { return luminance_of(c) >= low && luminance_of(c) <= high; });
    Rgb body = median_chromaticity(matte);
    for (int round = 0; round < 3; ++round) {
        constexpr float shine_share = 0.06F;
        std::vector<Rgb> rest;
        std::copy_if(matte.begin(), matte.end(), std::back_inserter(rest), [&](const Rgb& c) {
            return shine_of(c, body) < shine_share * luminance_of(c);
        });
        if (rest.size() < 8) {
            break;
        }
        body = median_chromaticity(rest);
        matte = std::move(rest);
    }
    return {body, quantile(luminances_of(matte), 0.5)};
}

// Shine counts where a place is paler than the zone's matte skin and at least as bright: paler
// alone may be pale skin. And not every paleness is shine: pale patches, sky light and the tone
// curves of cameras pale bright skin too, so a little of it counts little and all of it all
// (exponent assumed).
float trusted_shine(const Rgb& c, const MatteSkin& skin) {
    const float y = luminance_of(c);
    const float share = std::min(shine_of(c, skin.body) / y, 1.0F);
    return y * share * std::sqrt(share) *
           smoothstep(0.8F * skin.luminance, 1.2F * skin.luminance, y);
}

// The zone's pixels averaged in square cells.
struct ZoneCells {
    CellGrid grid;
    cv::Mat3f mean;
    cv::Mat1f weight;  // 1 where the cell has light to read, else 0

    [[nodiscard]] std::vector<Rgb> colors() const {
        std::vector<Rgb> result;
        for (int y = 0; y < mean.rows; ++y) {
            for (int x = 0; x < mean.cols; ++x) {
                if (weight(y, x) > 0.0F) {
                    result.push_back(mean(y, x));
                }
            }
        }
        return result;
    }
};

// Grid over the zone with cells of an edge in pixels.
CellGrid grid_over(const Polygon& polygon_px, double cell_px) {
    const Box2 box = bounding_box(polygon_px);
    const Point2 cells = (box.high - box.low) / cell_px;
    return {box.low, cell_px, static_cast<int>(cells.x()) + 1, static_cast<int>(cells.y()) + 1};
}

void add_row(const EncodedImage& photo, int row, const PixelSpan& span, int v, ZoneCells& cells) {
    std::vector<float> rgb(static_cast<std::size_t>(span.end - span.begin) * 3);
    photo.encoding.decode(photo.pixels, span.begin, row, span.end - span.begin, rgb.data());
    const CellGrid& grid = cells.grid;
    const float* c = rgb.data();
    for (int x = span.begin; x < span.end; ++x, c += 3) {
        const int u = std::clamp(static_cast<int>((x + 0.5 - grid.origin_px.x()) / grid.cell_px), 0,
                                 grid.columns - 1);
        cells.mean(v, u) += Rgb(c[0], c[1], c[2]);
        cells.weight(v, u) += 1.0F;
    }
}

// Adds the zone's pixels of row v of the cells. Four rows of pixels are enough for the mean of a
// large cell.
void add_cell_row(const EncodedImage& photo, const Polygon& polygon_px, int v, ZoneCells& cells) {
    const CellGrid& grid = cells.grid;
    const auto first_row = [&](int cell_row) {
        return std::clamp(
            static_cast<int>(std::ceil(grid.origin_px.y() + cell_row * grid.cell_px - 0.5)), 0,
            photo.pixels.height);
    };
    const int row_step = std::max(static_cast<int>(grid.cell_px / 4.0), 1);
    for (int row = first_row(v); row < first_row(v + 1); row += row_step) {
        for (const PixelSpan& span : inside_spans(polygon_px, row, photo.pixels.width)) {
            add_row(photo, row, span, v, cells);
        }
    }
}

ZoneCells average_cells(const EncodedImage& photo, const Polygon& polygon_px, double px_per_mm) {
    ZoneCells cells{grid_over(polygon_px, std::max(cell_mm * px_per_mm, smallest_cell_px)), {}, {}};
    cells.mean = cv::Mat3f::zeros(cells.grid.rows, cells.grid.columns);
    cells.weight = cv::Mat1f::zeros(cells.grid.rows, cells.grid.columns);
    // Cells of one row of the grid belong to one thread.
    parallel_for(static_cast<std::size_t>(cells.grid.rows), 1,
                 [&](std::size_t begin, std::size_t end) {
                     for (auto v = static_cast<int>(begin); v < static_cast<int>(end); ++v) {
                         add_cell_row(photo, polygon_px, v, cells);
                     }
                 });
    for (int y = 0; y < cells.mean.rows; ++y) {
        for (int x = 0; x < cells.mean.cols; ++x) {
            cells.mean(y, x) *= 1.0F / std::max(cells.weight(y, x), 1.0F);
            cells.weight(y, x) = is_usable(cells.mean(y, x)) ? 1.0F : 0.0F;
        }
    }
    return cells;
}

// Blur that ignores cells of weight 0 and fills them from around: blur(value weight)/blur(weight).
template <typename Value>
cv::Mat_<Value> normalized_blur(const cv::Mat_<Value>& values, const cv::Mat1f& weight,
                                double sigma_cells) {
    cv::Mat_<Value> weighted = values.clone();
    for (int y = 0; y < values.rows; ++y) {
        for (int x = 0; x < values.cols; ++x) {
            weighted(y, x) *= weight(y, x);
        }
    }
    // An offset far below a cell's weight keeps places far from any cell finite.
    cv::Mat1f weights = weight + 1e-9F;
    cv::GaussianBlur(weighted, weighted, {}, sigma_cells, sigma_cells, cv::BORDER_REPLICATE);
    cv::GaussianBlur(weights, weights, {}, sigma_cells, sigma_cells, cv::BORDER_REPLICATE);
    for (int y = 0; y < values.rows; ++y) {
        for (int x = 0; x < values.cols; ++x) {
            weighted(y, x) *= 1.0F / weights(y, x);
        }
    }
    return weighted;
}

cv::Mat1f shine_map(const ZoneCells& cells, const MatteSkin& matte) {
    cv::Mat1f shine(cells.mean.size(), 0.0F);
    std::transform(cells.mean.begin(), cells.mean.end(), shine.begin(),
                   [&](const Rgb& c) { return is_usable(c) ? trusted_shine(c, matte) : 0.0F; });
    return normalized_blur(shine, cells.weight, 0.7);
}

// What the colour of the cells would be without shine.
cv::Mat3f body_map(const ZoneCells& cells, const cv::Mat1f& shine) {
    cv::Mat3f body = cells.mean.clone();
    for (int y = 0; y < body.rows; ++y) {
        for (int x = 0; x < body.cols; ++x) {
            const float h = std::min(
                shine(y, x), 0.95F * std::min({body(y, x)[0], body(y, x)[1], body(y, x)[2]}));
            body(y, x) -= Rgb::all(h);
        }
    }
    return body;
}

// g per cell: shine plus the share of the shading that every skin's surface throws back.
std::vector<float> surface_map(const cv::Mat3f& body, const cv::Mat1f& weight,
                               const cv::Mat1f& shine, const SkinTone& tone) {
    const cv::Mat3f smooth_body = normalized_blur(body, weight, 1.0);
    const auto surface_per_luminance = static_cast<float>(surface_reflectance / skin_color(tone).Y);
    std::vector<float> surface;
    std::transform(
        smooth_body.begin(), smooth_body.end(), shine.begin(), std::back_inserter(surface),
        [&](const Rgb& b, float h) { return h + surface_per_luminance * luminance_of(b); });
    return surface;
}

// Tone of one block: the chromaticity of its skin at the brightness of the zone, so that shadow is
// not taken for melanin.
SkinTone block_tone(const Rgb& body, float zone_luminance, const SkinFit& zone) {
    if (!is_usable(body)) {
        return zone.tone;
    }
    const SkinFit fit =
        fit_skin_tone(to_linear_rgb(body * (zone_luminance / luminance_of(body))), ungraded_light);
    // Within one scalp melanin and blood vary by some ten percent; more is light or make-up
    // (assumed limits).
    return {std::clamp(fit.tone.melanin, zone.tone.melanin / 1.6, zone.tone.melanin * 1.6),
            std::clamp(fit.tone.blood, zone.tone.blood / 2.0, zone.tone.blood * 2.0)};
}

}  // namespace

SkinLight SkinLight::read(const EncodedImage& photo, const Polygon& polygon_px, double px_per_mm) {
    SkinLight light;
    const ZoneCells cells = average_cells(photo, polygon_px, px_per_mm);
    light.cells_ = cells.grid;
    light.blocks_ = grid_over(polygon_px, std::max(block_mm * px_per_mm, smallest_cell_px));
    const std::size_t blocks = static_cast<std::size_t>(light.blocks_.columns) *
                               static_cast<std::size_t>(light.blocks_.rows);
    light.tones_.assign(blocks, SkinTone{});
    light.surface_.assign(cells.mean.total(), 0.0F);
    const std::vector<Rgb> colors = cells.colors();
    if (colors.empty()) {
        return light;
    }
    const MatteSkin matte = find_matte_skin(colors);
    if (photo.pixels.is_gray()) {
        light.zone_.shading = matte.luminance / skin_color({}).Y;
        light.surface_ =
            surface_map(cells.mean, cells.weight, cv::Mat1f::zeros(cells.mean.size()), {});
        return light;
    }
    light.zone_ = fit_skin_tone(to_linear_rgb(matte.body * matte.luminance), ungraded_light);
    const cv::Mat1f shine = shine_map(cells, matte);
    const cv::Mat3f body = body_map(cells, shine);
    light.surface_ = surface_map(body, cells.weight, shine, light.zone_.tone);
    const cv::Mat3f surroundings =
        normalized_blur(body, cells.weight, 0.5 * light.blocks_.cell_px / cells.grid.cell_px);
    cv::Mat3f coarse;
    cv::resize(surroundings, coarse, {light.blocks_.columns, light.blocks_.rows}, 0, 0,
               cv::INTER_LINEAR);
    const std::vector<Rgb> block_colors(coarse.begin(), coarse.end());
    parallel_for(blocks, 8, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            light.tones_[i] = block_tone(block_colors[i], matte.luminance, light.zone_);
        }
    });
    return light;
}

SkinTone SkinLight::tone_at(const Point2& place_px) const {
    const Point2 place = (place_px - blocks_.origin_px) / blocks_.cell_px;
    const int column = std::clamp(static_cast<int>(place.x()), 0, blocks_.columns - 1);
    const int row = std::clamp(static_cast<int>(place.y()), 0, blocks_.rows - 1);
    return tones_[static_cast<std::size_t>(row) * static_cast<std::size_t>(blocks_.columns) +
                  static_cast<std::size_t>(column)];
}

void SkinLight::surface_light(int x0, int y, int count, float* g) const {
    // Bilinear between cell centres. Single precision is plenty: g varies slowly.
    const auto inverse = static_cast<float>(1.0 / cells_.cell_px);
    const auto cell_place = [&](double pixel, double origin) {
        return (static_cast<float>(pixel) + 0.5F - static_cast<float>(origin)) * inverse - 0.5F;
    };
    const float v =
        std::clamp(cell_place(y, cells_.origin_px.y()), 0.0F, static_cast<float>(cells_.rows - 1));
    const int row = std::min(static_cast<int>(v), std::max(cells_.rows - 2, 0));
    const float fraction_y = v - static_cast<float>(row);
    const float* upper =
        &surface_[static_cast<std::size_t>(row) * static_cast<std::size_t>(cells_.columns)];
    const float* lower = upper + (cells_.rows > 1 ? cells_.columns : 0);
    const auto at_column = [&](int column) {
        const int inside = std::clamp(column, 0, cells_.columns - 1);
        return upper[inside] + fraction_y * (lower[inside] - upper[inside]);
    };
    const float start = cell_place(x0, cells_.origin_px.x());
    const auto cell_px = static_cast<float>(cells_.cell_px);
    int column = static_cast<int>(std::floor(start));
    float left = at_column(column);
    for (int i = 0; i < count; ++column) {
        // Between the centres of two columns g is a straight line.
        const int end = std::clamp(
            static_cast<int>(std::ceil((static_cast<float>(column + 1) - start) * cell_px)), i,
            count);
        const float right = at_column(column + 1);
        const float slope = (right - left) * inverse;
        const float offset = left + (start - static_cast<float>(column)) * (right - left);
        for (; i < end; ++i) {
            g[i] = offset + slope * static_cast<float>(i);
        }
        left = right;
    }
}

}  // namespace stubble
