#include "scalp/anthropometry.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "fixtures/shared_data.h"

using namespace stubble;

namespace {

// Columns of the microdata in the order of HeadStatistic.
constexpr std::array<const char*, head_statistics> columns{
    "head_circumference_mm",  "head_length_mm",         "head_breadth_mm",
    "tragion_top_of_head_mm", "bizygomatic_breadth_mm", "menton_sellion_length_mm",
    "neck_circumference_mm",  "ear_length_mm"};

struct Survey {
    std::array<std::vector<double>, head_statistics> values;

    explicit Survey(Sex sex) {
        const CsvTable table = fixtures::shared_table("anthropometry/ansur2_head.csv");
        const std::size_t sex_column = table.column_index("sex");
        for (std::size_t row = 0; row < table.rows(); ++row) {
            if (table.cell(row, sex_column) == (sex == Sex::Male ? "M" : "F")) {
                for (std::size_t i = 0; i < columns.size(); ++i) {
                    values[i].push_back(table.number(row, table.column_index(columns[i])));
                }
            }
        }
    }
    [[nodiscard]] double mean(std::size_t i) const {
        return std::accumulate(values[i].begin(), values[i].end(), 0.0) /
               static_cast<double>(values[i].size());
    }
    [[nodiscard]] double covariance(std::size_t i, std::size_t j) const {
        double sum = 0.0;
        for (std::size_t row = 0; row < values[i].size(); ++row) {
            sum += (values[i][row] - mean_[i]) * (values[j][row] - mean_[j]);
        }
        return sum / static_cast<double>(values[i].size() - 1);
    }
    void remember_means() {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            mean_[i] = mean(i);
        }
    }

private:
    std::array<double, head_statistics> mean_{};
};

Survey survey_of(Sex sex) {
    Survey survey(sex);
    survey.remember_means();
    return survey;
}

}  // namespace

TEST(Anthropometry, MeansAndSpreadsAreThoseOfTheMicrodata) {
    SKIP_WITHOUT_SHARED_DATA();
    for (const Sex sex : {Sex::Male, Sex::Female}) {
        const Survey survey = survey_of(sex);
        ASSERT_EQ(survey.values[0].size(), sex == Sex::Male ? 4082U : 1986U);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto which = static_cast<HeadStatistic>(i);
            EXPECT_NEAR(statistics_of(sex).mean(which), survey.mean(i), 1e-3) << columns[i];
            EXPECT_NEAR(statistics_of(sex).sd(which), std::sqrt(survey.covariance(i, i)), 6e-3)
                << columns[i];
        }
    }
}

TEST(Anthropometry, RegressionsOnTheCircumferenceAreThoseOfTheMicrodata) {
    SKIP_WITHOUT_SHARED_DATA();
    for (const Sex sex : {Sex::Male, Sex::Female}) {
        const Survey survey = survey_of(sex);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const double slope = survey.covariance(0, i) / survey.covariance(0, 0);
            const auto which = static_cast<HeadStatistic>(i);
            EXPECT_NEAR(statistics_of(sex).per_circumference[i], slope, 1e-4) << columns[i];
            EXPECT_NEAR(statistics_of(sex).expected(which, survey.mean(0) + 10.0),
                        survey.mean(i) + 10.0 * slope, 3e-3);
        }
    }
}

TEST(Anthropometry, TheCovarianceOfTheVaultIsThatOfTheMicrodata) {
    SKIP_WITHOUT_SHARED_DATA();
    constexpr std::array<std::size_t, 3> vault{1, 2, 3};  // length, breadth, tragion-top
    for (const Sex sex : {Sex::Male, Sex::Female}) {
        const Survey survey = survey_of(sex);
        for (int i = 0; i < 3; ++i) {
            for (int j = 0; j < 3; ++j) {
                EXPECT_NEAR(statistics_of(sex).vault_covariance_mm2(i, j),
                            survey.covariance(vault[i], vault[j]), 2e-3);
            }
        }
    }
}

// Mean circumference of the survey less that of the bald model with the mean length and breadth (562.9 and 537.6 mm; science
// page "Generated bald head", section 8.2).
TEST(Anthropometry, HairUnderTheTapeIsWhatTheBaldModelLacksToTheSurvey) {
    const auto lacking = [](Sex sex, double bald_mm) {
        return statistics_of(sex).mean(HeadStatistic::Circumference) - bald_mm;
    };
    EXPECT_NEAR(hair_under_tape_mm(Sex::Male), lacking(Sex::Male, 562.9), 0.6);
    EXPECT_NEAR(hair_under_tape_mm(Sex::Female), lacking(Sex::Female, 537.6), 0.6);
    EXPECT_EQ(hair_under_survey_tape_mm(Sex::Male), 10.0);
    EXPECT_EQ(hair_under_survey_tape_mm(Sex::Female), 22.0);
}
