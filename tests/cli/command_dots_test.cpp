// stubble dots: tests of the program itself.
#include <gtest/gtest.h>

#include "base/csv_table.h"
#include "fixtures/program.h"
#include "fixtures/shared_data.h"

using namespace stubble;
using fixtures::expect_refused;
using fixtures::run_stubble;
using fixtures::TemporaryFolder;

TEST(CommandDots, TheBenchmarkPlanHasExactly30000DotsThatVerify) {
    const TemporaryFolder folder;
    const auto run = run_stubble(folder.path(), {"dots", "--set", "practice.total_dots=30000", "-o",
                                                 "dots.csv", "--verify", "--json"});
    EXPECT_EQ(run.exit_status, 0) << run.err;
    const nlohmann::json json = run.json();
    EXPECT_EQ(json["count"], 30'000);
    EXPECT_EQ(json["conflicts"], 0);
    EXPECT_EQ(json["uncovered_probes"], 0);
    EXPECT_EQ(json["zones"].size(), 3U);
    for (const char* key :
         {"seconds", "cpu_seconds", "hash", "rho", "low_frequency_power", "min_distance_ratio"}) {
        EXPECT_TRUE(json.contains(key)) << key;
    }
    const CsvTable table =
        CsvTable::parse(fixtures::read_text(folder / "dots.csv"), "dots").value();
    EXPECT_EQ(table.rows(), 30'000U);
    EXPECT_EQ(table.column("session").back(), 3.0);
}

TEST(CommandDots, TheSamePlanGivesTheSameFileWithAnyNumberOfThreads) {
    const TemporaryFolder folder;
    for (const std::string threads : {"1", "2", "8"}) {
        const auto run = run_stubble(
            folder.path(), {"dots", "--threads", threads, "-o", "dots" + threads + ".svg"});
        ASSERT_EQ(run.exit_status, 0) << run.err;
    }
    const std::string one = fixtures::read_text(folder / "dots1.svg");
    EXPECT_FALSE(one.empty());
    EXPECT_EQ(one, fixtures::read_text(folder / "dots2.svg"));
    EXPECT_EQ(one, fixtures::read_text(folder / "dots8.svg"));
}

TEST(CommandDots, WhatCannotBeIsRefusedWithItsKey) {
    const TemporaryFolder folder;
    expect_refused(
        run_stubble(folder.path(),
                    {"dots", "--set", "hairline.height_above_glabella_mm=5", "-o", "dots.csv"}),
        "hairline.height_above_glabella_mm");
    expect_refused(
        run_stubble(folder.path(), {"dots", "--set", "zones.crown.region={\"disc\":[900,900,5]}",
                                    "-o", "dots.csv"}),
        "zones.crown.region");
    expect_refused(run_stubble(folder.path(), {"dots", "-o", "dots.xls"}), "dots.xls");
    EXPECT_FALSE(std::filesystem::exists(folder / "dots.csv"));
}
