#include "scalp/head_fit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "base/random.h"
#include "fixtures/shared_data.h"

using namespace stubble;

namespace {

FittedHead fitted(const AskedMeasures& asked) {
    const Result<FittedHead> head = fit_head(asked, "plan.json");
    EXPECT_TRUE(head.ok()) << (head.ok() ? "" : head.error().line());
    return head.value();
}

std::string message(const AskedMeasures& asked) {
    const Result<FittedHead> head = fit_head(asked, "plan.json");
    return head.ok() ? "" : head.error().line();
}

// Largest difference of an asked and an obtained measure.
double residual(const FittedHead& head) {
    double largest = 0.0;
    for (const MeasureReport& line : head.report) {
        if (line.asked_mm) {
            largest = std::max(largest, std::abs(*line.asked_mm - line.obtained_mm));
        }
    }
    return largest;
}

AskedMeasures asked(Sex sex, std::optional<double> circumference = {}) {
    AskedMeasures measures;
    measures.sex = sex;
    measures.circumference_mm = circumference;
    return measures;
}

struct SpecifiedFit {
    AskedMeasures asked;
    // Length, breadth, tragion-top, circumference, coronal, sagittal, menton-sellion, bizygomatic, bigonial, neck.
    std::array<double, 10> expected_mm;
};

// Science page "Generated bald head", section 8.3. The page's fits stop early and take glabella, inion and the front of the tape
// from 401 samples of the midline, which makes its sagittal arcs up to 1.3 mm and the neck of the brachycephalic head 1.2 mm
// different and moves single measures that were not asked for; the numbers here are those of the same prototype with the exact
// places, run until it settles.
std::vector<SpecifiedFit> specified_fits() {
    constexpr Sex man = Sex::Male;
    constexpr Sex woman = Sex::Female;
    AskedMeasures coronal = asked(man, 570);
    coronal.coronal_arc_mm = 360;
    AskedMeasures arcs = asked(man, 570);
    arcs.coronal_arc_mm = 340;
    arcs.sagittal_arc_mm = 350;
    AskedMeasures four = asked(man, 565);
    four.length_mm = 200;
    four.breadth_mm = 154;
    four.tragion_top_mm = 131;
    AskedMeasures round = asked(man, 570);
    round.length_mm = 188;
    round.breadth_mm = 163;
    AskedMeasures oblong = asked(man, 580);
    oblong.length_mm = 211;
    oblong.breadth_mm = 146;
    AskedMeasures six = asked(man, 566);
    six.length_mm = 198;
    six.breadth_mm = 155;
    six.tragion_top_mm = 132;
    six.coronal_arc_mm = 352;
    six.sagittal_arc_mm = 358;
    AskedMeasures face = asked(man, 580);
    face.menton_sellion_mm = 134;
    face.bizygomatic_mm = 153;
    face.neck_mm = 440;
    AskedMeasures woman_four = asked(woman, 540);
    woman_four.length_mm = 190;
    woman_four.breadth_mm = 148;
    woman_four.coronal_arc_mm = 335;
    return {
        {asked(man),
         {199.50, 154.33, 131.15, 563.00, 349.61, 362.06, 122.64, 142.62, 119.85, 397.65}},
        {asked(man, 570),
         {202.08, 155.90, 132.16, 569.99, 352.70, 365.69, 123.40, 143.61, 120.55, 401.76}},
        {asked(man, 548),
         {193.97, 150.96, 128.98, 548.03, 343.09, 354.28, 120.43, 139.73, 117.44, 385.69}},
        {asked(man, 601),
         {213.45, 162.82, 136.61, 600.93, 366.17, 381.70, 127.59, 149.08, 124.92, 424.41}},
        {coronal, {201.21, 157.11, 135.59, 570.00, 359.97, 370.13, 123.40, 143.61, 120.40, 401.76}},
        {arcs, {199.49, 157.99, 123.34, 569.94, 339.99, 350.10, 123.40, 143.61, 120.27, 401.76}},
        {four, {200.08, 154.08, 131.00, 564.95, 349.21, 362.31, 122.73, 142.73, 119.91, 398.11}},
        {round, {188.92, 163.57, 131.92, 569.52, 361.46, 354.43, 123.40, 143.63, 118.46, 401.71}},
        {oblong, {211.46, 146.65, 131.42, 579.65, 343.75, 372.39, 124.75, 145.38, 122.76, 409.07}},
        {six, {197.76, 155.35, 131.20, 565.83, 351.88, 358.68, 122.86, 142.91, 119.87, 398.84}},
        {face, {205.70, 158.10, 133.57, 579.97, 356.67, 370.77, 134.00, 153.00, 130.90, 440.00}},
        {asked(woman),
         {189.82, 147.77, 126.48, 537.66, 336.62, 349.34, 113.10, 133.77, 103.48, 329.79}},
        {asked(woman, 545),
         {192.69, 149.24, 127.56, 544.99, 339.85, 353.38, 113.65, 134.42, 103.68, 331.91}},
        {asked(woman, 520),
         {182.91, 144.23, 123.85, 520.03, 329.00, 339.63, 111.28, 131.64, 102.26, 322.89}},
        {woman_four,
         {190.09, 148.06, 125.36, 539.94, 335.01, 347.88, 113.18, 133.86, 103.40, 330.11}}};
}

std::array<double, 10> numbers(const HeadMeasures& m) {
    return {m.length,       m.breadth,        m.tragion_top, m.circumference, m.coronal_arc,
            m.sagittal_arc, m.menton_sellion, m.bizygomatic, m.bigonial,      m.neck};
}

// Columns of the microdata and what they ask for.
struct SurveyColumn {
    const char* name;
    std::optional<double> AskedMeasures::*measure;
};
constexpr std::array<SurveyColumn, 8> survey_columns{
    {{"head_circumference_mm", &AskedMeasures::circumference_mm},
     {"head_length_mm", &AskedMeasures::length_mm},
     {"head_breadth_mm", &AskedMeasures::breadth_mm},
     {"tragion_top_of_head_mm", &AskedMeasures::tragion_top_mm},
     {"bizygomatic_breadth_mm", &AskedMeasures::bizygomatic_mm},
     {"menton_sellion_length_mm", &AskedMeasures::menton_sellion_mm},
     {"neck_circumference_mm", &AskedMeasures::neck_mm},
     {"ear_length_mm", &AskedMeasures::ear_length_mm}}};

AskedMeasures person(const CsvTable& survey, std::size_t row) {
    const bool is_man = survey.cell(row, survey.column_index("sex")) == "M";
    AskedMeasures measures = asked(is_man ? Sex::Male : Sex::Female);
    measures.taped_over_hair = true;
    for (const SurveyColumn& column : survey_columns) {
        measures.*column.measure = survey.number(row, survey.column_index(column.name));
    }
    return measures;
}

double percentile(const CsvTable& table, Sex sex, const SurveyColumn& column, const char* which) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (table.cell(row, table.column_index("sex")) == (sex == Sex::Male ? "M" : "F") &&
            table.cell(row, table.column_index("measure")) == column.name) {
            return table.number(row, table.column_index(which));
        }
    }
    ADD_FAILURE() << column.name;
    return 0.0;
}

