#include "scalp/anthropometry.h"

namespace stubble {
namespace {

HeadStatistics make_men() {
    HeadStatistics s;
    s.mean_mm = {574.373, 199.505, 154.330, 131.147, 142.622, 122.644, 397.649, 64.215};
    s.sd_mm = {16.05, 7.02, 5.53, 6.16, 6.22, 6.67, 25.78, 4.51};
    constexpr double variance = 257.555;
    s.per_circumference = {1.0,
                           92.798 / variance,
                           49.167 / variance,
                           38.249 / variance,
                           45.420 / variance,
                           34.778 / variance,
                           188.170 / variance,
                           13.061 / variance};
    s.vault_covariance_mm2 << 49.344, 6.832, 12.475,  //
        6.832, 30.602, 10.457,                        //
        12.475, 10.457, 37.923;
    return s;
}

HeadStatistics make_women() {
    HeadStatistics s;
    s.mean_mm = {561.120, 189.820, 147.769, 126.475, 133.765, 113.095, 329.796, 59.361};
    s.sd_mm = {19.36, 7.45, 5.19, 6.55, 5.56, 6.09, 19.22, 3.88};
    constexpr double variance = 374.846;
    s.per_circumference = {1.0,
                           109.224 / variance,
                           49.678 / variance,
                           47.526 / variance,
                           41.580 / variance,
                           35.514 / variance,
                           135.352 / variance,
                           6.986 / variance};
    s.vault_covariance_mm2 << 55.490, 8.520, 13.956,  //
        8.520, 26.956, 11.269,                        //
        13.956, 11.269, 42.901;
    return s;
}

}  // namespace

double HeadStatistics::expected(HeadStatistic s, double circumference_mm) const {
    return mean(s) + per_circumference[static_cast<int>(s)] *
                         (circumference_mm - mean(HeadStatistic::Circumference));
}

const HeadStatistics& statistics_of(Sex sex) {
    static const HeadStatistics men = make_men();
    static const HeadStatistics women = make_women();
    return sex == Sex::Male ? men : women;
}

double hair_under_tape_mm(Sex sex) {
    return sex == Sex::Male ? 12.0 : 24.0;
}

double hair_under_survey_tape_mm(Sex sex) {
    return sex == Sex::Male ? 10.0 : 22.0;
}

}  // namespace stubble
