// Statistics of adult heads (ANSUR II): means, spread and how other measures go with the circumference, men and women.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include <Eigen/Core>

namespace stubble {

enum class Sex { Male, Female };

enum class HeadStatistic {
    Circumference,
    Length,
    Breadth,
    TragionTop,
    Bizygomatic,
    MentonSellion,
    Neck,
    EarLength
};
inline constexpr int head_statistics = 8;

// ANSUR II (Gordon et al. 2014; 4,082 men and 1,986 women), computed from the public microdata. Millimetres; circumferences
// were taped over hair.
struct HeadStatistics {
    std::array<double, head_statistics> mean_mm;
    std::array<double, head_statistics> sd_mm;
    // Covariance of each measure with the circumference over the variance of the circumference: slope of the regression.
    std::array<double, head_statistics> per_circumference;
    // Covariance of length, breadth and tragion-top in mm2.
    Eigen::Matrix3d vault_covariance_mm2;

    [[nodiscard]] double mean(HeadStatistic s) const { return mean_mm[static_cast<int>(s)]; }
    [[nodiscard]] double sd(HeadStatistic s) const { return sd_mm[static_cast<int>(s)]; }
    // Expected value for a circumference taped over hair.
    [[nodiscard]] double expected(HeadStatistic s, double circumference_mm) const;
};

[[nodiscard]] const HeadStatistics& statistics_of(Sex sex);

// What hair adds to a tape around the head, in mm: the mean circumference of the survey less that of the bald model with
// the mean length and breadth; inferred from one averaged bald scan and the model's shape, not published, shown as assumed.
[[nodiscard]] double hair_under_tape_mm(Sex sex);

// ... as the regressions were made with (0.3 mm of the measures they give).
[[nodiscard]] double hair_under_survey_tape_mm(Sex sex);

}  // namespace stubble
