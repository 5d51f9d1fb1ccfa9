#include "plan/plan_keys.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "fixtures/plan_key_cases.h"
#include "plan/plan_file.h"
#include "plan/plan_json.h"

using namespace stubble;

namespace {

template <typename Enum>
void expect_words_and_choices_agree() {
    std::set<std::string_view> different;
    for (const std::string_view word : words_of(Enum{})) {
        const auto choice = choice_of<Enum>(word);
        ASSERT_TRUE(choice) << word;
        EXPECT_EQ(word_of(*choice), word);
        EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
                  std::string_view::npos)
            << word;
        different.insert(word);
    }
    EXPECT_EQ(different.size(), words_of(Enum{}).size());
    EXPECT_FALSE(choice_of<Enum>("nothing of this name"));
    EXPECT_FALSE(choice_of<Enum>(""));
}

// Every key of every object, however deep.
void collect_keys(const Json& value, std::set<std::string>& keys) {
    for (const auto& [key, part] : value.items()) {
        if (value.is_object()) {
            keys.insert(key);
        }
        if (part.is_structured()) {
            collect_keys(part, keys);
        }
    }
}

// A plan that has every part which may be left out.
std::set<std::string> all_keys() {
    TreatmentPlan plan;
    plan.hairline.control_points.emplace(2);
    plan.zones[0].region = PlanZone::OutlinedArea{{{0, 0}, {1, 0}, {0, 1}}, {}};
    plan.zones[1].region = PlanZone::RoundArea{};
    plan.palette = PlanPalette{"mine", {{}}, {}};
    std::set<std::string> keys{"format", "version"};
    collect_keys(plan_to_json(plan, RareKeys::Always), keys);
    return keys;
}

}  // namespace

TEST(PlanKeys, WordsOfChoicesAreReadAsTheyAreWritten) {
    expect_words_and_choices_agree<PlanClient::Origin>();
    expect_words_and_choices_agree<PlanHead::Sex>();
    expect_words_and_choices_agree<PlanHead::MeshUnit>();
    expect_words_and_choices_agree<PlanSkin::Kind>();
    expect_words_and_choices_agree<PlanSkin::Source>();
    expect_words_and_choices_agree<PlanHair::LossPattern>();
    expect_words_and_choices_agree<PlanHair::GrayPlace>();
    expect_words_and_choices_agree<PlanHairline::Preset>();
    expect_words_and_choices_agree<PlanHairline::Edge>();
    expect_words_and_choices_agree<PlanZone::Region>();
    expect_words_and_choices_agree<PlanZone::Kind>();
    expect_words_and_choices_agree<PlanZone::Mark>();
}

// DESIGN.md section 5 and STUDIO.md 3.7.
TEST(PlanKeys, WordsStandForTheirChoices) {
    EXPECT_EQ(word_of(PlanZone::Region::MidScalp), "mid-scalp");
    EXPECT_EQ(word_of(PlanZone::Region::Occiput), "occiput");
    EXPECT_EQ(word_of(PlanZone::Kind::KeepOut), "keep-out");
    EXPECT_EQ(word_of(PlanHairline::Preset::WidowsPeak), "widows-peak");
    EXPECT_EQ(word_of(PlanHairline::Preset::Feminine), "feminine");
    EXPECT_EQ(word_of(PlanHair::LossPattern::Norwood7), "norwood-7");
    EXPECT_EQ(word_of(PlanHair::LossPattern::Norwood5a), "norwood-5a");
    EXPECT_EQ(word_of(PlanHair::LossPattern::Ludwig3), "ludwig-3");
    EXPECT_EQ(word_of(PlanHair::LossPattern::Patches), "patches");
}

TEST(PlanKeys, EveryKeyHasItsCaseInTheTables) {
    for (const std::string& key : all_keys()) {
        const bool has_case =
            std::any_of(fixtures::plan_key_cases().begin(), fixtures::plan_key_cases().end(),
                        [&](const fixtures::PlanKeyCase& tested) {
                            const std::string text = std::string(tested.path) + "." + tested.value;
                            return text.find(key) != std::string::npos;
                        });
        EXPECT_TRUE(has_case || key == "format" || key == "version") << key;
    }
}

TEST(PlanKeys, ThePageOfThePlanFileNamesEveryKey) {
    std::ifstream file(STUBBLE_ASSETS "/../docs/plan_file.md");
    const std::string page((std::istreambuf_iterator<char>(file)), {});
    ASSERT_FALSE(page.empty());
    for (const std::string& key : all_keys()) {
        const bool named = page.find("`" + key + "`") != std::string::npos ||
                           page.find("." + key + "`") != std::string::npos;
        EXPECT_TRUE(named) << key;
    }
}
