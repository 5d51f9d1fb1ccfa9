#include "cli/commands.h"

#include <gtest/gtest.h>

#include "fixtures/pictures.h"
#include "fixtures/program.h"

using namespace stubble;
using fixtures::RefusesItsInput;
using fixtures::run_stubble;
using fixtures::TemporaryFolder;
using testing::HasSubstr;

TEST(Commands, HelpIsPrintedOnStdoutWithExit0) {
    const TemporaryFolder folder;
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--help"}, {"-h"}, {"preview", "--help"}, {"skin", "-h"}}) {
        const auto run = run_stubble(folder.path(), arguments);
        EXPECT_EQ(run.exit_status, 0);
        EXPECT_THAT(run.out, HasSubstr("Usage: stubble"));
        EXPECT_EQ(run.err, "");
    }
    EXPECT_THAT(run_stubble(folder.path(), {"preview", "--help"}).out, HasSubstr("--patch"));
}

TEST(Commands, AnUnknownCommandOrOptionIsNamed) {
    const TemporaryFolder folder;
    const std::pair<std::vector<std::string>, const char*> cases[] = {
        {{"improve"}, "improve"},
        {{"--bogus", "demo"}, "--bogus"},
        {{"preview", "--bogus"}, "--bogus"},
        {{"skin", "a.png", "b.png", "--region", "0,0,1,1"}, "b.png"},
        {{"demo", "skin"}, "skin"}};
    for (const auto& [arguments, name] : cases) {
        const auto run = run_stubble(folder.path(), arguments);
        EXPECT_THAT(run, RefusesItsInput());
        EXPECT_THAT(run.err, HasSubstr(std::string("error: ") + name + ": "));
        EXPECT_THAT(run.err, HasSubstr("--help"));
    }
    EXPECT_TRUE(fixtures::entries_of(folder.path()).empty());
}

TEST(Commands, NoCommandAndMissingOptionsAreRefused) {
    const TemporaryFolder folder;
    EXPECT_THAT(run_stubble(folder.path(), {}), RefusesItsInput());
    const auto no_photo = run_stubble(folder.path(), {"preview", "-o", "a.png"});
    EXPECT_THAT(no_photo, RefusesItsInput());
    EXPECT_THAT(no_photo.err, HasSubstr("--photo is required"));
    const auto no_value = run_stubble(folder.path(), {"preview", "--photo"});
    EXPECT_THAT(no_value, RefusesItsInput());
    EXPECT_THAT(no_value.err, HasSubstr("--photo"));
}

TEST(Commands, SeedsAndThreadsThatAreNoNumbersInRangeAreRefused) {
    const TemporaryFolder folder;
    for (const char* value : {"-1", "x", "1.5", "", "99999999999999999999999", "1e3"}) {
        for (const char* name : {"--seed", "--threads"}) {
            for (const bool before : {true, false}) {
                const std::string option = std::string(name) + "=" + value;
                const auto run =
                    run_stubble(folder.path(), before ? std::vector<std::string>{option, "demo"}
                                                      : std::vector<std::string>{"demo", option});
                EXPECT_THAT(run, RefusesItsInput()) << option;
                EXPECT_THAT(run.err, HasSubstr(name));
            }
        }
    }
    EXPECT_THAT(run_stubble(folder.path(), {"--threads", "2000", "demo"}), RefusesItsInput());
    EXPECT_TRUE(fixtures::entries_of(folder.path()).empty());
}

TEST(Commands, CommonOptionsStandBeforeOrAfterTheCommand) {
    const TemporaryFolder folder;
    ASSERT_TRUE(
        write_image(folder / "skin.png", fixtures::flat_picture(20, 20, 169, 135, 114)).ok());
    const std::vector<std::string> skin{"skin", "skin.png", "--region", "0,0,20,20"};
    for (const std::vector<std::string>& common :
         {std::vector<std::string>{"--seed", "7"}, {"--threads", "2"}, {"--json"}}) {
        std::vector<std::string> before = common;
        before.insert(before.end(), skin.begin(), skin.end());
        std::vector<std::string> after = skin;
        after.insert(after.end(), common.begin(), common.end());
        const auto first = run_stubble(folder.path(), before);
        const auto last = run_stubble(folder.path(), after);
        EXPECT_EQ(first.exit_status, 0) << first.err;
        EXPECT_EQ(last.exit_status, 0) << last.err;
        EXPECT_EQ(first.out, last.out);
    }
}

TEST(Commands, AFileNameWithControlCharactersCannotBreakTheLine) {
    const TemporaryFolder folder;
    EXPECT_THAT(
        run_stubble(folder.path(), {"skin", "evil\nname\x1b[2J.png", "--region", "0,0,1,1"}),
        RefusesItsInput());
}