bool are_slow_tests_wanted() {
    return std::getenv("STUBBLE_SLOW_TESTS") != nullptr;
}

}  // namespace

TEST(HeadFit, FitsAreThoseOfTheSpecification) {
    for (const SpecifiedFit& fit : specified_fits()) {
        const auto obtained = numbers(fitted(fit.asked).measures);
        for (std::size_t i = 0; i < obtained.size(); ++i) {
            // Bizygomatic, bigonial and neck of the brachycephalic head settle slowly in the other implementation.
            const double tolerance = i >= 7 ? 0.05 : 0.02;
            EXPECT_NEAR(obtained[i], fit.expected_mm[i], tolerance)
                << "measure " << i << " of circumference "
                << fit.asked.circumference_mm.value_or(0.0);
        }
    }
}

TEST(HeadFit, NothingAskedGivesTheMeanHead) {
    for (const Sex sex : {Sex::Male, Sex::Female}) {
        const HeadStatistics& survey = statistics_of(sex);
        const FittedHead head = fitted(asked(sex));
        EXPECT_NEAR(head.measures.length, survey.mean(HeadStatistic::Length), 0.02);
        EXPECT_NEAR(head.measures.breadth, survey.mean(HeadStatistic::Breadth), 0.02);
        EXPECT_NEAR(head.measures.tragion_top, survey.mean(HeadStatistic::TragionTop), 0.02);
        EXPECT_NEAR(head.measures.neck, survey.mean(HeadStatistic::Neck), 0.02);
        EXPECT_NEAR(head.shape.plan_squareness, 0.0, 1e-4);
        EXPECT_EQ(head.shape.femininity, sex == Sex::Male ? 0.0 : 1.0);
        EXPECT_TRUE(head.contradictions.empty());
    }
}

