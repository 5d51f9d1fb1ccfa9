#include "scalp/head_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include "base/parallel.h"

namespace stubble {
namespace {

using Vector6 = Eigen::Matrix<double, 6, 1>;
using Matrix6 = Eigen::Matrix<double, 6, 6>;

// The measures that shape the vault, in the order of the unknowns' rows.
struct FitMeasure {
    const char* name;
    std::optional<double> AskedMeasures::*asked;
    double HeadMeasures::*obtained;
};
constexpr std::array<FitMeasure, 6> vault_measures{
    {{"length", &AskedMeasures::length_mm, &HeadMeasures::length},
     {"breadth", &AskedMeasures::breadth_mm, &HeadMeasures::breadth},
     {"tragion_top", &AskedMeasures::tragion_top_mm, &HeadMeasures::tragion_top},
     {"circumference", &AskedMeasures::circumference_mm, &HeadMeasures::circumference},
     {"bitragion_coronal_arc", &AskedMeasures::coronal_arc_mm, &HeadMeasures::coronal_arc},
     {"sagittal_arc", &AskedMeasures::sagittal_arc_mm, &HeadMeasures::sagittal_arc}}};

// The measures of face and neck, each with its own scale.
constexpr std::array<FitMeasure, 3> face_measures{
    {{"menton_sellion", &AskedMeasures::menton_sellion_mm, &HeadMeasures::menton_sellion},
     {"bizygomatic", &AskedMeasures::bizygomatic_mm, &HeadMeasures::bizygomatic},
     {"neck", &AskedMeasures::neck_mm, &HeadMeasures::neck}}};
constexpr std::array<double HeadShape::*, 3> face_scales{
    &HeadShape::face_height, &HeadShape::face_breadth, &HeadShape::neck};

// The unknowns of the vault with the step of their derivative, their longest step and their range.
struct VaultUnknown {
    double HeadShape::*parameter;
    double probe;
    double longest_step;
    double low;
    double high;
};
constexpr std::array<VaultUnknown, 6> vault_unknowns{
    {{&HeadShape::length, 0.01, 0.06, 0.6, 1.6},
     {&HeadShape::breadth, 0.01, 0.06, 0.6, 1.6},
     {&HeadShape::height, 0.01, 0.06, 0.6, 1.6},
     {&HeadShape::plan_squareness, 0.05, 0.15, -0.3, 0.4},
     {&HeadShape::coronal_squareness, 0.05, 0.15, -0.25, 0.35},
     {&HeadShape::sagittal_fullness, 0.005, 0.02, -0.04, 0.04}}};

constexpr double tape_sd_mm = 0.7;
// Spread of squareness and fullness (assumed).
constexpr std::array<double, 3> form_sd{0.10, 0.10, 0.010};
constexpr double canonical_ear_mm = 67.6;

// What hair adds to a measure.
double hair_allowance_mm(const AskedMeasures& asked,
                         std::optional<double> AskedMeasures::*measure) {
    if (!asked.taped_over_hair) {
        return 0.0;
    }
    const double around = hair_under_tape_mm(asked.sex);
    if (measure == &AskedMeasures::circumference_mm) {
        return around;
    }
    const bool is_arc =
        measure == &AskedMeasures::coronal_arc_mm || measure == &AskedMeasures::sagittal_arc_mm;
    return is_arc ? around / 2.0 : 0.0;
}

// The same measures on the shaved skin.
AskedMeasures on_skin(AskedMeasures asked) {
    for (const FitMeasure& m : vault_measures) {
        if (std::optional<double>& value = asked.*m.asked) {
            *value -= hair_allowance_mm(asked, m.asked);
        }
    }
    asked.taped_over_hair = false;
    return asked;
}

struct Plausible {
    double mean_mm;
    double sd_mm;
};

// On the shaved skin. The two arcs: mean of the model with mean length, breadth and height; spread assumed.
Plausible plausible(Sex sex, std::optional<double> AskedMeasures::*measure) {
    const HeadStatistics& s = statistics_of(sex);
    const auto of = [&](HeadStatistic which, double hair_mm = 0.0) {
        return Plausible{s.mean(which) - hair_mm, s.sd(which)};
    };
    const bool man = sex == Sex::Male;
    if (measure == &AskedMeasures::circumference_mm) {
        return of(HeadStatistic::Circumference, hair_under_tape_mm(sex));
    }
    if (measure == &AskedMeasures::coronal_arc_mm) {
        return {man ? 349.6 : 336.6, 13.0};
    }
    if (measure == &AskedMeasures::sagittal_arc_mm) {
        return {man ? 362.9 : 349.4, 13.0};
    }
    if (measure == &AskedMeasures::length_mm) {
        return of(HeadStatistic::Length);
    }
    if (measure == &AskedMeasures::breadth_mm) {
        return of(HeadStatistic::Breadth);
    }
    if (measure == &AskedMeasures::tragion_top_mm) {
        return of(HeadStatistic::TragionTop);
    }
    if (measure == &AskedMeasures::menton_sellion_mm) {
        return of(HeadStatistic::MentonSellion);
    }
    if (measure == &AskedMeasures::bizygomatic_mm) {
        return of(HeadStatistic::Bizygomatic);
    }
    return of(measure == &AskedMeasures::neck_mm ? HeadStatistic::Neck : HeadStatistic::EarLength);
}

// Nobody in the survey was farther than 5.5 standard deviations from the mean.
constexpr double possible_sds = 6.0;

Status check_possible(const AskedMeasures& asked, const char* name,
                      std::optional<double> AskedMeasures::*measure, const std::string& where) {
    if (!(asked.*measure)) {
        return Done{};
    }
    const double value = *(asked.*measure);
    const double hair = hair_allowance_mm(asked, measure);
    const Plausible range = plausible(asked.sex, measure);
    const double low = range.mean_mm - possible_sds * range.sd_mm + hair;
    const double high = range.mean_mm + possible_sds * range.sd_mm + hair;
    if (value >= low && value <= high) {
        return Done{};
    }
    char cause[160];
    char remedy[160];
    std::snprintf(cause, sizeof cause, "head.%s_mm: %.4g mm is no measure of an adult head", name,
                  value);
    std::snprintf(remedy, sizeof remedy, "plausible are %.0f to %.0f mm for a %s", std::ceil(low),
                  std::floor(high), asked.sex == Sex::Male ? "man" : "woman");
    return Error{where, cause, remedy};
}

Status check_possible(const AskedMeasures& asked, const std::string& where) {
    const auto check = [&](const FitMeasure& m) {
        return check_possible(asked, m.name, m.asked, where);
    };
    for (const FitMeasure& m : vault_measures) {
        if (Status status = check(m); !status) {
            return status;
        }
    }
    for (const FitMeasure& m : face_measures) {
        if (Status status = check(m); !status) {
            return status;
        }
    }
    return check_possible(asked, "ear_length", &AskedMeasures::ear_length_mm, where);
}

class HeadFit {
public:
    explicit HeadFit(const AskedMeasures& on_skin)
        : asked_(on_skin), statistics_(statistics_of(on_skin.sex)) {
        const bool woman = asked_.sex == Sex::Female;
        shape_.femininity = woman ? 1.0 : 0.0;
        shape_.length = woman ? 0.95 : 0.985;
        shape_.breadth = woman ? 0.96 : 1.0;
        shape_.height = woman ? 0.965 : 1.0;
        shape_.ear = asked_.ear_length_mm.value_or(statistics_.mean(HeadStatistic::EarLength)) /
                     canonical_ear_mm;
        for (int i = 0; i < 3; ++i) {
            face_targets_mm_[i] = face_target(i);
        }
    }

