// stubble preview: tests of the program itself.
#include <gtest/gtest.h>

#include <fstream>

#include "cli/commands.h"
#include "fixtures/pictures.h"
#include "fixtures/program.h"
#include "fixtures/shared_data.h"
#include "geometry/polygon.h"
#include "image/image_io.h"
#include "skin/melanin_and_blood.h"

using namespace stubble;
using fixtures::entries_of;
using fixtures::ProgramRun;
using fixtures::RefusesItsInput;
using fixtures::run_stubble;
using fixtures::TemporaryFolder;
using testing::HasSubstr;

namespace {

constexpr int width = 200;
constexpr int height = 150;
const std::string zone = R"("polygon_px": [[20, 20], [180, 30], [170, 130], [30, 120]])";
const Polygon zone_polygon{{20, 20}, {180, 30}, {170, 130}, {30, 120}};

EncodedImage skin_photo() {
    const LinearRgb color = linear_rgb(skin_color({}));
    return fixtures::painted_picture(width, height, 8, [&](double x, double y) {
        const auto place = static_cast<std::uint64_t>(y) * width + static_cast<std::uint64_t>(x);
        const double s = 0.9 + 0.2 * x / width + 0.04 * normal(hash64(2, place));
        return LinearRgb{color.r * s, color.g * s, color.b * s};
    });
}

// A folder with a photograph of skin and a patch for it.
class PreviewFolder {
public:
    PreviewFolder() {
        EXPECT_TRUE(write_image(path("photo.png"), skin_photo()).ok());
        write_patch(zone + R"(, "px_per_mm": 8)");
    }
    void write_patch(const std::string& entries) const {
        std::ofstream(path("zone.json")) << "{" << entries << "}";
    }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const {
        return folder_ / name;
    }
    [[nodiscard]] ProgramRun run(const std::vector<std::string>& arguments) const {
        return run_stubble(folder_.path(), arguments);
    }
    // stubble preview of the photograph with the patch, and further arguments.
    [[nodiscard]] ProgramRun preview(const std::vector<std::string>& further = {}) const {
        std::vector<std::string> arguments{"preview",   "--photo", "photo.png", "--patch",
                                           "zone.json", "-o",      "out.png"};
        arguments.insert(arguments.end(), further.begin(), further.end());
        return run(arguments);
    }
    [[nodiscard]] std::vector<std::string> entries() const { return entries_of(folder_.path()); }
    // Nothing but what the test itself put there.
    void expect_nothing_written() const {
        EXPECT_EQ(entries(), (std::vector<std::string>{"photo.png", "zone.json"}));
    }

private:
    TemporaryFolder folder_;
};

}  // namespace

TEST(CommandPreview, OnlyPixelsInsideTheZoneChange) {
    const PreviewFolder folder;
    const ProgramRun run = folder.preview();
    EXPECT_EQ(run.exit_status, 0) << run.err;
    EXPECT_EQ(run.out, "");
    const Raster before = read_image(folder.path("photo.png")).value().pixels;
    const Raster after = read_image(folder.path("out.png")).value().pixels;
    ASSERT_EQ(after.bytes.size(), before.bytes.size());
    std::size_t changed = 0;
    for (std::size_t i = 0; i < before.bytes.size(); ++i) {
        if (before.bytes[i] != after.bytes[i]) {
            const Point2 pixel(static_cast<double>(i / 3 % width) + 0.5,
                               static_cast<double>(i / 3 / width) + 0.5);
            EXPECT_TRUE(contains(zone_polygon, pixel));
            EXPECT_LT(after.bytes[i], before.bytes[i]);
            ++changed;
        }
    }
    EXPECT_GT(changed, 10000U);
}

TEST(CommandPreview, JsonHoldsWhatTheDesignPromises) {
    const PreviewFolder folder;
    const ProgramRun run = folder.preview({"--json"});
    EXPECT_EQ(run.exit_status, 0) << run.err;
    const nlohmann::json json = run.json();
    ASSERT_TRUE(json.is_object()) << run.out;
    EXPECT_GT(json["dots"], 20);
    EXPECT_EQ(json["px_per_mm"], 8.0);
    EXPECT_GT(json["mean_delta_e"], 0.3);
    EXPECT_GE(json["seconds"], 0.0);
    const Raster before = read_image(folder.path("photo.png")).value().pixels;
    const Raster after = read_image(folder.path("out.png")).value().pixels;
    int changed = 0;
    for (std::size_t i = 0; i < before.bytes.size(); i += 3) {
        changed += std::equal(&before.bytes[i], &before.bytes[i] + 3, &after.bytes[i]) ? 0 : 1;
    }
    EXPECT_EQ(json["changed_pixels"], changed);
}

TEST(CommandPreview, ZeroDensityGivesThePhotographBackBitForBit) {
    const PreviewFolder folder;
    folder.write_patch(zone + R"(, "px_per_mm": 8, "dots_per_cm2": 0)");
    const ProgramRun run = folder.preview({"--json"});
    EXPECT_EQ(run.exit_status, 0) << run.err;
    EXPECT_EQ(run.json()["dots"], 0);
    EXPECT_EQ(run.json()["changed_pixels"], 0);
    EXPECT_TRUE(read_image(folder.path("out.png")).value().pixels ==
                read_image(folder.path("photo.png")).value().pixels);
}