// Section 13.2. The page's fit stops at 3e-4 of a scale: 0.03 mm at the front of the head, and its length is 0.06 mm longer
// because its glabella is the nearest of 401 samples.
TEST(HeadFit, MeanHeadsHaveTheProbesOfTheSpecification) {
    const HeadSurface man(fitted(asked(Sex::Male)).shape);
    EXPECT_NEAR(man.distance({0, 131.5, 0}), 0.3368, 0.01);
    EXPECT_NEAR(man.distance({0, 80, 100}), 10.3935, 0.05);
    EXPECT_NEAR(man.distance({80, 50, -10}), 3.0896, 0.01);
    EXPECT_NEAR(man.distance({0, -20, 120}), 4.4927, 0.05);
    EXPECT_NEAR(man.distance({0, -105, 85}), 3.6278, 0.05);
    const HeadSurface woman(fitted(asked(Sex::Female)).shape);
    EXPECT_NEAR(woman.distance({0, 131.5, 0}), 4.9180, 0.01);
    EXPECT_NEAR(woman.distance({0, 80, 100}), 14.2246, 0.05);
    EXPECT_NEAR(woman.distance({80, 50, -10}), 6.3176, 0.01);
    EXPECT_NEAR(woman.distance({0, -20, 120}), 10.1039, 0.05);
}

// Measures of the 5th, 50th or 95th percentile all together, taped over hair.
TEST(HeadFit, PercentilesOfTheSurveyFitTogether) {
    SKIP_WITHOUT_SHARED_DATA();
    const CsvTable table = fixtures::shared_table("anthropometry/ansur2_head_percentiles.csv");
    for (const Sex sex : {Sex::Male, Sex::Female}) {
        for (const char* which : {"p5", "p50", "p95"}) {
            AskedMeasures measures = asked(sex);
            measures.taped_over_hair = true;
            for (const SurveyColumn& column : survey_columns) {
                measures.*column.measure = percentile(table, sex, column, which);
            }
            const FittedHead head = fitted(measures);
            EXPECT_LE(residual(head), disagreement_mm) << which;
            EXPECT_TRUE(head.contradictions.empty()) << which;
        }
    }
}

TEST(HeadFit, EachPercentileOfTheSurveyFitsAlone) {
    SKIP_WITHOUT_SHARED_DATA();
    const CsvTable table = fixtures::shared_table("anthropometry/ansur2_head_percentiles.csv");
    for (const Sex sex : {Sex::Male, Sex::Female}) {
        for (const SurveyColumn& column : survey_columns) {
            for (const char* which : {"p5", "p95"}) {
                AskedMeasures measures = asked(sex);
                measures.taped_over_hair = true;
                measures.*column.measure = percentile(table, sex, column, which);
                EXPECT_LE(residual(fitted(measures)), 0.3) << column.name << " " << which;
            }
        }
    }
}

