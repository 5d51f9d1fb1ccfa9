#include "plan/plan_edits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fixtures/plan_key_cases.h"
#include "fixtures/random_plan.h"
#include "plan/plan_file.h"
#include "plan/plan_json.h"

using namespace stubble;
using testing::HasSubstr;

namespace {

TreatmentPlan edited(const TreatmentPlan& plan, const std::string& path, const std::string& value) {
    const auto result = edited_plan(plan, {path, value});
    EXPECT_TRUE(result.ok()) << path << " = " << value << ": " << result.error().line();
    return result ? *result : plan;
}

Error refusal(const std::string& path, const std::string& value) {
    const auto result = edited_plan(TreatmentPlan(), {path, value});
    EXPECT_FALSE(result.ok()) << path << " = " << value;
    return result ? Error{} : result.error();
}

// Paths of every part of a value, in the notation of edits.
void collect_paths(const Json& part, const std::string& path, std::vector<std::string>& paths) {
    for (const auto& [key, value] : part.items()) {
        const std::string inner = part.is_array()
                                      ? fmt::format("{}[{}]", path, key)
                                      : fmt::format("{}{}{}", path, path.empty() ? "" : ".", key);
        paths.push_back(inner);
        if (value.is_structured()) {
            collect_paths(value, inner, paths);
        }
    }
}

// A plan with every kind of part, whose unknown keys can stand in a path.
TreatmentPlan rich_plan() {
    TreatmentPlan plan;
    plan.hairline.control_points.emplace(3);
    plan.zones[0].region = PlanZone::OutlinedArea{{{0, 0}, {9, 0}, {0, 9}}, {{"soft", "[1, 2]"}}};
    plan.zones[1].region = PlanZone::RoundArea{};
    plan.zones[2].unknown = {{"note", "{\"a\": 1}"}};
    plan.palette = PlanPalette{"mine", {{}, {"dusk", {}, {}}}, {}};
    plan.unknown = {{"future", "{\"b\": null}"}};
    return plan;
}

}  // namespace

TEST(PlanEdits, EveryKeyIsSetByItsPath) {
    for (const auto& [path, value, arrived] : fixtures::plan_key_cases()) {
        const TreatmentPlan plan = edited(TreatmentPlan(), path, value);
        EXPECT_TRUE(arrived(plan)) << path << " = " << value;
    }
}

TEST(PlanEdits, TheRulesAreThoseOfLoadingAFile) {
    for (const auto& [path, value, where] : fixtures::plan_key_faults()) {
        const Error error = refusal(path, value);
        EXPECT_EQ(error.where, where ? where : path) << value;
    }
}

TEST(PlanEdits, TextsAreSetWithOrWithoutQuotes) {
    for (const char* value : {"slate", "\"slate\""}) {
        EXPECT_EQ(edited(TreatmentPlan(), "zones[0].shade", value).zones[0].shade, "slate");
    }
    EXPECT_EQ(edited(TreatmentPlan(), "sessions[0].date", "2026-12-01").sessions[0].date,
              Date::of(2026, 12, 1));
    EXPECT_EQ(edited(TreatmentPlan(), "hair.color", "#102030").hair.color, "#102030");
    EXPECT_EQ(edited(TreatmentPlan(), "palette", "a b=c.csv").palette,
              (std::variant<std::string, PlanPalette>("a b=c.csv")));
    EXPECT_EQ(edited(TreatmentPlan(), "client.alias", "").client.alias, "");
}

TEST(PlanEdits, ATextThatLooksLikeANumberStaysAText) {
    EXPECT_EQ(edited(TreatmentPlan(), "client.alias", "123").client.alias, "123");
    EXPECT_EQ(edited(TreatmentPlan(), "client.alias", "true").client.alias, "true");
    EXPECT_EQ(edited(TreatmentPlan(), "zones[0].name", "1e3").zones[0].name, "1e3");
}

