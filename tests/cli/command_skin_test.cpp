// stubble skin: tests of the program itself.
#include <gtest/gtest.h>

#include "cli/commands.h"
#include "fixtures/pictures.h"
#include "fixtures/program.h"
#include "skin/melanin_and_blood.h"

using namespace stubble;
using fixtures::RefusesItsInput;
using fixtures::run_stubble;
using fixtures::TemporaryFolder;
using testing::HasSubstr;

namespace {

void write_skin(const std::filesystem::path& path, const SkinTone& tone) {
    const LinearRgb color = linear_rgb(skin_color(tone));
    const EncodedImage photo =
        fixtures::painted_picture(40, 30, 16, [&](double, double) { return color; });
    ASSERT_TRUE(write_image(path, photo).ok());
}

}  // namespace

TEST(CommandSkin, JsonHoldsTheReadingOfTheSkinModelsOwnColour) {
    const TemporaryFolder folder;
    write_skin(folder / "skin.png", {0.03, 0.0115});
    const auto run =
        run_stubble(folder.path(), {"skin", "skin.png", "--region", "5,5,20,20", "--json"});
    EXPECT_EQ(run.exit_status, 0);
    EXPECT_EQ(run.err, "");
    const nlohmann::json json = run.json();
    ASSERT_TRUE(json.is_object()) << run.out;
    // Medium skin of the science: Lab 58.8 / 10.1 / 15.8.
    EXPECT_NEAR(json["lab"][0], 58.8, 0.1);
    EXPECT_NEAR(json["lab"][1], 10.1, 0.1);
    EXPECT_NEAR(json["lab"][2], 15.8, 0.1);
    EXPECT_NEAR(json["melanin"], 0.03, 0.0005);
    EXPECT_NEAR(json["blood"], 0.0115, 0.0005);
    EXPECT_LT(json["delta_e_fit"], 0.5);
    EXPECT_NEAR(json["ita_deg"], 29.1, 0.5);
    EXPECT_TRUE(json.contains("ita_class"));
    EXPECT_TRUE(json.contains("monk"));
}

TEST(CommandSkin, WithoutJsonItSpeaksToPeople) {
    const TemporaryFolder folder;
    write_skin(folder / "skin.png", {0.03, 0.0115});
    const auto run = run_stubble(folder.path(), {"skin", "skin.png", "--region", "5,5,20,20"});
    EXPECT_EQ(run.exit_status, 0);
    EXPECT_THAT(run.out, HasSubstr("ITA"));
    EXPECT_FALSE(run.json().is_object());
}

TEST(CommandSkin, RegionsThatAreNoRectangleInsideThePhotographAreRefused) {
    const TemporaryFolder folder;
    write_skin(folder / "skin.png", {});
    for (const char* region :
         {"0,0,41,30", "0,0,40,31", "-1,0,5,5", "0,-1,5,5", "40,0,1,1", "0,0,0,5", "0,0,5,0",
          "0,0,-5,5", "2147483647,0,2147483647,1", "39,29,2,1", "0,0,5", "0,0,5,5,5", "0,0,5,x",
          "99999999999999,0,1,1", "", "skin"}) {
        const auto run = run_stubble(
            folder.path(), {"skin", "skin.png", std::string("--region=") + region, "--json"});
        EXPECT_THAT(run, RefusesItsInput()) << region;
        EXPECT_THAT(run.err, HasSubstr("--region")) << region;
    }
    const auto none = run_stubble(folder.path(), {"skin", "skin.png"});
    EXPECT_THAT(none, RefusesItsInput());
    EXPECT_THAT(none.err, HasSubstr("--region"));
}

TEST(CommandSkin, PhotographsThatHoldNoSkinColourAreRefused) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_image(folder / "gray.png", fixtures::ramp_picture(40, 30, 1)).ok());
    ASSERT_TRUE(write_image(folder / "black.png", fixtures::flat_picture(40, 30, 0, 0, 0)).ok());
    for (const char* name : {"gray.png", "black.png", "missing.png", "."}) {
        EXPECT_THAT(run_stubble(folder.path(), {"skin", name, "--region", "0,0,9,9", "--json"}),
                    RefusesItsInput())
            << name;
    }
}

TEST(CommandSkin, ATruncatedPhotographIsRefused) {
    const TemporaryFolder folder;
    write_skin(folder / "skin.png", {});
    const auto bytes = fixtures::read_bytes(folder / "skin.png");
    fixtures::write_bytes(folder / "cut.png", std::span(bytes).first(bytes.size() / 2));
    const auto run = run_stubble(folder.path(), {"skin", "cut.png", "--region", "0,0,9,9"});
    EXPECT_THAT(run, RefusesItsInput());
    EXPECT_THAT(run.err, HasSubstr("cut.png"));
}
