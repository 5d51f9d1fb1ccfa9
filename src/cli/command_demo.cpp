// stubble demo: the whole job on a built-in piece of scalp, without any outside file.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/commands.h"
#include "cli/output.h"
#include "dots/flat_zone.h"
#include "photo/photo_sharpness.h"
#include "pigment/shade_palette.h"
#include "preview/appearance_at.h"
#include "render/photo_preview.h"
#include "render/synthetic_skin.h"

namespace stubble {
namespace {

namespace fs = std::filesystem;

constexpr double px_per_mm = 20.0;
constexpr double closeup_factor = 20.0;

// The right half of the scalp, its soft edge in the middle of the picture.
FlatZone right_half() {
    FlatZone zone;
    constexpr double edge = synthetic_width_mm / 2 - 2;
    zone.outline_mm = {{edge, 0},
                       {synthetic_width_mm, 0},
                       {synthetic_width_mm, synthetic_height_mm},
                       {edge, synthetic_height_mm}};
    zone.hard_sides = {0, 1, 2};
    zone.feather_mm = 4.0;
    return zone;
}

// Dots and outline of a part of the scalp, in millimetres from the part's corner.
Appearance moved(const Appearance& appearance, const Point2& corner) {
    Appearance result = appearance;
    for (VisibleDot& dot : result.dots) {
        dot.position_mm -= corner;
    }
    return result;
}

struct BeforeAfter {
    EncodedImage before;
    EncodedImage after;
};

BeforeAfter photograph(const SyntheticScalp& scalp, const Appearance& appearance,
                       const Box2& area_mm, double scale) {
    EncodedImage before = srgb_picture(photograph_scalp(scalp, area_mm, scale));
    const double width = before.pixels.width;
    const double height = before.pixels.height;
    const Polygon whole{{0, 0}, {width, 0}, {width, height}, {0, height}};
    const PhotoZone zone{whole, {scale, estimate_blur_px(before, bounding_box(whole))}};
    const SkinLight light = SkinLight::read(before, whole, scale);
    EncodedImage after = draw_on_photo(moved(appearance, area_mm.low), zone, light, before);
    return {std::move(before), std::move(after)};
}

// Before and after, one above the other with a white line between.
EncodedImage split(const BeforeAfter& pair) {
    constexpr int line_px = 6;
    const Raster& one = pair.before.pixels;
    EncodedImage result = pair.before;
    result.pixels = Raster::blank(one.width * 2 + line_px, one.height, one.channels, one.bits);
    std::fill(result.pixels.bytes.begin(), result.pixels.bytes.end(), std::uint8_t{255});
    const auto width = static_cast<std::size_t>(one.width) * 3;
    for (int y = 0; y < one.height; ++y) {
        const auto left = pair.before.pixels.row<std::uint8_t>(y);
        const auto right = pair.after.pixels.row<std::uint8_t>(y);
        const auto out = result.pixels.row<std::uint8_t>(y);
        std::copy(left.begin(), left.end(), out.begin());
        std::copy(right.begin(), right.end(), out.end() - static_cast<std::ptrdiff_t>(width));
    }
    return result;
}

Result<ExitCode> run_demo(const fs::path& folder, const CommonOptions& common) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure) {
        return Error{folder.string(), "cannot be created: " + failure.message(),
                     "give another folder with -o"};
    }
    const SyntheticScalp scalp{{}, common.seed};
    const auto dots = flat_zone_dots(right_half(), common.seed);
    if (!dots) {
        return dots.error();
    }
    const Appearance appearance =
        healed_appearance(*dots, find_shade(default_palette(), "ash", "demo").value());
    const Box2 whole{Point2(0, 0), Point2(synthetic_width_mm, synthetic_height_mm)};
    const Point2 closeup_size = whole.high / closeup_factor;
    const Point2 closeup_corner(0.72 * synthetic_width_mm, 0.5 * synthetic_height_mm);
    const BeforeAfter pair = photograph(scalp, appearance, whole, px_per_mm);
    const BeforeAfter closeup =
        photograph(scalp, appearance, {closeup_corner, closeup_corner + closeup_size},
                   px_per_mm * closeup_factor);
    const std::vector<std::pair<std::string, EncodedImage>> pictures{{"before.png", pair.before},
                                                                     {"after.png", pair.after},
                                                                     {"closeup.png", closeup.after},
                                                                     {"split.png", split(pair)}};
    std::vector<std::string> files;
    for (const auto& [name, picture] : pictures) {
        files.push_back((folder / name).string());
        if (const Status written =
                write_image(files.back(), picture, {.description = std::string(simulation_notice)});
            !written) {
            return written.error();
        }
    }
    if (common.json) {
        print_json({{"files", files}, {"dots", appearance.dots.size()}});
    } else {
        for (const std::string& file : files) {
            tell("wrote " + file);
        }
    }
    return ExitCode::Done;
}

}  // namespace

void add_demo_command(CLI::App& app, Job& job) {
    CLI::App* command = app.add_subcommand("demo", "The whole job on a built-in piece of scalp");
    auto folder = std::make_shared<std::string>("stubble-demo");
    command->add_option("-o,--output", *folder, "Folder for the pictures")->capture_default_str();
    command->callback([&job, folder] {
        job = [folder](const CommonOptions& common) { return run_demo(*folder, common); };
    });
}

}  // namespace stubble