TEST(PlanEdits, NumbersInQuotesAndBareWordsAreNoNumbers) {
    EXPECT_THAT(refusal("seed", "\"5\"").line(), HasSubstr("is no seed"));
    for (const char* value :
         {"NaN", "nan", "inf", "Infinity", "1e999", "0x10", "1,5", "", " ", "five", "1 2"}) {
        EXPECT_EQ(refusal("skin.melanin", value).where, "skin.melanin") << value;
    }
}

TEST(PlanEdits, ItemsAreNamedByNumberOrName) {
    for (const char* path :
         {"zones[2].dots_per_cm2", "zones.2.dots_per_cm2", "zones.crown.dots_per_cm2"}) {
        EXPECT_EQ(edited(TreatmentPlan(), path, "77").zones[2].dots_per_cm2, 77.0) << path;
    }
    EXPECT_EQ(std::get<PlanPalette>(
                  edited(rich_plan(), "palette.shades.dusk.water_ml_per_ml", "3").palette)
                  .shades[1]
                  .recipe.water_ml_per_ml,
              3.0);
    EXPECT_EQ(
        edited(rich_plan(), "zones[0].region.polygon[1][0]", "12").zones[0].region,
        (PlanZone::Area(PlanZone::OutlinedArea{{{0, 0}, {12, 0}, {0, 9}}, {{"soft", "[1,2]"}}})));
}

TEST(PlanEdits, TheNameOfAnItemWinsOverItsNumber) {
    const TreatmentPlan plan = edited(TreatmentPlan(), "zones[2].name", "0");
    EXPECT_EQ(edited(plan, "zones.0.blend_mm", "3").zones[2].blend_mm, 3.0);
    EXPECT_EQ(edited(plan, "zones[0].blend_mm", "3").zones[0].blend_mm, 3.0);
}

TEST(PlanEdits, TheNumberAfterTheLastItemAppends) {
    const TreatmentPlan plan = edited(TreatmentPlan(), "zones[3]",
                                      R"({"region": {"disc": [9, 9, 4]}, "kind": "keep-out"})");
    ASSERT_EQ(plan.zones.size(), 4U);
    EXPECT_EQ(plan.zones[3].name, "zone-4");
    EXPECT_EQ(edited(plan, "sessions[3]", "{}").sessions.size(), 4U);
    EXPECT_EQ(refusal("zones[4]", "{}").where, "zones[4]");
    EXPECT_EQ(refusal("zones[3].region", "crown").where, "zones[3].region");
}

TEST(PlanEdits, APartThatIsSetWholeTakesDefaultsForWhatItLeavesOut) {
    TreatmentPlan plan;
    plan.hairline.feather_mm = 3;
    plan.hairline.irregularity_mm = 3;
    plan = edited(plan, "hairline", "{\"feather_mm\": 5}");
    EXPECT_EQ(plan.hairline.feather_mm, 5.0);
    EXPECT_EQ(plan.hairline.irregularity_mm, PlanHairline().irregularity_mm);
}

TEST(PlanEdits, AKeyThatNobodyKnowsIsRefusedWithTheKnownOnes) {
    EXPECT_EQ(refusal("zones[0].dots", "3").line(),
              "zones[0].dots: there is no such key; use one of name, region, dots_per_cm2, "
              "dot_diameter_mm, depth_mm, shade, blend_mm, kind, mark, take_fraction, "
              "water_ml_per_ml, seed, locked");
    EXPECT_THAT(refusal("hairlines.feather_mm", "3").line(), HasSubstr("hairline, pattern"));
    EXPECT_THAT(refusal("zones.front.shade", "ash").line(),
                HasSubstr("the list has 3 items: frontal, mid-scalp, crown"));
    EXPECT_THAT(refusal("seed.x", "3").line(), HasSubstr("lies inside of 1, which has no parts"));
    EXPECT_THAT(refusal("format", "x").line(), HasSubstr("there is no such key"));
    EXPECT_THAT(refusal("version", "2").line(), HasSubstr("there is no such key"));
}

