// stubble plan: tests of the program itself.
#include <gtest/gtest.h>

#include "fixtures/plan_key_cases.h"
#include "fixtures/program.h"
#include "plan/plan_file.h"

using namespace stubble;
using fixtures::RefusesItsInput;
using fixtures::run_stubble;
using fixtures::TemporaryFolder;
using testing::HasSubstr;

namespace {

// Runs `plan new` with these arguments and reads what it wrote.
Result<TreatmentPlan> new_plan(const TemporaryFolder& folder, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"plan", "new"});
    arguments.insert(arguments.end(), {"-o", "a.plan.json"});
    const auto run = run_stubble(folder.path(), arguments);
    EXPECT_EQ(run.exit_status, 0) << run.err;
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(run.err, "wrote a.plan.json\n");
    return read_plan(folder / "a.plan.json");
}

}  // namespace

TEST(CommandPlan, NewWritesTheDefaultPlanOfTheDesign) {
    const TemporaryFolder folder;
    const auto plan = new_plan(folder, {"--start", "2026-12-01"});
    ASSERT_TRUE(plan.ok()) << plan.error().line();
    EXPECT_EQ(*plan, parse_plan(fixtures::plan_example, "example").value());
    EXPECT_EQ(fixtures::entries_of(folder.path()), std::vector<std::string>{"a.plan.json"});
}

TEST(CommandPlan, WithoutAStartTheFirstSessionIsToday) {
    const TemporaryFolder folder;
    const Date before = today();
    const auto plan = new_plan(folder, {});
    ASSERT_TRUE(plan.ok()) << plan.error().line();
    EXPECT_GE(*plan->sessions[0].date, before);
    EXPECT_LE(*plan->sessions[0].date, today());
    EXPECT_EQ(session_days(*plan), (std::vector<int>{0, 6, 12}));
}

TEST(CommandPlan, SetChangesTheNewPlanAsOftenAsItIsGiven) {
    const TemporaryFolder folder;
    const auto plan = new_plan(
        folder, {"--set", "practice.total_dots=30000", "--set=client.alias=B 7", "--set",
                 "zones[0].region={\"polygon\": [[0, 0], [9, 0], [0, 9]]}", "--seed", "12"});
    ASSERT_TRUE(plan.ok()) << plan.error().line();
    EXPECT_EQ(plan->practice.total_dots, 30000);
    EXPECT_EQ(plan->client.alias, "B 7");
    EXPECT_TRUE(std::holds_alternative<PlanZone::OutlinedArea>(plan->zones[0].region));
    EXPECT_EQ(plan->seed, 12U);
}

TEST(CommandPlan, TheSameArgumentsGiveTheSameBytesAndJsonNamesTheFile) {
    const TemporaryFolder folder;
    for (const char* name : {"a.json", "b.json"}) {
        const auto run = run_stubble(
            folder.path(), {"plan", "new", "--start", "2027-02-27", "-o", name, "--json"});
        EXPECT_EQ(run.exit_status, 0);
        EXPECT_EQ(run.err, "");
        EXPECT_EQ(run.json(), nlohmann::json({{"files", {name}}})) << run.out;
    }
    EXPECT_EQ(fixtures::read_bytes(folder / "a.json"), fixtures::read_bytes(folder / "b.json"));
}

TEST(CommandPlan, WrongInputIsNamedAndNothingIsWritten) {
    const TemporaryFolder folder;
    const std::vector<std::pair<std::vector<std::string>, const char*>> cases{
        {{"--start", "2026-02-30"}, "--start: '2026-02-30' is no date"},
        {{"--start", "tomorrow"}, "--start: "},
        {{"--start="}, "--start"},
        {{"--start", "2199-12-25"}, "--start: the last session would lie after 2199"},
        {{"--set", "zones[0].depth_mm=9"}, "--set zones[0].depth_mm: 9 is not possible"},
        {{"--set", "care.sun=0.1", "--set", "sun=0.1"}, "--set sun: there is no such key"},
        {{"--set", "[a,b]"}, "--set "},
        {{"--set", "seed=1", "seed=2"}, "seed=2: is no known command, option or argument"},
        {{"--set"}, "--set"},
        {{"--template", "full"}, "--template"}};
    for (auto [arguments, message] : cases) {
        arguments.insert(arguments.begin(), {"plan", "new", "-o", "a.plan.json"});
        const auto run = run_stubble(folder.path(), arguments);
        EXPECT_THAT(run, RefusesItsInput());
        EXPECT_THAT(run.err, HasSubstr(message));
    }
    EXPECT_TRUE(fixtures::entries_of(folder.path()).empty());
}

TEST(CommandPlan, AFileThatCannotBeWrittenIsRefusedByName) {
    const TemporaryFolder folder;
    for (const char* name : {"missing/a.json", "."}) {
        const auto run = run_stubble(folder.path(), {"plan", "new", "-o", name});
        EXPECT_THAT(run, RefusesItsInput());
        EXPECT_THAT(run.err, HasSubstr(std::string("error: ") + name));
    }
    EXPECT_THAT(run_stubble(folder.path(), {"plan", "new"}), RefusesItsInput());
    EXPECT_THAT(run_stubble(folder.path(), {"plan"}), RefusesItsInput());
    EXPECT_THAT(run_stubble(folder.path(), {"plan", "improve"}), RefusesItsInput());
}
