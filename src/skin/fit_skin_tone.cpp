// The inverse of the skin model; declared in melanin_and_blood.h.
#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "color/delta_e.h"
#include "skin/melanin_and_blood.h"

namespace stubble {
namespace {

constexpr double melanin_low = 0.005, melanin_high = 0.32;
constexpr double blood_low = 0.002, blood_high = 0.07;
const double log_resting_blood = std::log(0.0115);

// u = ln R/G, v = ln G/B, w = ln Y.
Eigen::Vector3d log_chromaticity(const LinearRgb& color) {
    return {std::log(color.r / color.g), std::log(color.g / color.b), std::log(luminance(color))};
}

Eigen::Vector3d model_chromaticity(const Eigen::Vector2d& log_tone) {
    return log_chromaticity(linear_rgb(skin_color({std::exp(log_tone[0]), std::exp(log_tone[1])})));
}

struct Node {
    Eigen::Vector2d log_tone;
    Eigen::Vector3d chromaticity;
};

// 60 x 40 nodes, even in ln melanin and ln blood: the start of the search.
const std::vector<Node>& start_grid() {
    static const std::vector<Node> grid = [] {
        constexpr int melanin_nodes = 60, blood_nodes = 40;
        std::vector<Node> nodes;
        for (int i = 0; i < melanin_nodes; ++i) {
            for (int j = 0; j < blood_nodes; ++j) {
                const Eigen::Vector2d log_tone(
                    std::lerp(std::log(melanin_low), std::log(melanin_high),
                              i / (melanin_nodes - 1.0)),
                    std::lerp(std::log(blood_low), std::log(blood_high), j / (blood_nodes - 1.0)));
                nodes.push_back({log_tone, model_chromaticity(log_tone)});
            }
        }
        return nodes;
    }();
    return grid;
}

// Weighted least squares over (ln melanin, ln blood) around one photographed colour.
class ToneSearch {
public:
    ToneSearch(const LinearRgb& color, const SkinFitTrust& trust)
        : target_(log_chromaticity(color)),
          weight_(1.0 / trust.chromaticity_sigma, 1.0 / trust.chromaticity_sigma,
                  1.0 / trust.luminance_sigma),
          blood_weight_(trust.blood_sigma > 0.0 ? 1.0 / trust.blood_sigma : 0.0) {}

    [[nodiscard]] Eigen::Vector2d best_node() const {
        const auto& grid = start_grid();
        return std::min_element(grid.begin(), grid.end(),
                                [&](const Node& a, const Node& b) {
                                    return residual(a.log_tone, a.chromaticity).squaredNorm() <
                                           residual(b.log_tone, b.chromaticity).squaredNorm();
                                })
            ->log_tone;
    }

    // Gauss-Newton with step halving; stays inside the range of the model.
    [[nodiscard]] Eigen::Vector2d refine(Eigen::Vector2d x) const {
        for (int step = 0; step < 12; ++step) {
            const Eigen::Vector4d here = residual_at(x);
            const Eigen::Vector2d direction =
                jacobian(x, here).colPivHouseholderQr().solve(-here).cwiseMax(-0.5).cwiseMin(0.5);
            double scale = 1.0;
            while (scale > 0.05 &&
                   residual_at(moved(x, scale * direction)).squaredNorm() > here.squaredNorm()) {
                scale *= 0.5;
            }
            if (scale <= 0.05 || direction.cwiseAbs().maxCoeff() < 1e-7) {
                break;
            }
            x = moved(x, scale * direction);
        }
        return x;
    }

private:
    // Differences over their sigmas: two of chromaticity, one of luminance, one of blood.
    [[nodiscard]] Eigen::Vector4d residual(const Eigen::Vector2d& log_tone,
                                           const Eigen::Vector3d& model) const {
        Eigen::Vector4d r;
        r << (model - target_).cwiseProduct(weight_),
            blood_weight_ * (log_tone[1] - log_resting_blood);
        return r;
    }
    [[nodiscard]] Eigen::Vector4d residual_at(const Eigen::Vector2d& x) const {
        return residual(x, model_chromaticity(x));
    }
    [[nodiscard]] Eigen::Matrix<double, 4, 2> jacobian(const Eigen::Vector2d& x,
                                                       const Eigen::Vector4d& here) const {
        constexpr double h = 1e-4;
        Eigen::Matrix<double, 4, 2> columns;
        for (int axis = 0; axis < 2; ++axis) {
            columns.col(axis) = (residual_at(x + h * Eigen::Vector2d::Unit(axis)) - here) / h;
        }
        return columns;
    }
    [[nodiscard]] static Eigen::Vector2d moved(const Eigen::Vector2d& x,
                                               const Eigen::Vector2d& step) {
        const Eigen::Vector2d low(std::log(melanin_low), std::log(blood_low));
        const Eigen::Vector2d high(std::log(melanin_high), std::log(blood_high));
        return (x + step).cwiseMax(low).cwiseMin(high);
    }

    Eigen::Vector3d target_;
    Eigen::Vector3d weight_;
    double blood_weight_;
};

}  // namespace

SkinFit fit_skin_tone(const LinearRgb& photographed, const SkinFitTrust& trust) {
    STUBBLE_CHECK(photographed.r > 0.0 && photographed.g > 0.0 && photographed.b > 0.0);
    const ToneSearch search(photographed, trust);
    const Eigen::Vector2d found = search.refine(search.best_node());
    SkinFit fit;
    fit.tone = {std::exp(found[0]), std::exp(found[1])};
    const LinearRgb model = linear_rgb(skin_color(fit.tone));
    fit.shading = luminance(photographed) / luminance(model);
    const LinearRgb shaded{model.r * fit.shading, model.g * fit.shading, model.b * fit.shading};
    fit.delta_e = delta_e_2000(lab(photographed), lab(shaded));
    return fit;
}

}  // namespace stubble
