#include "photo/photo_sharpness.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

#include "color/color_spaces.h"

namespace stubble {
namespace {

constexpr double fine_sigma_px = 0.7;
constexpr double coarse_sigma_px = 1.6;
constexpr std::size_t fewest_edges = 40;
constexpr int line_reach_px = 6;   // how far the other flank of a line is looked for
constexpr int max_side_px = 1600;  // of the part that is looked at: enough edges, bounded time

cv::Rect pixel_rect(const Box2& box, double widen, const Raster& raster) {
    const Point2 margin = (box.high - box.low) * widen;
    const int x0 = std::clamp(static_cast<int>(box.low.x() - margin.x()), 0, raster.width - 1);
    const int y0 = std::clamp(static_cast<int>(box.low.y() - margin.y()), 0, raster.height - 1);
    const int x1 =
        std::clamp(static_cast<int>(std::ceil(box.high.x() + margin.x())), x0 + 1, raster.width);
    const int y1 =
        std::clamp(static_cast<int>(std::ceil(box.high.y() + margin.y())), y0 + 1, raster.height);
    const cv::Rect rect(x0, y0, x1 - x0, y1 - y0);
    // A window in the middle of large regions.
    const int width = std::min(rect.width, max_side_px);
    const int height = std::min(rect.height, max_side_px);
    return {rect.x + (rect.width - width) / 2, rect.y + (rect.height - height) / 2, width, height};
}

// Brightness as the eye sees it (square root of luminance): edges in shadow count like edges in
// light.
cv::Mat1f brightness(const EncodedImage& photo, const cv::Rect& rect) {
    cv::Mat1f result(rect.height, rect.width);
    std::vector<float> rgb(static_cast<std::size_t>(rect.width) * 3);
    for (int y = 0; y < rect.height; ++y) {
        photo.encoding.decode(photo.pixels, rect.x, rect.y + y, rect.width, rgb.data());
        for (int x = 0; x < rect.width; ++x) {
            const float* c = &rgb[static_cast<std::size_t>(x) * 3];
            result(y, x) =
                std::sqrt(std::max(0.2126F * c[0] + 0.7152F * c[1] + 0.0722F * c[2], 0.0F));
        }
    }
    return result;
}

cv::Mat1f shrunk(const cv::Mat1f& picture, int times) {
    if (times == 1) {
        return picture;
    }
    cv::Mat1f small;
    cv::resize(picture, small, {picture.cols / times, picture.rows / times}, 0, 0, cv::INTER_AREA);
    return small;
}

struct Gradient {
    cv::Mat1f x;
    cv::Mat1f y;
    cv::Mat1f magnitude;
};

Gradient gradient(const cv::Mat1f& picture, double sigma) {
    cv::Mat1f smooth;
    cv::GaussianBlur(picture, smooth, {}, sigma, sigma, cv::BORDER_REPLICATE);
    Gradient g;
    const cv::Matx13f difference(-0.5F, 0.0F, 0.5F);
    cv::filter2D(smooth, g.x, CV_32F, difference);
    cv::filter2D(smooth, g.y, CV_32F, difference.t());
    cv::magnitude(g.x, g.y, g.magnitude);
    return g;
}

float median_of(const cv::Mat1f& values) {
    std::vector<float> copy(values.begin(), values.end());
    const auto middle = copy.begin() + static_cast<std::ptrdiff_t>(copy.size() / 2);
    std::nth_element(copy.begin(), middle, copy.end());
    return *middle;
}

// Crest of an edge: no neighbour across the edge is steeper.
bool is_crest(const Gradient& g, int x, int y) {
    const float here = g.magnitude(y, x);
    const bool horizontal = std::abs(g.x(y, x)) > std::abs(g.y(y, x));
    const int dx = horizontal ? 1 : 0;
    const int dy = horizontal ? 0 : 1;
    return here >= g.magnitude(y + dy, x + dx) && here > g.magnitude(y - dy, x - dx);
}

// One side lit, the other not. A thin line, such as a hair, falls again within reach: its two flanks sharpen each other
// under a further blur and would pass for edges sharper than the camera draws any.
bool is_step(const Gradient& g, int x, int y) {
    constexpr float tolerated_fall = 0.25F;
    const bool horizontal = std::abs(g.x(y, x)) > std::abs(g.y(y, x));
    const cv::Mat1f& across = horizontal ? g.x : g.y;
    const float crest = across(y, x);
    for (int k = -line_reach_px; k <= line_reach_px; ++k) {
        const float there = horizontal ? across(y, x + k) : across(y + k, x);
        if (there * crest < -tolerated_fall * crest * crest) {
            return false;
        }
    }
    return true;
}

// A step blurred by s has gradient ~ 1/sqrt(s^2 + sigma^2) after a further blur sigma: two scales
// give s.
double blur_of_ratio(double ratio) {
    const double squared = ratio * ratio;
    const double fine2 = fine_sigma_px * fine_sigma_px;
    const double coarse2 = coarse_sigma_px * coarse_sigma_px;
    return std::sqrt(std::max((coarse2 - squared * fine2) / (squared - 1.0), 0.0));
}

// Blur of every clear edge in the part.
std::vector<double> edge_blurs(const cv::Mat1f& picture) {
    const Gradient fine = gradient(picture, fine_sigma_px);
    const Gradient coarse = gradient(picture, coarse_sigma_px);
    // Noise and skin texture make the median; clear edges stand far above it.
    const float threshold = std::max(6.0F * median_of(fine.magnitude), 0.015F);
    std::vector<double> blurs;
    for (int y = line_reach_px; y < picture.rows - line_reach_px; ++y) {
        for (int x = line_reach_px; x < picture.cols - line_reach_px; ++x) {
            const float steep = fine.magnitude(y, x);
            const float soft = coarse.magnitude(y, x);
            if (steep > threshold && soft > 0.0F && steep > 1.02F * soft && is_crest(fine, x, y) &&
                is_step(fine, x, y)) {
                blurs.push_back(blur_of_ratio(steep / soft));
            }
        }
    }
    return blurs;
}

// Blur of the camera, in pixels of the photograph shrunk so many times; nothing where even the
// whole of it shows too few edges.
std::optional<double> blur_in_shrunk(const EncodedImage& photo, const Box2& region_px, int times) {
    // Skin's own edges are soft: the sharpest fifth shows the camera.
    constexpr double sharp_share = 0.2;
    for (const double widen : {0.1, 0.5, 100.0}) {
        const cv::Rect rect = pixel_rect(region_px, widen, photo.pixels);
        if (std::min(rect.width, rect.height) < 16 * times) {
            continue;
        }
        std::vector<double> blurs = edge_blurs(shrunk(brightness(photo, rect), times));
        if (blurs.size() >= fewest_edges) {
            const auto sharp = blurs.begin() + static_cast<std::ptrdiff_t>(
                                                   sharp_share * static_cast<double>(blurs.size()));
            std::nth_element(blurs.begin(), sharp, blurs.end());
            return *sharp;
        }
    }
    return std::nullopt;
}

}  // namespace

double estimate_blur_px(const EncodedImage& photo, const Box2& region_px) {
    constexpr double without_edges_px = 0.8;
    double blur_px = without_edges_px;
    // Wide edges are faint and noise sharpens them: a blurred photograph is looked at in half and a
    // quarter of its size.
    for (const int times : {1, 2, 4}) {
        if (const auto blur = blur_in_shrunk(photo, region_px, times)) {
            blur_px = *blur * times;
            if (*blur <= coarse_sigma_px) {
                break;
            }
        }
    }
    return std::clamp(blur_px, sharpest_blur_px, softest_blur_px);
}

}  // namespace stubble
