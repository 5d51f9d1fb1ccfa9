#include "plan/plan_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "fixtures/random_plan.h"

using namespace stubble;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

TreatmentPlan plan_of(const std::string& text) {
    const auto plan = plan_from_json(Json::parse(text));
    EXPECT_TRUE(plan.ok()) << plan.error().line();
    return plan ? *plan : TreatmentPlan{};
}

// The keys of an object in their order.
std::vector<std::string> keys_of(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) {
        keys.push_back(key);
    }
    return keys;
}

}  // namespace

TEST(PlanJson, AnEmptyObjectIsTheDefaultPlan) {
    EXPECT_EQ(plan_of("{}"), TreatmentPlan());
    EXPECT_EQ(plan_of(R"({"head": {}, "hairline": {}, "care": {}})"), TreatmentPlan());
}

TEST(PlanJson, MissingKeysOfAnItemTakeTheDefaultsOfAZoneOrSession) {
    const TreatmentPlan plan = plan_of(R"({"zones": [{"region": "crown"}], "sessions": [{}]})");
    ASSERT_EQ(plan.zones.size(), 1U);
    PlanZone crown;
    crown.name = "crown";
    crown.region = PlanZone::Region::Crown;
    EXPECT_EQ(plan.zones[0], crown);
    EXPECT_EQ(plan.zones[0].dots_per_cm2, 135.0);
    EXPECT_EQ(plan.sessions, std::vector<PlanSession>(1));
    EXPECT_EQ(plan.sessions[0].share, 1.0);
}

TEST(PlanJson, AZoneWithoutANameIsCalledAfterItsRegionOrNumber) {
    const TreatmentPlan plan = plan_of(
        R"({"zones": [{"region": "temples"}, {"name": "", "region": {"disc": [0, 0, 5]}}]})");
    EXPECT_EQ(plan.zones[0].name, "temples");
    EXPECT_EQ(plan.zones[1].name, "zone-2");
}

TEST(PlanJson, TwoUnnamedZonesOfOneRegionAreRefused) {
    const auto plan =
        plan_from_json(Json::parse(R"({"zones": [{"region": "sides"}, {"region": "sides"}]})"));
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.error().where, "zones[1].name");
}

TEST(PlanJson, RareKeysAreWrittenOnlyWhereTheySaySomething) {
    TreatmentPlan plan;
    EXPECT_FALSE(plan_to_json(plan)["zones"][0].contains("kind"));
    EXPECT_FALSE(plan_to_json(plan)["skin"].contains("source"));
    EXPECT_TRUE(plan_to_json(plan, RareKeys::Always)["zones"][0].contains("kind"));
    plan.zones[0].kind = PlanZone::Kind::Scar;
    plan.zones[0].seed = 0;
    const Json zone = plan_to_json(plan)["zones"][0];
    EXPECT_EQ(zone["kind"], "scar");
    EXPECT_EQ(zone["seed"], 0);
    EXPECT_FALSE(zone.contains("mark"));
}

TEST(PlanJson, BothFormsOfRareKeysReadBackAsTheSamePlan) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const TreatmentPlan plan = fixtures::random_plan(seed);
        for (const RareKeys rare : {RareKeys::WhenSet, RareKeys::Always}) {
            const auto back = plan_from_json(plan_to_json(plan, rare));
            ASSERT_TRUE(back.ok()) << back.error().line();
            EXPECT_EQ(*back, plan);
        }
    }
}

TEST(PlanJson, KeysAreWrittenInOneOrderWhateverTheirOrderWas) {
    const Json usual = plan_to_json(TreatmentPlan());
    EXPECT_THAT(keys_of(usual),
                ElementsAre("seed", "client", "head", "skin", "hair", "hairline", "pattern",
                            "zones", "palette", "sessions", "care", "touch_up", "practice"));
    Json turned = Json::object();
    for (std::size_t i = usual.size(); i-- > 0;) {
        const std::string key = keys_of(usual)[i];
        turned[key] = usual[key];
    }
    EXPECT_EQ(plan_to_json(*plan_from_json(turned)).dump(), usual.dump());
}

