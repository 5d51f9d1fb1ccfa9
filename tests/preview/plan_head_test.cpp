#include "preview/plan_head.h"

#include <gtest/gtest.h>

using namespace stubble;

TEST(PlanHead, EveryMeasureOfThePlanIsAsked) {
    PlanHead head;
    head.sex = PlanHead::Sex::Female;
    head.taped_over_hair = true;
    head.circumference_mm = 551.0;
    head.length_mm = 191.0;
    head.breadth_mm = 149.0;
    head.bitragion_coronal_arc_mm = 340.0;
    head.sagittal_arc_mm = 352.0;
    const AskedMeasures asked = asked_measures(head);
    EXPECT_EQ(asked.sex, Sex::Female);
    EXPECT_TRUE(asked.taped_over_hair);
    EXPECT_EQ(asked.circumference_mm, 551.0);
    EXPECT_EQ(asked.length_mm, 191.0);
    EXPECT_EQ(asked.breadth_mm, 149.0);
    EXPECT_EQ(asked.coronal_arc_mm, 340.0);
    EXPECT_EQ(asked.sagittal_arc_mm, 352.0);
}

TEST(PlanHead, TheHeadObtainsWhatThePlanAsks) {
    PlanHead plan;
    plan.circumference_mm = 575.0;
    plan.breadth_mm = 158.0;
    const ClientHead head = client_head(plan, "plan", {.is_used = false, .folder = {}}).value();
    EXPECT_NEAR(head.fitted.measures.circumference, 575.0, 1.5);
    EXPECT_NEAR(head.fitted.measures.breadth, 158.0, 1.5);
    EXPECT_TRUE(head.fitted.contradictions.empty());
    EXPECT_EQ(head.mesh.mesh.vertices_mm.size(), head.mesh.normals.size());
    EXPECT_EQ(head.scalp.mesh.vertices_mm.size(), head.scalp.canonical_mm.size());
}

TEST(PlanHead, ContradictionsAreToldByName) {
    PlanHead plan;
    plan.circumference_mm = 540.0;
    plan.length_mm = 212.0;
    plan.breadth_mm = 165.0;
    const ClientHead head = client_head(plan, "plan", {.is_used = false, .folder = {}}).value();
    EXPECT_FALSE(head.fitted.contradictions.empty());
}
