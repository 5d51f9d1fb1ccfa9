#include "plan/plan_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "fixtures/plan_key_cases.h"
#include "fixtures/random_plan.h"
#include "fixtures/temporary_folder.h"
#include "plan/plan_json.h"

using namespace stubble;
using testing::HasSubstr;

namespace {

Result<TreatmentPlan> parsed(const std::string& text) {
    return parse_plan(text, "a.plan.json");
}

std::string line_of(const std::string& text) {
    const auto plan = parsed(text);
    return plan ? "accepted" : plan.error().line();
}

// The example with one of its values exchanged; "zones[1].name" is the pointer "/zones/1/name".
std::string example_with(std::string path, const std::string& value) {
    for (char& c : path) {
        c = c == '.' || c == '[' ? '/' : c;
    }
    path.erase(std::remove(path.begin(), path.end(), ']'), path.end());
    Json plan = Json::parse(fixtures::plan_example);
    plan[Json::json_pointer("/" + path)] = Json::parse(value);
    return plan.dump();
}

// The example with further keys in its outermost object.
std::string example_and(const std::string& keys) {
    std::string text = fixtures::plan_example;
    text.resize(text.rfind('}'));
    return text.append(", ").append(keys).append("}");
}

TreatmentPlan example_plan() {
    TreatmentPlan plan;
    EXPECT_TRUE(schedule_sessions(plan, *Date::of(2026, 12, 1)));
    return plan;
}

// Either a plan that is saved and read without a change, or one short line.
void expect_plan_or_line(const std::string& text) {
    const auto plan = parsed(text);
    if (plan) {
        const auto again = parsed(plan_text(*plan));
        ASSERT_TRUE(again.ok()) << again.error().line();
        ASSERT_TRUE(*again == *plan);
    } else {
        const std::string line = plan.error().line();
        ASSERT_TRUE(line.starts_with("a.plan.json: ")) << line;
        ASSERT_NE(line.find("; "), std::string::npos) << line;
        ASSERT_LT(line.size(), 500U) << line;
    }
}

}  // namespace

TEST(PlanFile, TheExampleOfTheDesignIsTheDefaultPlanWithItsDates) {
    const auto plan = parsed(fixtures::plan_example);
    ASSERT_TRUE(plan.ok()) << plan.error().line();
    EXPECT_EQ(*plan, example_plan());
}

// DESIGN.md section 5, number by number.
TEST(PlanFile, EveryValueOfTheExampleIsWrittenWhereItStands) {
    const Json written = Json::parse(plan_text(example_plan()));
    const Json example = Json::parse(fixtures::plan_example).flatten();
    for (const auto& [pointer, value] : example.items()) {
        const Json::json_pointer place(pointer);
        ASSERT_TRUE(written.contains(place)) << pointer;
        EXPECT_EQ(written[place], value) << pointer;
    }
}

TEST(PlanFile, EveryKeyArrivesInItsMember) {
    for (const auto& [path, value, arrived] : fixtures::plan_key_cases()) {
        EXPECT_FALSE(std::string(path) != "zones" && arrived(example_plan()))
            << path << " is tested with its default";
        const auto plan = parsed(example_with(path, value));
        ASSERT_TRUE(plan.ok()) << path << ": " << plan.error().line();
        EXPECT_TRUE(arrived(*plan)) << path << " = " << value;
        EXPECT_TRUE(unknown_keys(*plan).empty());
        // and is not lost on saving
        const auto again = parsed(plan_text(*plan));
        ASSERT_TRUE(again.ok()) << again.error().line();
        EXPECT_EQ(*again, *plan) << path;
    }
}

TEST(PlanFile, WrongAndAbsurdValuesAreRefusedWithTheirPlace) {
    for (const auto& [path, value, where] : fixtures::plan_key_faults()) {
        const auto plan = parsed(example_with(path, value));
        ASSERT_FALSE(plan.ok()) << path << " = " << value;
        EXPECT_EQ(plan.error().where, std::string("a.plan.json: ") + (where ? where : path))
            << value;
        EXPECT_FALSE(plan.error().cause.empty());
        EXPECT_FALSE(plan.error().remedy.empty());
        EXPECT_LT(plan.error().line().size(), 300U);
    }
}

// The ranges of practice.md are those of sliders; what lies outside is a matter of plan check.
TEST(PlanFile, PlansOutsideOfGoodPracticeLoad) {
    for (const auto& [path, value] : std::vector<std::pair<const char*, const char*>>{
             {"hairline.height_above_glabella_mm", "45"},
             {"hairline.irregularity_mm", "0"},
             {"hairline.asymmetry_mm", "0"},
             {"zones[0].dots_per_cm2", "400"},
             {"zones[0].dot_diameter_mm", "1.2"},
             {"zones[0].depth_mm", "1.5"},
             {"sessions[1].date", "\"2026-12-02\""},
             {"sessions[1].date", "\"2026-11-02\""},
             {"sessions[0].share", "0.9"},
             {"client.age_years", "12"},
             {"zones[0].shade", "\"no-such-shade\""},
             {"pattern.variation", "0.5"}}) {
        EXPECT_TRUE(parsed(example_with(path, value)).ok()) << path;
    }
}

