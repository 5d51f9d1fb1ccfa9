// stubble preview: the photograph with the treatment.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/commands.h"
#include "cli/output.h"
#include "dots/flat_zone.h"
#include "photo/photo_patch.h"
#include "photo/photo_sharpness.h"
#include "pigment/shade_palette.h"
#include "preview/appearance_at.h"
#include "render/photo_preview.h"
#include "render/simulation_mark.h"

namespace stubble {
namespace {

struct PreviewOptions {
    std::string plan;
    std::string photo;
    std::string patch;
    std::string align;
    std::string at = "healed";
    std::string out;
    bool mark = false;
};

// What the command line offers but the program cannot do yet.
Status check_available(const PreviewOptions& options) {
    if (!options.plan.empty()) {
        return Error{options.plan, "plan files are not available yet",
                     "leave it out and give --patch"};
    }
    if (!options.align.empty()) {
        return Error{"--align", "previews on an aligned head are not available yet",
                     "give --patch"};
    }
    if (options.at != "healed") {
        return Error{"--at", "moments other than 'healed' are not available yet", "leave it out"};
    }
    if (options.patch.empty()) {
        return Error{"--patch", "is missing",
                     "give a patch file: where on the photograph, how dense, which shade"};
    }
    return Done{};
}

FlatZone zone_of(const PhotoPatch& patch) {
    return {patch.outline_mm(),    patch.hard_sides,      patch.dots_per_cm2, patch.feather_mm,
            patch.irregularity_mm, patch.dot_diameter_mm, patch.depth_mm,     patch.variation};
}

Result<Appearance> appearance_of(const PhotoPatch& patch, std::uint64_t seed,
                                 const std::string& where) {
    const auto shade = find_shade(default_palette(), patch.shade, where + ": shade");
    if (!shade) {
        return shade.error();
    }
    const auto dots = flat_zone_dots(zone_of(patch), seed);
    if (!dots) {
        return dots.error();
    }
    return healed_appearance(*dots, *shade);
}

Result<ExitCode> run_preview(const PreviewOptions& options, const CommonOptions& common) {
    const auto start = std::chrono::steady_clock::now();
    for (const Status& status :
         {check_available(options), check_image_output(options.out),
          check_output(options.out, options.photo), check_output(options.out, options.patch)}) {
        if (!status) {
            return status.error();
        }
    }
    const auto photo = read_image(options.photo);
    if (!photo) {
        return photo.error();
    }
    const auto patch = read_patch(options.patch, photo->pixels.width, photo->pixels.height);
    if (!patch) {
        return patch.error();
    }
    const auto appearance = appearance_of(*patch, common.seed, options.patch);
    if (!appearance) {
        return appearance.error();
    }
    const PhotoZone zone{
        patch->polygon_px,
        {patch->px_per_mm, estimate_blur_px(*photo, bounding_box(patch->polygon_px))}};
    const SkinLight light = SkinLight::read(*photo, zone.polygon_px, patch->px_per_mm);
    EncodedImage after = draw_on_photo(*appearance, zone, light, *photo);
    const PhotoChange change = photo_change(*photo, after, zone.polygon_px);
    if (options.mark) {
        draw_simulation_mark(after.pixels);
    }
    if (const Status written =
            write_image(options.out, after, {.description = std::string(simulation_notice)});
        !written) {
        return written.error();
    }
    tell_notes(options.photo, photo->notes);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (common.json) {
        const SkinFit& skin = light.zone();
        print_json({{"file", options.out},
                    {"dots", appearance->dots.size()},
                    {"changed_pixels", change.changed_pixels},
                    {"px_per_mm", patch->px_per_mm},
                    {"mean_delta_e", change.mean_delta_e},
                    {"blur_px", zone.view.blur_px},
                    {"melanin", skin.tone.melanin},
                    {"blood", skin.tone.blood},
                    {"seconds", elapsed.count()}});
    } else {
        tell(fmt::format(
            "{}: {} dots, {} pixels changed, mean colour difference {:.1f} (CIEDE2000)",
            options.out, appearance->dots.size(), change.changed_pixels, change.mean_delta_e));
    }
    return ExitCode::Done;
}

}  // namespace

void add_preview_command(CLI::App& app, Job& job) {
    CLI::App* command = app.add_subcommand("preview", "The photograph with the treatment");
    auto options = std::make_shared<PreviewOptions>();
    command->add_option("plan", options->plan, "Plan file (not available yet)");
    command
        ->add_option("--photo", options->photo, "Photograph: JPEG, PNG, TIFF, WebP, HEIC or AVIF")
        ->required();
    command->add_option("--patch", options->patch,
                        "Patch file: a flat zone in pixels of the photograph (JSON)");
    command->add_option("--align", options->align, "Alignment of the head (not available yet)");
    command->add_option("--at", options->at, "Moment: healed");
    command->add_flag("--mark", options->mark, "Write 'simulation' visibly on the picture");
    command->add_option("-o,--output", options->out, "Picture to write: .png, .jpg, .tif or .webp")
        ->required();
    command->callback([&job, options] {
        job = [options](const CommonOptions& common) { return run_preview(*options, common); };
    });
}

}  // namespace stubble
