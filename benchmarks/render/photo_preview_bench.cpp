// Photo composite, 12 megapixels, 20,000 dots of 20 px radius, all new; OpenCV drawing as many circles in the same run.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <string>

#include "base/parallel.h"
#include "benchmarks/stopwatch.h"
#include "dots/flat_zone.h"
#include "pigment/shade_palette.h"
#include "preview/appearance_at.h"
#include "render/dot_splat.h"
#include "render/photo_preview.h"

namespace {

using namespace stubble;

constexpr int width = 4000;
constexpr int height = 3000;
constexpr double blur_px = 0.8;
constexpr double radius_px = 20.0;
constexpr int threads = 2;
constexpr int rounds = 5;

// Skin-coloured ramps; the pixels' values do not change the time.
EncodedImage photo_12mp() {
    EncodedImage photo;
    photo.pixels = Raster::blank(width, height, 3, 8);
    for (int y = 0; y < height; ++y) {
        auto row = photo.pixels.row<std::uint8_t>(y);
        for (int x = 0; x < width; ++x) {
            const int light = (x / 40 + y / 60) % 60;
            row[static_cast<std::size_t>(x) * 3] = static_cast<std::uint8_t>(150 + light);
            row[static_cast<std::size_t>(x) * 3 + 1] = static_cast<std::uint8_t>(115 + light);
            row[static_cast<std::size_t>(x) * 3 + 2] = static_cast<std::uint8_t>(95 + light);
        }
    }
    return photo;
}

// Scale at which a dot's kernel reaches 20 px.
double px_per_mm() {
    return (radius_px - 3.0 * std::sqrt(blur_px * blur_px + 1.0 / 12.0)) / dot_reach_mm;
}

Appearance dots_20k(const Polygon& polygon_px) {
    FlatZone zone;
    for (const Point2& corner : polygon_px) {
        zone.outline_mm.push_back(corner / px_per_mm());
    }
    zone.feather_mm = 0.0;
    zone.dots_per_cm2 = 20000.0 * 100.0 / area(zone.outline_mm);
    return healed_appearance(flat_zone_dots(zone, 1).value(), default_palette()[3]);
}

// The same places as filled circles, antialiased, blended once.
void opencv_circles(const Appearance& appearance, const EncodedImage& photo, cv::Mat3b& result) {
    cv::Mat1b mask = cv::Mat1b::zeros(height, width);
    constexpr int shift = 4;
    for (const VisibleDot& dot : appearance.dots) {
        const Point2 p = dot.position_mm * px_per_mm() * (1 << shift);
        cv::circle(mask, {static_cast<int>(p.x()), static_cast<int>(p.y())},
                   static_cast<int>(radius_px) << shift, 128, cv::FILLED, cv::LINE_AA, shift);
    }
    const cv::Mat3b before(
        height, width,
        reinterpret_cast<cv::Vec3b*>(const_cast<std::uint8_t*>(photo.pixels.bytes.data())));
    cv::Mat mask3;
    cv::merge(std::vector<cv::Mat>{mask, mask, mask}, mask3);
    cv::Mat kept;
    cv::multiply(before, cv::Scalar::all(255) - mask3, kept, 1.0 / 255.0);
    result = kept;
}

void check(bool condition, const char* claim) {
    if (!condition) {
        std::fprintf(stderr, "benchmark: wrong result: %s\n", claim);
        std::exit(1);
    }
}

}  // namespace

int main() {
    set_thread_count(threads);
    cv::setNumThreads(threads);
    const EncodedImage photo = photo_12mp();
    const Polygon whole{{0, 0}, {width, 0}, {width, height}, {0, height}};
    const Appearance appearance = dots_20k(whole);
    const PhotoZone zone{whole, {px_per_mm(), blur_px}};
    const SkinLight light = SkinLight::read(photo, whole, px_per_mm());
    EncodedImage after;
    DotLayer layer;
    cv::Mat3b circles;
    const std::vector<bench::Times> times = bench::interleaved_medians(
        {[&] { after = draw_on_photo(appearance, zone, light, photo); },
         [&] { opencv_circles(appearance, photo, circles); },
         [&] {
             layer = make_dot_layer(appearance, DotSkins(appearance.dots.size(), SkinTone{}),
                                    zone.view);
         },
         [&] { (void)SkinLight::read(photo, whole, px_per_mm()); }},
        rounds);
    // What was timed must be right: one thread gives the same bytes, and pixels did change.
    set_thread_count(1);
    check(draw_on_photo(appearance, zone, light, photo).pixels == after.pixels,
          "same bytes with one thread");
    const PhotoChange change = photo_change(photo, after, whole);
    check(change.changed_pixels > 10'000'000, "most pixels of the zone change");
    std::printf("12 MP, %zu dots of %.1f px radius, %d threads, median of %d\n",
                appearance.dots.size(), static_cast<double>(layer.reach_px), threads, rounds);
    const char* names[] = {"composite, all dots new", "OpenCV circles + blend",
                           "  of it: dot classes and kernels", "reading the zone's skin"};
    for (std::size_t i = 0; i < times.size(); ++i) {
        std::printf("%-34s wall %7.1f ms   CPU %7.1f ms\n", names[i], times[i].wall_ms,
                    times[i].cpu_ms);
    }
    std::printf("ratio OpenCV / composite: wall %.2f, CPU %.2f; changed pixels %lld\n",
                times[1].wall_ms / times[0].wall_ms, times[1].cpu_ms / times[0].cpu_ms,
                static_cast<long long>(change.changed_pixels));
    return 0;
}