// A tape over hair, calipers and ears of real people: nearly all agree with a head; the others are told which measures do not.
TEST(HeadFit, PeopleOfTheSurveyFitOrHearWhichOfTheirMeasuresDisagree) {
    SKIP_WITHOUT_SHARED_DATA();
    const CsvTable survey = fixtures::shared_table("anthropometry/ansur2_head.csv");
    const std::uint64_t people = are_slow_tests_wanted() ? 200 : 12;
    std::uint64_t fit = 0;
    for (std::uint64_t i = 0; i < people; ++i) {
        const std::size_t row = hash64(5, i) % survey.rows();
        const FittedHead head = fitted(person(survey, row));
        EXPECT_EQ(residual(head) <= disagreement_mm, head.contradictions.empty()) << row;
        fit += head.contradictions.empty() ? 1 : 0;
    }
    EXPECT_GE(fit * 10, people * 9);
}

TEST(HeadFit, MeasuresThatNoHeadHasTogetherAreNamed) {
    AskedMeasures measures = asked(Sex::Male, 540);
    measures.length_mm = 212;
    measures.breadth_mm = 165;
    const FittedHead head = fitted(measures);
    EXPECT_THAT(head.contradictions, testing::Contains("circumference"));
    for (const MeasureReport& line : head.report) {
        const bool is_named =
            std::count(head.contradictions.begin(), head.contradictions.end(), line.name) > 0;
        EXPECT_EQ(is_named,
                  line.asked_mm && std::abs(*line.asked_mm - line.obtained_mm) > disagreement_mm);
    }
}

TEST(HeadFit, TheReportHoldsWhatWasAskedAndObtained) {
    AskedMeasures measures = asked(Sex::Female, 545);
    measures.neck_mm = 340;
    const FittedHead head = fitted(measures);
    ASSERT_EQ(head.report.size(), 9U);
    for (const MeasureReport& line : head.report) {
        if (line.name == "circumference") {
            EXPECT_EQ(line.asked_mm, 545.0);
            EXPECT_EQ(line.obtained_mm, head.measures.circumference);
        } else if (line.name == "neck") {
            EXPECT_EQ(line.asked_mm, 340.0);
            EXPECT_NEAR(line.obtained_mm, 340.0, 0.05);
        } else {
            EXPECT_FALSE(line.asked_mm.has_value()) << line.name;
            EXPECT_GT(line.obtained_mm, 50.0) << line.name;
        }
    }
}

TEST(HeadFit, HairUnderTheTapeIsTakenOffTheTapesOnly) {
    AskedMeasures bare = asked(Sex::Male, 570);
    bare.coronal_arc_mm = 352;
    bare.length_mm = 202;
    AskedMeasures over_hair = asked(Sex::Male, 570 + 12);
    over_hair.coronal_arc_mm = 352 + 6;
    over_hair.length_mm = 202;
    over_hair.taped_over_hair = true;
    const FittedHead head = fitted(over_hair);
    EXPECT_EQ(head.shape, fitted(bare).shape);
    const auto line = std::find_if(head.report.begin(), head.report.end(),
                                   [](const auto& l) { return l.name == "circumference"; });
    EXPECT_EQ(line->asked_mm, 570.0);
    AskedMeasures woman = asked(Sex::Female, 545 + 24);
    woman.taped_over_hair = true;
    EXPECT_EQ(fitted(woman).shape, fitted(asked(Sex::Female, 545)).shape);
}

TEST(HeadFit, EarsHaveTheLengthAskedFor) {
    AskedMeasures measures = asked(Sex::Male);
    measures.ear_length_mm = 70;
    EXPECT_NEAR(fitted(measures).shape.ear, 70.0 / 67.6, 1e-5);
    EXPECT_NEAR(fitted(asked(Sex::Female)).shape.ear, 59.361 / 67.6, 1e-5);
}

TEST(HeadFit, TheSameMeasuresGiveTheSameHeadForAnyNumberOfThreads) {
    AskedMeasures measures = asked(Sex::Male, 566);
    measures.coronal_arc_mm = 352;
    set_thread_count(1);
    const FittedHead one = fitted(measures);
    for (const int threads : {2, 8}) {
        set_thread_count(threads);
        const FittedHead again = fitted(measures);
        EXPECT_EQ(again.shape, one.shape) << threads;
        EXPECT_EQ(numbers(again.measures), numbers(one.measures)) << threads;
    }
    set_thread_count(0);
}