    FittedHead run() {
        tapes_.fill(tape_near(shape_));
        constexpr int most_steps = 10;
        constexpr double settled = 1e-5;  // of a scale
        double change = 1.0;
        for (int step = 0; step < most_steps && change > settled; ++step) {
            change = improve(change);
        }
        shape_ = rounded(shape_);
        return {shape_, tapes_[0].measure(HeadSurface(shape_)), {}, {}};
    }

private:
    [[nodiscard]] double face_target(int i) const {
        constexpr std::array<HeadStatistic, 3> which{
            HeadStatistic::MentonSellion, HeadStatistic::Bizygomatic, HeadStatistic::Neck};
        if (const std::optional<double>& given = asked_.*face_measures[i].asked) {
            return *given;
        }
        if (asked_.circumference_mm) {
            return statistics_.expected(
                which[i], *asked_.circumference_mm + hair_under_survey_tape_mm(asked_.sex));
        }
        return statistics_.mean(which[i]);
    }

    // A tape that has found the skin of about this head.
    static HeadTape tape_near(const HeadShape& shape) {
        HeadTape tape;
        static_cast<void>(tape.measure(HeadSurface(shape)));
        return tape;
    }

    static Vector6 vault_of(const HeadMeasures& m) {
        Vector6 v;
        for (int i = 0; i < 6; ++i) {
            v[i] = m.*vault_measures[i].obtained;
        }
        return v;
    }

