// stubble skin: reads the skin of a region of bare scalp.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/output.h"
#include "image/image_io.h"
#include "photo/skin_tone_sampling.h"
#include "skin/melanin_and_blood.h"
#include "skin/skin_tone.h"

namespace stubble {
namespace {

struct SkinOptions {
    std::string photo;
    std::vector<int> region;  // x, y, width, height
};

Result<PixelRect> region_in(const std::vector<int>& region, const Raster& raster) {
    const PixelRect rect{region[0], region[1], region[2], region[3]};
    const bool inside = rect.x >= 0 && rect.y >= 0 && rect.width > 0 && rect.height > 0 &&
                        rect.x < raster.width && rect.y < raster.height &&
                        rect.width <= raster.width - rect.x &&
                        rect.height <= raster.height - rect.y;
    if (!inside) {
        return Error{"--region",
                     fmt::format("{},{},{},{} does not lie inside the photograph", rect.x, rect.y,
                                 rect.width, rect.height),
                     fmt::format("give x,y,width,height within {} x {} pixels", raster.width,
                                 raster.height)};
    }
    return rect;
}

Result<ExitCode> run_skin(const SkinOptions& options, const CommonOptions& common) {
    const auto photo = read_image(options.photo);
    if (!photo) {
        return photo.error();
    }
    const auto rect = region_in(options.region, photo->pixels);
    if (!rect) {
        return rect.error();
    }
    if (photo->pixels.is_gray()) {
        return Error{options.photo, "is a gray photograph, which holds no skin colour",
                     "give a colour photograph"};
    }
    const LinearRgb color = median_color(*photo, *rect);
    if (std::min({color.r, color.g, color.b}) <= 0.0) {
        return Error{"--region", "is black, or of a colour that no skin has",
                     "choose a lit part of bare scalp"};
    }
    const Lab measured = lab(color);
    const SkinFit fit = fit_skin_tone(color);
    const double ita = ita_deg(measured);
    tell_notes(options.photo, photo->notes);
    if (common.json) {
        print_json({{"lab", {measured.L, measured.a, measured.b}},
                    {"ita_deg", ita},
                    {"ita_class", ita_class(ita)},
                    {"fitzpatrick", fitzpatrick_type(ita)},
                    {"monk", monk_tone(measured)},
                    {"melanin", fit.tone.melanin},
                    {"blood", fit.tone.blood},
                    {"shading", fit.shading},
                    {"delta_e_fit", fit.delta_e}});
    } else {
        fmt::print("Lab {:.1f} {:.1f} {:.1f}, ITA {:.0f} degrees ({}), Fitzpatrick {}, Monk {}\n",
                   measured.L, measured.a, measured.b, ita, ita_class(ita), fitzpatrick_type(ita),
                   monk_tone(measured));
        fmt::print("melanin {:.4f}, blood {:.4f}, fitted within CIEDE2000 {:.1f}\n",
                   fit.tone.melanin, fit.tone.blood, fit.delta_e);
    }
    return ExitCode::Done;
}

}  // namespace

void add_skin_command(CLI::App& app, Job& job) {
    CLI::App* command = app.add_subcommand("skin", "Read the skin tone of a region of bare scalp");
    auto options = std::make_shared<SkinOptions>();
    command->add_option("photo", options->photo, "Photograph")->required();
    command
        ->add_option("--region", options->region,
                     "x,y,width,height in pixels of the upright photograph")
        ->required()
        ->delimiter(',')
        ->expected(4);
    command->callback([&job, options] {
        job = [options](const CommonOptions& common) { return run_skin(*options, common); };
    });
}

}  // namespace stubble
