#include "render/simulation_mark.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace stubble {

void draw_simulation_mark(Raster& raster) {
    constexpr const char* text = "simulation";
    cv::Mat picture(raster.height, raster.width,
                    CV_MAKETYPE(raster.bits == 8 ? CV_8U : CV_16U, raster.channels),
                    raster.bytes.data());
    const int letter_px = std::max(std::min(raster.width, raster.height) / 40, 8);
    const double scale = cv::getFontScaleFromHeight(cv::FONT_HERSHEY_SIMPLEX, letter_px, 1);
    const int stroke = std::max(letter_px / 10, 1);
    int baseline = 0;
    const cv::Size size = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, scale, stroke, &baseline);
    const int margin = letter_px / 2;
    const cv::Rect wanted(margin, raster.height - size.height - 3 * margin, size.width + 2 * margin,
                          size.height + 2 * margin);
    const cv::Rect strip = wanted & cv::Rect(0, 0, raster.width, raster.height);
    if (strip.empty()) {
        return;  // a picture of a few pixels has no room for letters
    }
    constexpr double shade = 0.45;
    cv::Mat part = picture(strip);
    cv::multiply(part,
                 raster.is_gray() ? cv::Scalar(shade, 1.0) : cv::Scalar(shade, shade, shade, 1.0),
                 part);
    cv::putText(picture, text, {strip.x + margin, raster.height - 2 * margin},
                cv::FONT_HERSHEY_SIMPLEX, scale, cv::Scalar::all(raster.max_sample()), stroke,
                cv::LINE_8);
}

}  // namespace stubble
