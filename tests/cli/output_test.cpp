#include "cli/output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fixtures/temporary_folder.h"

using namespace stubble;
using fixtures::TemporaryFolder;

TEST(Output, AFileNameThatIsNoTextStillGivesValidJson) {
    testing::internal::CaptureStdout();
    print_json({{"file", std::string("scalp\xff\xfe.png")}, {"dots", 3}});
    const auto json = nlohmann::json::parse(testing::internal::GetCapturedStdout(), nullptr, false);
    ASSERT_TRUE(json.is_object());
    EXPECT_EQ(json["dots"], 3);
    EXPECT_EQ(json["file"], "scalp\xEF\xBF\xBD\xEF\xBF\xBD.png");  // U+FFFD twice
}

TEST(Output, KeysKeepTheOrderTheyWereGivenIn) {
    testing::internal::CaptureStdout();
    print_json({{"zebra", 1}, {"ant", 2}});
    const std::string text = testing::internal::GetCapturedStdout();
    EXPECT_LT(text.find("zebra"), text.find("ant"));
}

TEST(Output, MessagesGoToStderr) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    tell_notes("a.jpg", {"first", "second"});
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "a.jpg: first\na.jpg: second\n");
}

TEST(Output, AnOutputBesideItsInputIsFine) {
    const TemporaryFolder folder;
    fixtures::write_bytes(folder / "in.png", {});
    EXPECT_TRUE(check_output(folder / "out.png", folder / "in.png").ok());
    EXPECT_TRUE(check_output("out.png", folder / "in.png").ok());
}

TEST(Output, TheInputUnderAnyOfItsNamesIsRefused) {
    const TemporaryFolder folder;
    fixtures::write_bytes(folder / "in.png", {});
    std::filesystem::create_hard_link(folder / "in.png", folder / "hard.png");
    std::filesystem::create_symlink(folder / "in.png", folder / "soft.png");
    std::filesystem::create_directory(folder / "sub");
    for (const char* name : {"in.png", "hard.png", "soft.png", "sub/../in.png"}) {
        const Status status = check_output(folder / name, folder / "in.png");
        ASSERT_FALSE(status.ok()) << name;
        EXPECT_EQ(status.error().where, (folder / name).string());
    }
}

TEST(Output, AFolderThatIsNotThereIsRefusedByName) {
    const TemporaryFolder folder;
    fixtures::write_bytes(folder / "file", {});
    for (const char* name : {"missing/out.png", "file/out.png"}) {
        EXPECT_FALSE(check_output(folder / name, folder / "in.png").ok()) << name;
    }
}
