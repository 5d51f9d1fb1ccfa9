#include "plan/treatment_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

using namespace stubble;
using testing::ElementsAre;

namespace {

std::vector<std::string> dates_of(const TreatmentPlan& plan) {
    std::vector<std::string> dates;
    for (const PlanSession& session : plan.sessions) {
        dates.push_back(session.date ? session.date->iso() : "none");
    }
    return dates;
}

}  // namespace

TEST(TreatmentPlan, SessionsAreScheduledSixDaysApart) {
    TreatmentPlan plan;
    EXPECT_THAT(dates_of(plan), ElementsAre("none", "none", "none"));
    ASSERT_TRUE(schedule_sessions(plan, *Date::of(2026, 12, 30)));
    EXPECT_THAT(dates_of(plan), ElementsAre("2026-12-30", "2027-01-05", "2027-01-11"));
}

TEST(TreatmentPlan, AScheduleBeyondTheCalendarChangesNothing) {
    TreatmentPlan plan;
    EXPECT_FALSE(schedule_sessions(plan, *Date::of(2199, 12, 31)));
    EXPECT_EQ(plan, TreatmentPlan());
}

TEST(TreatmentPlan, DaysOfSessionsFollowTheirDates) {
    TreatmentPlan plan;
    plan.sessions[0].date = Date::of(2026, 12, 1);
    plan.sessions[1].date = Date::of(2026, 12, 8);
    plan.sessions[2].date = Date::of(2027, 1, 1);
    EXPECT_THAT(session_days(plan), ElementsAre(0, 7, 31));
}

TEST(TreatmentPlan, SessionsWithoutADateComeSixDaysAfterTheOneBefore) {
    TreatmentPlan plan;
    EXPECT_THAT(session_days(plan), ElementsAre(0, 6, 12));
    plan.sessions[1].date = Date::of(2026, 12, 8);
    EXPECT_THAT(session_days(plan), ElementsAre(0, 6, 12)) << "the first has no date to count from";
    plan.sessions[0].date = Date::of(2026, 12, 1);
    EXPECT_THAT(session_days(plan), ElementsAre(0, 7, 13));
}

TEST(TreatmentPlan, SharesOfTheDefaultPlanStayAsTheyAre) {
    EXPECT_THAT(session_shares(TreatmentPlan()), ElementsAre(0.3, 0.4, 0.3));
}

TEST(TreatmentPlan, SharesAddUpToOneWhateverThePlanSays) {
    TreatmentPlan plan;
    plan.sessions[0].share = 0.5;
    plan.sessions[1].share = 0.0;
    plan.sessions[2].share = 0.75;
    const std::vector<double> shares = session_shares(plan);
    EXPECT_THAT(shares, ElementsAre(0.4, 0.0, 0.6));
    EXPECT_DOUBLE_EQ(std::accumulate(shares.begin(), shares.end(), 0.0), 1.0);
}
