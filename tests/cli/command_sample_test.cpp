// stubble sample: tests of the program itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "cli/commands.h"
#include "fixtures/program.h"
#include "fixtures/shared_data.h"

using namespace stubble;
using fixtures::RefusesItsInput;
using fixtures::run_stubble;
using fixtures::TemporaryFolder;
using testing::HasSubstr;

namespace {

// A square of 40 mm in the plane.
void write_square(const std::filesystem::path& path) {
    std::ofstream(path) << "v 0 0 0\nv 40 0 0\nv 40 40 0\nv 0 40 0\nf 1 2 3\nf 1 3 4\n";
}

}  // namespace

TEST(CommandSample, ASpacingGivesAPatternThatVerifies) {
    const TemporaryFolder folder;
    write_square(folder / "square.obj");
    const auto run = run_stubble(folder.path(), {"sample", "--mesh", "square.obj", "--spacing", "1",
                                                 "-o", "dots.ply", "--verify", "--json"});
    EXPECT_EQ(run.exit_status, 0) << run.err;
    const nlohmann::json json = run.json();
    ASSERT_TRUE(json.is_object()) << run.out;
    // 0.6965 dots per r^2, and a border that adds 0.23 per r.
    EXPECT_NEAR(json["count"], 0.6965 * 1600 + 0.23 * 160, 30);
    EXPECT_EQ(json["conflicts"], 0);
    EXPECT_EQ(json["uncovered_probes"], 0);
    EXPECT_GE(json["min_distance_ratio"], 1.0);
    for (const char* key : {"seconds", "cpu_seconds", "hash", "rho", "low_frequency_power"}) {
        EXPECT_TRUE(json.contains(key)) << key;
    }
    EXPECT_TRUE(std::filesystem::exists(folder / "dots.ply"));
}

TEST(CommandSample, ACountIsExactAndSessionsAreNamedInTheFile) {
    const TemporaryFolder folder;
    write_square(folder / "square.obj");
    const auto run = run_stubble(folder.path(),
                                 {"sample", "--mesh", "square.obj", "--count", "777", "--sessions",
                                  "0.3,0.7,1", "--variation", "0.12", "-o", "dots.csv", "--json"});
    EXPECT_EQ(run.exit_status, 0) << run.err;
    EXPECT_EQ(run.json()["count"], 777);
    const CsvTable table =
        CsvTable::parse(fixtures::read_text(folder / "dots.csv"), "dots").value();
    EXPECT_EQ(table.rows(), 777U);
    const std::vector<double> sessions = table.column("session");
    EXPECT_EQ(std::count(sessions.begin(), sessions.end(), 1.0), 233);
    EXPECT_TRUE(std::is_sorted(sessions.begin(), sessions.end()));
}

TEST(CommandSample, TheSeedAloneDecidesTheDots) {
    const TemporaryFolder folder;
    write_square(folder / "square.obj");
    const auto hash = [&](const std::string& seed, const std::string& threads) {
        return run_stubble(folder.path(),
                           {"sample", "--mesh", "square.obj", "--spacing", "1", "-o", "dots.xyz",
                            "--json", "--seed", seed, "--threads", threads})
            .json()["hash"];
    };
    EXPECT_EQ(hash("1", "1"), hash("1", "3"));
    EXPECT_NE(hash("1", "1"), hash("2", "1"));
}

TEST(CommandSample, ARadiusFieldIsOneNumberAVertex) {
    const TemporaryFolder folder;
    write_square(folder / "square.obj");
    std::ofstream(folder / "radii.txt") << "1\n1\n2\n2\n";
    const auto run =
        run_stubble(folder.path(), {"sample", "--mesh", "square.obj", "--radius-field", "radii.txt",
                                    "-o", "dots.ply", "--verify", "--json"});
    EXPECT_EQ(run.exit_status, 0) << run.err;
    std::ofstream(folder / "short.txt") << "1\n1\n";
    std::ofstream(folder / "word.txt") << "1\n1\none\n1\n";
    for (const auto& [file, cause] :
         {std::pair("short.txt", "2 radii are given"), std::pair("word.txt", "word.txt:3"),
          std::pair("none.txt", "no such file")}) {
        const auto refused = run_stubble(folder.path(), {"sample", "--mesh", "square.obj",
                                                         "--radius-field", file, "-o", "no.ply"});
        EXPECT_THAT(refused, RefusesItsInput());
        EXPECT_THAT(refused.err, HasSubstr(cause));
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "no.ply"));
}

TEST(CommandSample, AbsurdWishesAreRefusedWithTheLimit) {
    const TemporaryFolder folder;
    write_square(folder / "square.obj");
    const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
        {{"--spacing", "0"}, "--spacing"},
        {{"--spacing", "-1"}, "--spacing"},
        {{"--spacing", "nan"}, "--spacing"},
        {{"--spacing", "0.0001"}, "50000000"},
        {{"--count", "0"}, "50000000"},
        {{"--count", "50000001"}, "50000000"},
        {{}, "--spacing"},
        {{"--spacing", "1", "--sessions", "0.5,0.4,1"}, "ascend"},
        {{"--spacing", "1", "--variation", "0.5"}, "0 to 0.25"},
        {{"--spacing", "1", "--unit", "inch"}, "inch"},
    };
    for (const auto& [words, cause] : cases) {
        std::vector<std::string> all{"sample", "--mesh", "square.obj", "-o", "no.ply"};
        all.insert(all.end(), words.begin(), words.end());
        const auto run = run_stubble(folder.path(), all);
        EXPECT_THAT(run, RefusesItsInput());
        EXPECT_THAT(run.err, HasSubstr(cause));
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "no.ply"));
    const auto bad_output = run_stubble(
        folder.path(), {"sample", "--mesh", "square.obj", "--spacing", "1", "-o", "dots.doc"});
    EXPECT_THAT(bad_output, RefusesItsInput());
    EXPECT_THAT(bad_output.err, HasSubstr(".ply, .csv or .xyz"));
}
