// Fits the head to tape measures: circumference, length, breadth, arcs; says which were asked and what was obtained.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "scalp/anthropometry.h"
#include "scalp/head_measures.h"

namespace stubble {

// What was measured on the client; any subset. The rest comes from the statistics of adult heads.
struct AskedMeasures {
    Sex sex = Sex::Male;
    // The tape lay over hair: hair_under_tape_mm is taken off the circumference, half of it off the arcs (assumed).
    bool taped_over_hair = false;
    std::optional<double> circumference_mm;
    std::optional<double> length_mm;
    std::optional<double> breadth_mm;
    std::optional<double> tragion_top_mm;
    std::optional<double> coronal_arc_mm;
    std::optional<double> sagittal_arc_mm;
    std::optional<double> menton_sellion_mm;
    std::optional<double> bizygomatic_mm;
    std::optional<double> neck_mm;
    std::optional<double> ear_length_mm;
};

struct MeasureReport {
    std::string name;                // as the plan's key without unit: "circumference"
    std::optional<double> asked_mm;  // on the shaved skin
    double obtained_mm = 0.0;
};

struct FittedHead {
    HeadShape shape;
    HeadMeasures measures;
    std::vector<MeasureReport> report;
    // Names of asked measures that no head of about this shape has together: off by more than disagreement_mm.
    std::vector<std::string> contradictions;
};

inline constexpr double disagreement_mm = 1.5;

// The most probable head with these measures: Gauss-Newton on residuals of 0.7 mm each, the population's spread of length,
// breadth and height, and mild squareness (science page "Generated bald head", section 8). Errors name the measure that no
// adult has, with its plausible range; `where` names the file or option.
[[nodiscard]] Result<FittedHead> fit_head(const AskedMeasures& asked, const std::string& where);

// The head with report and contradictions for what was asked, from its measures.
[[nodiscard]] FittedHead with_report(FittedHead head, const AskedMeasures& asked);

}  // namespace stubble
