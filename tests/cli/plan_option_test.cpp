#include "cli/plan_option.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixtures/plan_key_cases.h"
#include "fixtures/temporary_folder.h"
#include "plan/plan_file.h"

using namespace stubble;
using fixtures::TemporaryFolder;
using testing::HasSubstr;

namespace {

const CommonOptions no_options;

}  // namespace

TEST(PlanOption, WithoutAFileItIsTheDefaultPlan) {
    EXPECT_EQ(plan_of({}, no_options).value(), TreatmentPlan());
}

TEST(PlanOption, EditsFollowEachOtherAndComeAfterTheFile) {
    const TemporaryFolder folder;
    TreatmentPlan saved;
    saved.hairline.feather_mm = 3;
    saved.care.spf = 50;
    ASSERT_TRUE(write_plan(folder / "a.plan.json", saved).ok());
    const auto plan = plan_of({folder / "a.plan.json",
                               {"hairline.feather_mm=4", "zones.crown.name=top",
                                "zones.top.shade=slate", "hairline.feather_mm=5"}},
                              no_options);
    ASSERT_TRUE(plan.ok()) << plan.error().line();
    EXPECT_EQ(plan->care.spf, 50.0);
    EXPECT_EQ(plan->hairline.feather_mm, 5.0);
    EXPECT_EQ(plan->zones[2].shade, "slate");
}

TEST(PlanOption, TheSeedOfTheCommandLineStandsAboveThePlansOnlyWhereItIsGiven) {
    CommonOptions common;
    EXPECT_EQ(plan_of({"", {"seed=7"}}, common)->seed, 7U);
    common.seed = 9;
    common.has_seed = true;
    EXPECT_EQ(plan_of({"", {"seed=7"}}, common)->seed, 9U);
}

TEST(PlanOption, ErrorsNameTheFileOrTheOption) {
    const TemporaryFolder folder;
    const std::string missing = folder / "missing.plan.json";
    EXPECT_EQ(plan_of({missing, {}}, no_options).error().where, missing);
    EXPECT_EQ(plan_of({"", {"seed=1", "care.sun=7"}}, no_options).error().line(),
              "--set care.sun: 7 is not possible; give a number from 0 to 1");
    EXPECT_EQ(plan_of({"", {"seed"}}, no_options).error().where, "--set seed");
}

TEST(PlanOption, KeysWithoutEffectAreToldForAFileAndRefusedInAnEdit) {
    const TemporaryFolder folder;
    TreatmentPlan saved;
    saved.zones[1].unknown = {{"dot_per_cm2", "5"}};
    ASSERT_TRUE(write_plan(folder / "a.plan.json", saved).ok());
    testing::internal::CaptureStderr();
    const auto plan = plan_of({folder / "a.plan.json", {"zones[1].blend_mm=3"}}, no_options);
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("zones[1].dot_per_cm2"));
    EXPECT_TRUE(plan.ok()) << plan.error().line();
    EXPECT_EQ(plan_of({"", {R"(zones[0]={"region": "sides", "dot_per_cm2": 5})"}}, no_options)
                  .error()
                  .where,
              "--set zones[0].dot_per_cm2");
}