    // One Gauss-Newton step; the largest change of a scale. Near the end slopes stay as they are.
    double improve(double last_change) {
        constexpr double near = 2e-3;
        if (last_change > near) {
            measure_all();
            for (int j = 0; j < 6; ++j) {
                jacobian_.col(j) =
                    (vault_of(measured_[j + 1]) - vault_of(measured_[0])) / vault_unknowns[j].probe;
            }
        } else {
            measured_[0] = tapes_[0].measure(HeadSurface(shape_));
        }
        const Vector6 obtained = vault_of(measured_[0]);
        const double face_change = rescale_face(measured_[0]);
        return std::max(face_change, step_vault(obtained));
    }

    // The head as it is, and with each unknown moved a little.
    void measure_all() {
        parallel_for(measured_.size(), 1, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                HeadShape shape = shape_;
                if (i > 0) {
                    shape.*vault_unknowns[i - 1].parameter += vault_unknowns[i - 1].probe;
                }
                measured_[i] = tapes_[i].measure(HeadSurface(shape));
            }
        });
    }

    double rescale_face(const HeadMeasures& now) {
        constexpr double share = 0.9;
        double change = 0.0;
        for (int i = 0; i < 3; ++i) {
            const double factor =
                1.0 + share * (face_targets_mm_[i] / now.*face_measures[i].obtained - 1.0);
            shape_.*face_scales[i] *= factor;
            change = std::max(change, std::abs(factor - 1.0));
        }
        return change;
    }

    double step_vault(const Vector6& obtained) {
        Matrix6 normal = Matrix6::Zero();
        Vector6 right = Vector6::Zero();
        for (int k = 0; k < 6; ++k) {
            if (const std::optional<double>& given = asked_.*vault_measures[k].asked) {
                const Vector6 row = jacobian_.row(k).transpose() / tape_sd_mm;
                normal += row * row.transpose();
                right += row * ((*given - obtained[k]) / tape_sd_mm);
            }
        }
        add_prior(obtained, normal, right);
        return move(normal.ldlt().solve(right));
    }

    void add_prior(const Vector6& obtained, Matrix6& normal, Vector6& right) const {
        const Eigen::Matrix3d precision = statistics_.vault_covariance_mm2.inverse();
        const Eigen::Vector3d mean(statistics_.mean(HeadStatistic::Length),
                                   statistics_.mean(HeadStatistic::Breadth),
                                   statistics_.mean(HeadStatistic::TragionTop));
        const Eigen::Matrix<double, 3, 6> rows = jacobian_.topRows<3>();
        normal += rows.transpose() * precision * rows;
        right += rows.transpose() * precision * (mean - obtained.head<3>());
        for (int i = 0; i < 3; ++i) {
            const double weight = 1.0 / (form_sd[i] * form_sd[i]);
            normal(3 + i, 3 + i) += weight;
            right[3 + i] -= weight * shape_.*vault_unknowns[3 + i].parameter;
        }
    }

    double move(const Vector6& step) {
        double change = 0.0;
        for (int j = 0; j < 6; ++j) {
            const VaultUnknown& unknown = vault_unknowns[j];
            double& value = shape_.*unknown.parameter;
            const double before = value;
            value =
                std::clamp(value + std::clamp(step[j], -unknown.longest_step, unknown.longest_step),
                           unknown.low, unknown.high);
            change = std::max(change, std::abs(value - before) * (j < 3 ? 1.0 : 0.1));
        }
        return change;
    }

    const AskedMeasures asked_;
    const HeadStatistics& statistics_;
    HeadShape shape_;
    std::array<double, 3> face_targets_mm_{};
    std::array<HeadTape, 7> tapes_;
    std::array<HeadMeasures, 7> measured_;
    Matrix6 jacobian_;  // of the vault's measures by its unknowns
};

}  // namespace

FittedHead with_report(FittedHead head, const AskedMeasures& asked) {
    const AskedMeasures bare = on_skin(asked);
    head.report.clear();
    head.contradictions.clear();
    const auto add = [&](const FitMeasure& m) {
        const MeasureReport line{m.name, bare.*m.asked, head.measures.*m.obtained};
        if (line.asked_mm && std::abs(*line.asked_mm - line.obtained_mm) > disagreement_mm) {
            head.contradictions.push_back(line.name);
        }
        head.report.push_back(line);
    };
    std::for_each(vault_measures.begin(), vault_measures.end(), add);
    std::for_each(face_measures.begin(), face_measures.end(), add);
    return head;
}

Result<FittedHead> fit_head(const AskedMeasures& asked, const std::string& where) {
    if (const Status status = check_possible(asked, where); !status) {
        return status.error();
    }
    return with_report(HeadFit(on_skin(asked)).run(), asked);
}

}  // namespace stubble