TEST(PlanFile, RandomPlansComeBackAsTheyWereSaved) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        const TreatmentPlan plan = fixtures::random_plan(seed);
        const std::string text = plan_text(plan);
        const auto back = parsed(text);
        ASSERT_TRUE(back.ok()) << seed << ": " << back.error().line();
        ASSERT_TRUE(*back == plan) << seed;
        ASSERT_EQ(plan_text(*back), text) << seed;
    }
}

TEST(PlanFile, ThePlanOfTheProgramHasThisText) {
    const std::string text = plan_text(example_plan());
    EXPECT_TRUE(text.starts_with(R"({
  "format": "stubble-plan",
  "version": 1,
  "seed": 1,
  "client": { "alias": "demo", "age_years": 42, "origin": "caucasian" },
)")) << text;
    EXPECT_THAT(text, HasSubstr(R"(
  "sessions": [
    { "date": "2026-12-01", "share": 0.3, "lighter_ml": 4 },
)"));
    EXPECT_TRUE(text.ends_with("  }\n}\n"));
}

TEST(PlanFile, UnknownKeysOfEveryLevelSurvive) {
    const std::string text =
        R"({"format": "stubble-plan", "version": 1, "future": {"a": [1, {"b": null}], "c": "é"},
        "client": {"city": "Köln"}, "head": {"x": 1}, "skin": {"x": 0.1}, "hair": {"x": "\n"},
        "hairline": {"x": {"y": 1}, "control_points": [{"at_mm": [0, 0], "x": [1]}, [1, 1]]},
        "pattern": {"x": -1}, "zones": [{"region": {"polygon": [[0,0],[1,0],[0,1]], "x": 2.5}, "x": 18446744073709551615},
        {"region": {"disc": [0,0,1], "x": true}}], "palette": {"x": 1e-9, "shades": [{"name": "a", "x": 1}]},
        "sessions": [{"x": "s"}, {}], "care": {"x": 1}, "touch_up": {"x": 1}, "practice": {"x": [[[0]]]}})";
    const auto plan = parsed(text);
    ASSERT_TRUE(plan.ok()) << plan.error().line();
    EXPECT_EQ(unknown_keys(*plan).size(), 17U);
    const Json written = Json::parse(plan_text(*plan));
    const Json before = Json::parse(text).flatten();
    for (const auto& [pointer, value] : before.items()) {
        if (pointer.find("/x") != std::string::npos || pointer.find("/future") == 0 ||
            pointer.find("/city") != std::string::npos) {
            ASSERT_TRUE(written.contains(Json::json_pointer(pointer))) << pointer;
            EXPECT_EQ(written[Json::json_pointer(pointer)], value) << pointer;
        }
    }
}

TEST(PlanFile, ANewerVersionIsRefusedWithWords) {
    EXPECT_EQ(line_of(R"({"format": "stubble-plan", "version": 2, "zones": "who knows"})"),
              "a.plan.json: version: 2 is newer than this program, which knows plans up to version "
              "1; open it with a newer Stubble");
    EXPECT_THAT(line_of(R"({"format": "stubble-plan", "version": 18446744073709551615})"),
                HasSubstr("is newer"));
}

TEST(PlanFile, VersionsThatAreNoneAreRefused) {
    for (const char* version : {"0", "-1", "1.5", "1.0", "\"1\"", "null", "true", "[1]", "{}"}) {
        EXPECT_THAT(line_of(example_with("version", version)), HasSubstr("a.plan.json: version: "))
            << version;
    }
}

TEST(PlanFile, AFileOfAnotherFormatIsRefusedAndOneWithoutAVersionIsTheFirst) {
    EXPECT_EQ(parsed(R"({"format": "stubble-plan"})").value(), TreatmentPlan());
    EXPECT_THAT(line_of("{}"), HasSubstr("a.plan.json: is no plan"));
    EXPECT_THAT(line_of(R"({"polygon_px": []})"), HasSubstr("is no plan"));
    EXPECT_THAT(line_of(R"({"format": "stubble-case"})"), HasSubstr("a.plan.json: format: "));
    for (const char* text : {"[]", "5", "null", "\"stubble-plan\"", "[{}]"}) {
        EXPECT_THAT(line_of(text), HasSubstr("a.plan.json: is no plan")) << text;
    }
}

TEST(PlanFile, AKeyThatStandsTwiceIsRefused) {
    EXPECT_THAT(line_of(example_and(R"("seed": 2)")), HasSubstr("a.plan.json: seed: stands twice"));
    EXPECT_THAT(
        line_of(R"({"format": "stubble-plan", "zones": [{"region": "crown", "region": "crown"}]})"),
        HasSubstr("a.plan.json: zones[0].region: stands twice"));
}

TEST(PlanFile, ASyntaxErrorHasItsLineAndColumn) {
    std::string text = fixtures::plan_example;
    text.replace(text.find("\"melanin\": 0.03"), 15, "\"melanin\": 0,03");
    EXPECT_THAT(line_of(text), HasSubstr("a.plan.json: line 5, column 30: is no valid JSON"));
}

TEST(PlanFile, HugeListsAndNestingAreRefusedAtOnce) {
    Json zones = Json::array();
    Json corners = Json::array();
    for (int i = 0; i < 1001; ++i) {
        zones.push_back({{"region", "crown"}, {"name", std::to_string(i)}});
        corners.push_back({0, i % 900});
    }
    EXPECT_THAT(line_of(example_with("zones", zones.dump())), HasSubstr("has 1001 zones"));
    EXPECT_THAT(line_of(example_with("zones[0].region", Json{{"polygon", corners}}.dump())),
                HasSubstr("has 1001 corners"));
    for (const std::size_t depth : {std::size_t{40}, std::size_t{1'000'000}}) {
        std::string deep = "\"future\": ";
        deep.append(depth, '[').append(depth, ']');
        EXPECT_THAT(line_of(example_and(deep)), HasSubstr("nested deeper"));
    }
    EXPECT_THAT(line_of(example_with("client.alias", "\"" + std::string(5000, 'x') + "\"")),
                HasSubstr("too long"));
}

TEST(PlanFile, AnyTruncationIsRefusedInOneLine) {
    const std::string text = plan_text(fixtures::random_plan(3));
    for (std::size_t length = 0; length + 1 < text.size(); ++length) {
        const auto plan = parsed(text.substr(0, length));
        ASSERT_FALSE(plan.ok()) << length;
        expect_plan_or_line(text.substr(0, length));
    }
}

TEST(PlanFile, RandomChangesOfBytesGiveAPlanOrOneLine) {
    int accepted = 0;
    for (std::uint64_t round = 0; round < 4000; ++round) {
        std::string text =
            round % 2 == 0 ? fixtures::plan_example : plan_text(fixtures::random_plan(round % 10));
        const std::uint64_t changes = 1 + hash64(round, 0) % 3;
        for (std::uint64_t change = 0; change < changes; ++change) {
            const std::uint64_t bits = hash64(round, change + 1);
            const std::size_t place = (bits >> 16) % text.size();
            constexpr std::string_view digits = "0123456789-.eE\"[]{},:";
            switch (bits % 4) {
                case 0:
                    text[place] = static_cast<char>(bits >> 8);
                    break;
                case 1:
                    text[place] = digits[(bits >> 8) % digits.size()];
                    break;
                case 2:
                    text.erase(place, 1 + (bits >> 8) % 8);
                    break;
                default:
                    text.insert(place,
                                text.substr((bits >> 8) % text.size(), 1 + (bits >> 40) % 20));
            }
        }
        expect_plan_or_line(text);
        accepted += parsed(text).ok() ? 1 : 0;
    }
    EXPECT_GT(accepted, 40) << "the changes are too rough to reach the checks of values";
}

TEST(PlanFile, AFileIsWrittenAndReadLikeItsText) {
    const fixtures::TemporaryFolder folder;
    const TreatmentPlan plan = fixtures::random_plan(1);
    ASSERT_TRUE(write_plan(folder / "a.plan.json", plan).ok());
    const auto bytes = fixtures::read_bytes(folder / "a.plan.json");
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), plan_text(plan));
    EXPECT_EQ(read_plan(folder / "a.plan.json").value(), plan);
}