TEST(CommandPreview, SeedDecidesAndThreadsDoNot) {
    const PreviewFolder folder;
    const auto picture = [&](const std::vector<std::string>& arguments) {
        EXPECT_EQ(folder.run(arguments).exit_status, 0);
        return read_image(folder.path("out.png")).value().pixels;
    };
    const std::vector<std::string> preview{"preview",   "--photo", "photo.png", "--patch",
                                           "zone.json", "-o",      "out.png"};
    const auto with = [&](std::vector<std::string> before, const std::vector<std::string>& after) {
        before.insert(before.end(), preview.begin(), preview.end());
        before.insert(before.end(), after.begin(), after.end());
        return picture(before);
    };
    const Raster plain = with({}, {});
    EXPECT_TRUE(with({"--seed", "1", "--threads", "1"}, {}) == plain);
    EXPECT_TRUE(with({"--threads", "3"}, {"--seed", "1"}) == plain);
    const Raster other = with({"--seed", "2"}, {});
    EXPECT_FALSE(other == plain);
    EXPECT_TRUE(with({}, {"--threads", "2", "--seed", "2"}) == other);
}

TEST(CommandPreview, MarkIsVisibleAndTheMetadataSaySimulationInAnyCase) {
    const PreviewFolder folder;
    ASSERT_EQ(folder.preview().exit_status, 0);
    const auto plain = fixtures::read_bytes(folder.path("out.png"));
    EXPECT_THAT(std::string(plain.begin(), plain.end()), HasSubstr("simulation"));
    const Raster before = read_image(folder.path("out.png")).value().pixels;
    ASSERT_EQ(folder.preview({"--mark"}).exit_status, 0);
    EXPECT_FALSE(read_image(folder.path("out.png")).value().pixels == before);
}

TEST(CommandPreview, EveryFormatThatCanBeWrittenIsWritten) {
    const PreviewFolder folder;
    for (const char* name : {"a.png", "a.jpg", "a.tif", "a.webp", "A.JPEG"}) {
        const ProgramRun run = folder.run(
            {"preview", "--photo", "photo.png", "--patch", "zone.json", "--output", name});
        EXPECT_EQ(run.exit_status, 0) << run.err;
        EXPECT_TRUE(read_image(folder.path(name)).ok());
    }
}

TEST(CommandPreview, WhatIsNotAvailableYetSaysSo) {
    const PreviewFolder folder;
    for (const std::vector<std::string>& further : {std::vector<std::string>{"client.plan.json"},
                                                    {"--align", "align.json"},
                                                    {"--at", "7d"},
                                                    {"--at", "before"},
                                                    {"--at", "4y"},
                                                    {"--at", ""}}) {
        const ProgramRun run = folder.preview(further);
        EXPECT_THAT(run, RefusesItsInput());
        EXPECT_THAT(run.err, HasSubstr("not available yet"));
        EXPECT_THAT(run.err, HasSubstr(further[0]));
    }
    folder.expect_nothing_written();
    EXPECT_EQ(folder.preview({"--at", "healed"}).exit_status, 0);
}

TEST(CommandPreview, APreviewWithoutAPatchIsRefused) {
    const PreviewFolder folder;
    const ProgramRun run = folder.run({"preview", "--photo", "photo.png", "-o", "out.png"});
    EXPECT_THAT(run, RefusesItsInput());
    EXPECT_THAT(run.err, HasSubstr("--patch"));
    folder.expect_nothing_written();
}

TEST(CommandPreview, AWrongPatchIsRefusedWithItsKeyAndNothingIsWritten) {
    const PreviewFolder folder;
    const std::string scale = R"(, "px_per_mm": 8)";
    const std::pair<std::string, const char*> cases[] = {
        {R"("polygon_px": [[20, 20], [180, 30]])" + scale, "polygon_px"},
        {R"("polygon_px": [[20, 20], [180, 130], [180, 20], [20, 130]])" + scale, "polygon_px"},
        {R"("polygon_px": [[20, 20], [180, 30], [170, 151]])" + scale, "polygon_px"},
        {zone, "px_per_mm"},
        {zone + R"(, "px_per_mm": 0)", "px_per_mm"},
        {zone + R"(, "px_per_mm": -8)", "px_per_mm"},
        {zone + scale + R"(, "dots_per_cm2": 1000.1)", "dots_per_cm2"},
        {zone + scale + R"(, "shade": "mauve")", "shade"},
        {zone + scale + R"(, "color": "black")", "color"},
        {zone + scale + ",", "JSON"}};
    for (const auto& [patch, key] : cases) {
        folder.write_patch(patch);
        for (const char* json : {"--json", "--mark"}) {
            const ProgramRun run = folder.preview({json});
            EXPECT_THAT(run, RefusesItsInput()) << patch;
            EXPECT_THAT(run.err, HasSubstr(key)) << patch;
            EXPECT_THAT(run.err, HasSubstr("zone.json"));
        }
        folder.expect_nothing_written();
    }
}