TEST(PlanJson, UnknownKeysOfEveryLevelAreListedByTheirPath) {
    const TreatmentPlan plan = plan_of(R"({"new": 1, "hair": {"curl": 2},
        "hairline": {"control_points": [[0, 0], {"at_mm": [1, 1], "weight": 3}]},
        "zones": [{"region": "crown"},
                  {"name": "x", "region": {"disc": [0, 0, 5], "soft": 4}, "note": 5}],
        "palette": {"tint": 6, "shades": [{"name": "a", "maker": 7}]},
        "sessions": [{"room": 8}]})");
    EXPECT_THAT(unknown_keys(plan),
                ElementsAre("hair.curl", "hairline.control_points[1].weight",
                            "zones[1].region.soft", "zones[1].note", "palette.shades[0].maker",
                            "palette.tint", "sessions[0].room", "new"));
    EXPECT_TRUE(unknown_keys(TreatmentPlan()).empty());
}

TEST(PlanJson, UnknownKeysStandBehindTheKnownOnesInTheirOrder) {
    const TreatmentPlan plan =
        plan_of(R"({"zebra": 1, "care": {"b": {}, "spf": 50, "a": []}, "ant": 2})");
    const Json json = plan_to_json(plan);
    EXPECT_THAT(keys_of(json["care"]), ElementsAre("sun", "spf", "b", "a"));
    EXPECT_EQ(keys_of(json)[13], "zebra");
    EXPECT_EQ(keys_of(json)[14], "ant");
}

TEST(PlanJson, UnknownKeysTravelWithTheirItem) {
    TreatmentPlan plan = plan_of(
        R"({"zones": [{"region": "crown", "note": "c"}, {"region": "sides"}, {"region": "temples", "note": "t"}]})");
    std::swap(plan.zones[0], plan.zones[2]);
    plan.zones.erase(plan.zones.begin() + 1);
    const Json zones = plan_to_json(plan)["zones"];
    EXPECT_EQ(zones[0]["note"], "t");
    EXPECT_EQ(zones[1]["note"], "c");
}

// What can be read can be saved and read again.
TEST(PlanJson, MoreThanAHundredUnknownKeysInOnePartAreRefused) {
    Json object = Json::object();
    for (int i = 0; i < 100; ++i) {
        object["care"][fmt::format("k{}", i)] = i;
    }
    EXPECT_TRUE(plan_from_json(object).ok());
    object["care"]["one_more"] = 1;
    const auto plan = plan_from_json(object);
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.error().where, "care");
}

TEST(PlanJson, ARefusalOffersNullWhereNullIsPossible) {
    const auto refusal = [](const char* text) {
        return plan_from_json(Json::parse(text)).error().line();
    };
    EXPECT_EQ(refusal(R"({"head": {"breadth_mm": "wide"}})"),
              "head.breadth_mm: \"wide\" is no number; give a number from 50 to 400 mm, or null");
    EXPECT_EQ(refusal(R"({"care": {"sun": "much"}})"),
              "care.sun: \"much\" is no number; give a number from 0 to 1");
    EXPECT_EQ(refusal(R"({"client": {"origin": "mars"}})"),
              "client.origin: \"mars\" is none of the choices; use caucasian, asian, african, or "
              "null");
}

TEST(PlanJson, MissingRequiredKeysSayWhatIsMissing) {
    const auto plan = plan_from_json(Json::parse(R"({"zones": [{"name": "top"}]})"));
    ASSERT_FALSE(plan.ok());
    EXPECT_EQ(plan.error().where, "zones[0].region");
    EXPECT_EQ(plan.error().cause, "is missing");
    EXPECT_THAT(plan.error().remedy, HasSubstr("mid-scalp"));
}
