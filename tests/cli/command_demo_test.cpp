// stubble demo: tests of the program itself.
#include <gtest/gtest.h>

#include "cli/commands.h"
#include "fixtures/program.h"
#include "image/image_io.h"

using namespace stubble;
using fixtures::RefusesItsInput;
using fixtures::run_stubble;
using fixtures::TemporaryFolder;
using testing::HasSubstr;

TEST(CommandDemo, ItWritesBeforeAfterCloseUpAndSplitPicture) {
    const TemporaryFolder folder;
    const auto run = run_stubble(folder.path(), {"demo", "-o", "new/pictures", "--json"});
    EXPECT_EQ(run.exit_status, 0) << run.err;
    const nlohmann::json json = run.json();
    ASSERT_TRUE(json.is_object()) << run.out;
    EXPECT_EQ(json["files"],
              (nlohmann::json{"new/pictures/before.png", "new/pictures/after.png",
                              "new/pictures/closeup.png", "new/pictures/split.png"}));
    EXPECT_EQ(fixtures::entries_of(folder / "new/pictures"),
              (std::vector<std::string>{"after.png", "before.png", "closeup.png", "split.png"}));
    const Raster before = read_image(folder / "new/pictures/before.png").value().pixels;
    const Raster after = read_image(folder / "new/pictures/after.png").value().pixels;
    const Raster split = read_image(folder / "new/pictures/split.png").value().pixels;
    ASSERT_EQ(after.bytes.size(), before.bytes.size());
    EXPECT_GT(split.width, 2 * before.width);
    // Half of it is treated: the left third is not, the right third gets darker.
    const auto mean = [&](const Raster& picture, int from, int to) {
        double sum = 0.0;
        for (int y = 0; y < picture.height; ++y) {
            const auto row = picture.row<std::uint8_t>(y);
            for (int i = from * 3; i < to * 3; ++i) {
                sum += row[static_cast<std::size_t>(i)];
            }
        }
        return sum / (static_cast<double>(to - from) * 3.0 * picture.height);
    };
    const int third = before.width / 3;
    EXPECT_EQ(mean(after, 0, third), mean(before, 0, third));
    EXPECT_LT(mean(after, 2 * third, before.width), mean(before, 2 * third, before.width) - 5.0);
    // The metadata say what it is.
    const auto bytes = fixtures::read_bytes(folder / "new/pictures/after.png");
    EXPECT_THAT(std::string(bytes.begin(), bytes.end()), HasSubstr("simulation"));
}

TEST(CommandDemo, AFolderThatCannotBeMadeIsRefused) {
    const TemporaryFolder folder;
    fixtures::write_bytes(folder / "file", {});
    for (const char* target : {"file", "file/pictures", "/proc/pictures"}) {
        const auto run = run_stubble(folder.path(), {"demo", "-o", target});
        EXPECT_THAT(run, RefusesItsInput()) << target;
        EXPECT_THAT(run.err, HasSubstr(target));
    }
    EXPECT_EQ(fixtures::entries_of(folder.path()), std::vector<std::string>{"file"});
}