TEST(PlanFile, FilesThatAreMissingFoldersOrTooLargeAreRefusedByName) {
    const fixtures::TemporaryFolder folder;
    std::ofstream(folder / "large.json") << fixtures::plan_example;
    std::filesystem::resize_file(folder / "large.json", max_json_bytes + 1);
    std::ofstream(folder / "bad.json") << R"({"format": "stubble-plan", "seed": -1})";
    for (const auto& path : {folder / "missing.json", folder.path(), folder / "large.json"}) {
        EXPECT_EQ(read_plan(path).error().where, path.string());
    }
    EXPECT_EQ(read_plan(folder / "bad.json").error().where,
              (folder / "bad.json").string() + ": seed");
}

TEST(PlanFile, AFileThatCannotBeWrittenStaysAsItWas) {
    const fixtures::TemporaryFolder folder;
    EXPECT_FALSE(write_plan(folder / "missing" / "a.json", TreatmentPlan()).ok());
    ASSERT_TRUE(write_plan(folder / "a.json", TreatmentPlan()).ok());
    TreatmentPlan large;
    large.unknown = {{"future", "\"" + std::string(max_json_bytes, 'x') + "\""}};
    const Status status = write_plan(folder / "a.json", large);
    ASSERT_FALSE(status.ok());
    EXPECT_THAT(status.error().cause, HasSubstr("larger than 10 MB"));
    EXPECT_EQ(read_plan(folder / "a.json").value(), TreatmentPlan());
}