TEST(PlanEdits, PathsThatAreNoneAreRefused) {
    for (const std::string& path :
         {std::string(), std::string("."), std::string("seed."), std::string(".seed"),
          std::string("zones..name"), std::string("[0]"), std::string("zones[]"),
          std::string("zones[-1]"), std::string("zones[x].name"), std::string("zones[0"),
          std::string("zones0]"), std::string("zones[0]name"), std::string("zones[0].[1]"),
          std::string("zones[99999999999999999999].name"), std::string(100'000, '['),
          std::string(100'000, '.'), std::string(5000, 'x')}) {
        const Error error = refusal(path, "1");
        EXPECT_LT(error.line().size(), 400U) << path.substr(0, 50);
        EXPECT_FALSE(error.remedy.empty());
    }
}

TEST(PlanEdits, HostileValuesAreRefusedInOneLine) {
    EXPECT_THAT(refusal("zones", "[{\"name\": ").line(), HasSubstr("zones: line 1, column 11"));
    EXPECT_THAT(refusal("zones", std::string(1'000'000, '[')).line(), HasSubstr("nested deeper"));
    EXPECT_THAT(refusal("client.alias", "a\xff").line(), HasSubstr("UTF-8"));
    EXPECT_THAT(refusal("client", R"({"alias": "a", "alias": "b"})").line(),
                HasSubstr("stands twice"));
}

// An edit cannot make a plan that its file refuses.
TEST(PlanEdits, AValueMayBeNestedAsDeepAsTheFileAllowsThere) {
    for (std::size_t depth = 20; depth < 40; ++depth) {
        const auto plan = edited_plan(
            rich_plan(), {"zones[2].note.a", std::string(depth, '[') + std::string(depth, ']')});
        if (plan) {
            EXPECT_TRUE(parse_plan(plan_text(*plan), "a").ok()) << depth;
        }
        EXPECT_EQ(plan.ok(), depth + 4 <= max_json_depth) << depth;
    }
}

TEST(PlanEdits, UnknownKeysThatThePlanHasCanBeSetAndAreKept) {
    const TreatmentPlan plan = edited(rich_plan(), "future.b", "[1]");
    EXPECT_EQ(plan.unknown, (UnknownKeys{{"future", "{\"b\":[1]}"}}));
    EXPECT_EQ(unknown_keys(plan), unknown_keys(rich_plan()));
    EXPECT_EQ(unknown_keys(edited(rich_plan(), "seed", "5")), unknown_keys(rich_plan()));
}

TEST(PlanEdits, SettingAValueToWhatItIsChangesNothing) {
    std::vector<std::string> paths;
    const TreatmentPlan plan = *parse_plan(plan_text(rich_plan()), "rich");
    collect_paths(plan_to_json(plan, RareKeys::Always), "", paths);
    ASSERT_GT(paths.size(), 120U);
    for (const std::string& path : paths) {
        const auto value = plan_value(plan, path);
        ASSERT_TRUE(value.ok()) << value.error().line();
        EXPECT_EQ(edited(plan, path, *value), plan) << path;
    }
}

TEST(PlanEdits, TheValueBeforeAnEditTakesItBack) {
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const TreatmentPlan plan = fixtures::random_plan(seed);
        const TreatmentPlan other = fixtures::random_plan(seed + 1000);
        const Json other_json = plan_to_json(other);
        for (const auto& [part, value] : other_json.items()) {
            if (!plan_value(plan, part)) {
                continue;  // a key that only the other one has
            }
            const std::string before = *plan_value(plan, part);
            const TreatmentPlan changed = edited(plan, part, value.dump());
            EXPECT_EQ(*plan_value(changed, part), *plan_value(other, part)) << part;
            EXPECT_EQ(edited(changed, part, before), plan) << part;
        }
    }
}

TEST(PlanEdits, AnEditOfTheCommandLineIsSplitAtItsFirstEqualsSign) {
    const auto edit = parse_plan_edit("client.alias=a=b");
    ASSERT_TRUE(edit.ok());
    EXPECT_EQ(edit->path, "client.alias");
    EXPECT_EQ(edit->value, "a=b");
    EXPECT_EQ(parse_plan_edit("a=")->value, "");
    for (const char* text : {"", "=", "=5", "seed", "zones[0].name"}) {
        EXPECT_FALSE(parse_plan_edit(text).ok()) << text;
    }
}
