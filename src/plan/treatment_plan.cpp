#include "plan/treatment_plan.h"

#include "base/check.h"

namespace stubble {

std::vector<PlanZone> default_zones() {
    PlanZone frontal;
    frontal.name = "frontal";
    PlanZone mid_scalp;
    mid_scalp.name = "mid-scalp";
    mid_scalp.region = PlanZone::Region::MidScalp;
    PlanZone crown;
    crown.name = "crown";
    crown.region = PlanZone::Region::Crown;
    crown.dots_per_cm2 = 120.0;
    return {frontal, mid_scalp, crown};
}

// 30 %, 70 %, 100 % of the density (Liu 2025), the first session in a lighter shade (assumed).
std::vector<PlanSession> default_sessions() {
    std::vector<PlanSession> sessions(3);
    sessions[0].share = 0.3;
    sessions[0].lighter_ml = 4.0;
    sessions[1].share = 0.4;
    sessions[2].share = 0.3;
    return sessions;
}

bool schedule_sessions(TreatmentPlan& plan, const Date& first) {
    std::vector<PlanSession> sessions = plan.sessions;
    int day = 0;
    for (PlanSession& session : sessions) {
        session.date = first.plus_days(day);
        if (!session.date) {
            return false;
        }
        day += usual_days_between_sessions;
    }
    plan.sessions = std::move(sessions);
    return true;
}

std::vector<int> session_days(const TreatmentPlan& plan) {
    std::vector<int> days;
    for (const PlanSession& session : plan.sessions) {
        const bool dated = session.date && plan.sessions.front().date;
        days.push_back(days.empty() ? 0
                       : dated      ? session.date->days_since(*plan.sessions.front().date)
                                    : days.back() + usual_days_between_sessions);
    }
    return days;
}

std::vector<double> session_shares(const TreatmentPlan& plan) {
    double sum = 0.0;
    for (const PlanSession& session : plan.sessions) {
        sum += session.share;
    }
    STUBBLE_CHECK(sum > 0.0);
    std::vector<double> shares;
    for (const PlanSession& session : plan.sessions) {
        shares.push_back(session.share / sum);
    }
    return shares;
}

}  // namespace stubble