TEST(CommandPreview, AnUnknownShadeIsAnsweredWithTheKnownOnes) {
    const PreviewFolder folder;
    folder.write_patch(zone + R"(, "px_per_mm": 8, "shade": "mauve")");
    EXPECT_THAT(folder.preview().err, HasSubstr("silver-mist"));
}

TEST(CommandPreview, PhotographsThatCannotBeReadAreRefused) {
    const PreviewFolder folder;
    const auto bytes = fixtures::read_bytes(folder.path("photo.png"));
    const TemporaryFolder photos;
    for (const int percent : {1, 10, 50, 90, 99}) {
        fixtures::write_bytes(
            photos / (std::to_string(percent) + ".png"),
            std::span(bytes).first(bytes.size() * static_cast<std::size_t>(percent) / 100));
    }
    fixtures::write_bytes(photos / "empty.png", {});
    for (const char* name :
         {"1.png", "10.png", "50.png", "90.png", "99.png", "empty.png", "missing.png", "."}) {
        const ProgramRun run = folder.run({"preview", "--photo", (photos / name).string(),
                                           "--patch", "zone.json", "-o", "out.png"});
        EXPECT_THAT(run, RefusesItsInput()) << name;
        EXPECT_THAT(run.err, HasSubstr((photos / name).string()));
    }
    folder.expect_nothing_written();
}

TEST(CommandPreview, OutputsThatCannotBeWrittenAreRefused) {
    const PreviewFolder folder;
    for (const char* name : {"missing/out.png", "out.heic", "out", "out.gif", "zone.json/out.png",
                             "/proc/out.png", "photo.png", "./photo.png", "zone.json", ""}) {
        const auto photo = fixtures::read_bytes(folder.path("photo.png"));
        const ProgramRun run =
            folder.run({"preview", "--photo", "photo.png", "--patch", "zone.json", "-o", name});
        EXPECT_THAT(run, RefusesItsInput()) << name;
        EXPECT_THAT(run.err, HasSubstr(name));
        EXPECT_EQ(fixtures::read_bytes(folder.path("photo.png")), photo);
    }
    folder.expect_nothing_written();
}

TEST(CommandPreview, APhotographIsNeverOverwrittenThroughALink) {
    const PreviewFolder folder;
    std::filesystem::create_symlink("photo.png", folder.path("link.png"));
    const auto photo = fixtures::read_bytes(folder.path("photo.png"));
    const ProgramRun run =
        folder.run({"preview", "--photo", "photo.png", "--patch", "zone.json", "-o", "link.png"});
    EXPECT_THAT(run, RefusesItsInput());
    EXPECT_EQ(fixtures::read_bytes(folder.path("photo.png")), photo);
}

TEST(CommandPreview, APatchIsNeverOverwrittenWhateverItsName) {
    const PreviewFolder folder;
    std::filesystem::copy(folder.path("zone.json"), folder.path("zone.png"));
    const auto patch = fixtures::read_bytes(folder.path("zone.json"));
    const ProgramRun run =
        folder.run({"preview", "--photo", "photo.png", "--patch", "zone.png", "-o", "zone.png"});
    EXPECT_THAT(run, RefusesItsInput());
    EXPECT_EQ(fixtures::read_bytes(folder.path("zone.png")), patch);
}

TEST(CommandPreview, AnOldOutputSurvivesAnError) {
    const PreviewFolder folder;
    ASSERT_EQ(folder.preview().exit_status, 0);
    const auto old = fixtures::read_bytes(folder.path("out.png"));
    folder.write_patch(zone);
    EXPECT_THAT(folder.preview(), RefusesItsInput());
    EXPECT_EQ(fixtures::read_bytes(folder.path("out.png")), old);
    EXPECT_EQ(folder.entries(), (std::vector<std::string>{"out.png", "photo.png", "zone.json"}));
}

// What is told about a photograph must not come between a wrong patch and its one line.
TEST(CommandPreview, ANoteAboutThePhotographComesOnlyWithItsPicture) {
    SKIP_WITHOUT_SHARED_DATA();
    const PreviewFolder folder;
    std::filesystem::path cmyk;
    for (const auto& entry :
         std::filesystem::directory_iterator(fixtures::shared_data("input/cmyk"))) {
        const auto picture = read_image(entry.path());
        if (picture && !picture->notes.empty()) {
            cmyk = std::filesystem::absolute(entry.path());
            folder.write_patch(R"("polygon_px": [[1, 1], [9, 1], [9, 9]], "px_per_mm": 2)");
            break;
        }
    }
    ASSERT_FALSE(cmyk.empty());
    const std::vector<std::string> preview{"preview",   "--photo", cmyk.string(), "--patch",
                                           "zone.json", "-o",      "out.png"};
    const ProgramRun good = folder.run(preview);
    EXPECT_EQ(good.exit_status, 0) << good.err;
    EXPECT_THAT(good.err, HasSubstr("CMYK"));
    folder.write_patch(zone);
    EXPECT_THAT(folder.run(preview), RefusesItsInput());
}