TEST(HeadFit, ParametersAreRounded) {
    const HeadShape shape = fitted(asked(Sex::Male, 566)).shape;
    for (const double parameter : {shape.breadth, shape.length, shape.height, shape.plan_squareness,
                                   shape.coronal_squareness, shape.sagittal_fullness,
                                   shape.face_height, shape.face_breadth, shape.neck, shape.ear}) {
        const double scaled = parameter * (1 << 17);
        EXPECT_EQ(scaled, std::round(scaled));
    }
}

// Plans and kept heads build on these numbers: raise head_model_version with them.
TEST(HeadFit, ParametersAreThoseOfTheLastVersion) {
    const auto parameters = [](const AskedMeasures& measures) {
        const HeadShape s = fitted(measures).shape;
        std::vector<long> steps;
        for (const double p :
             {s.breadth, s.length, s.height, s.plan_squareness, s.coronal_squareness,
              s.sagittal_fullness, s.face_height, s.face_breadth, s.neck, s.ear}) {
            steps.push_back(std::lround(p * (1 << 17)));
        }
        return steps;
    };
    AskedMeasures man = asked(Sex::Male, 570);
    man.coronal_arc_mm = 352;
    man.length_mm = 200;
    EXPECT_EQ(parameters(man), (std::vector<long>{135323, 129263, 130442, 4387, -860, -5, 130139,
                                                  128069, 131513, 124509}));
    EXPECT_EQ(
        parameters(asked(Sex::Female, 545)),
        (std::vector<long>{128162, 125138, 128420, 1287, -36, -1, 120658, 119618, 115071, 115097}));
}

TEST(HeadFit, AMeasureThatNoAdultHasIsRefusedWithItsRange) {
    EXPECT_EQ(
        message(asked(Sex::Male, 300)),
        "plan.json: head.circumference_mm: 300 mm is no measure of an adult head; plausible are "
        "467 to 658 mm for a man");
    EXPECT_EQ(
        message(asked(Sex::Female, 57)),
        "plan.json: head.circumference_mm: 57 mm is no measure of an adult head; plausible are "
        "421 to 653 mm for a woman");
    AskedMeasures over_hair = asked(Sex::Male, 300);
    over_hair.taped_over_hair = true;
    EXPECT_THAT(message(over_hair), testing::HasSubstr("plausible are 479 to 670 mm"));
}

TEST(HeadFit, EveryMeasureIsCheckedAndNamedAsInThePlan) {
    const std::vector<std::pair<std::string, std::optional<double> AskedMeasures::*>> keys{
        {"head.circumference_mm", &AskedMeasures::circumference_mm},
        {"head.length_mm", &AskedMeasures::length_mm},
        {"head.breadth_mm", &AskedMeasures::breadth_mm},
        {"head.tragion_top_mm", &AskedMeasures::tragion_top_mm},
        {"head.bitragion_coronal_arc_mm", &AskedMeasures::coronal_arc_mm},
        {"head.sagittal_arc_mm", &AskedMeasures::sagittal_arc_mm},
        {"head.menton_sellion_mm", &AskedMeasures::menton_sellion_mm},
        {"head.bizygomatic_mm", &AskedMeasures::bizygomatic_mm},
        {"head.neck_mm", &AskedMeasures::neck_mm},
        {"head.ear_length_mm", &AskedMeasures::ear_length_mm}};
    for (const auto& [key, measure] : keys) {
        for (const double bad : {-1.0, 0.0, 5000.0, double{NAN}, double{INFINITY}}) {
            AskedMeasures measures = asked(Sex::Male);
            measures.*measure = bad;
            EXPECT_THAT(message(measures), testing::StartsWith("plan.json: " + key + ": "));
        }
    }
}
