#include "pigment/implanted_color.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <vector>

#include "base/csv_table.h"

namespace stubble {

std::string_view pigment_asset(std::string_view name);  // generated from assets/

namespace {

constexpr int feature_count = 30;
constexpr double narrowest_mm = 0.30;
constexpr double weakest = 0.1;
constexpr double strongest = 51.2;

using Features = Eigen::Matrix<double, feature_count, 1>;
using Coefficients = Eigen::Matrix<double, 4, feature_count>;  // logit c1, ln w, logit c2, ln L

const Coefficients& coefficients() {
    static const Coefficients matrix = [] {
        const CsvTable csv =
            CsvTable::parse(pigment_asset("spectra/dot_model_f5.csv"), "dot_model_f5.csv").value();
        STUBBLE_CHECK(csv.rows() == feature_count && csv.columns() == 5);
        Coefficients result;
        for (int row = 0; row < feature_count; ++row) {
            for (int parameter = 0; parameter < 4; ++parameter) {
                result(parameter, row) = csv.number(static_cast<std::size_t>(row),
                                                    static_cast<std::size_t>(parameter) + 1);
            }
        }
        return result;
    }();
    return matrix;
}

double tail_factor(double nm) {
    static const std::vector<double> table =
        CsvTable::parse(pigment_asset("spectra/dot_tail_factor.csv"), "dot_tail_factor.csv")
            .value()
            .column("tail_factor");
    STUBBLE_CHECK(table.size() == wavelength_count);
    const double position = std::clamp((nm - wavelength_nm(0)) / 10.0, 0.0, wavelength_count - 1.0);
    const auto below = std::min(static_cast<std::size_t>(position), table.size() - 2);
    return std::lerp(table[below], table[below + 1], position - static_cast<double>(below));
}

double logistic(double x) {
    return 1.0 / (1.0 + std::exp(-std::clamp(x, -40.0, 40.0)));
}

// phi of F5: 1, v, all products v_i v_j with i <= j, and the cubic terms the fit kept. Lengths in
// mm, mu per mm.
Features features(double nm, const SkinTone& tone, const DotShape& shape, double optical_depth,
                  const BloodState& blood) {
    constexpr double epidermis_mm = 0.08;
    const double scattering = reduced_scattering(nm) / 10.0;
    const double dermis = dermis_absorption(nm, tone.blood, blood) / 10.0;
    const double epidermis = epidermis_absorption(nm, tone.melanin) / 10.0;
    const std::array<double, 5> v{
        std::log(scattering * shape.top_depth_mm) - 0.5,
        std::log(dermis / scattering) + 3.5,
        std::log(shape.diameter_mm / shape.top_depth_mm) - 0.2,
        logistic(std::log(optical_depth) - 0.2) - 0.6,
        std::min(epidermis * epidermis_mm, 2.0) - 0.2,
    };
    Features phi;
    int n = 0;
    phi[n++] = 1.0;
    for (const double x : v) {
        phi[n++] = x;
    }
    for (std::size_t i = 0; i < v.size(); ++i) {
        for (std::size_t j = i; j < v.size(); ++j) {
            phi[n++] = v[i] * v[j];
        }
    }
    for (std::size_t i = 0; i < 4; ++i) {
        phi[n++] = v[i] * v[i] * v[i];
    }
    phi[n++] = v[0] * v[0] * v[1];
    phi[n++] = v[0] * v[1] * v[1];
    phi[n++] = v[0] * v[0] * v[2];
    phi[n++] = v[0] * v[2] * v[2];
    phi[n++] = v[0] * v[1] * v[2];
    STUBBLE_CHECK(n == feature_count);
    return phi;
}

// Dots narrower than the fit: the strength of a 0.30 mm dot that takes the same light (Monte Carlo
// of narrow columns; tone within 1 CIEDE2000, the profile is too flat at the centre).
double equivalent_depth(double diameter_mm, double optical_depth) {
    if (diameter_mm >= narrowest_mm) {
        return optical_depth;
    }
    constexpr std::array<double, 5> diameters{0.10, 0.15, 0.20, 0.25, 0.30};
    constexpr std::array<double, 5> limits{0.35, 0.62, 1.1, 2.1, 8.0};
    const double d = std::max(diameter_mm, diameters.front());
    const auto cell = static_cast<std::size_t>(
        std::upper_bound(diameters.begin() + 1, diameters.end() - 1, d) - diameters.begin() - 1);
    const double fraction = (d - diameters[cell]) / (diameters[cell + 1] - diameters[cell]);
    const double limit = std::lerp(limits[cell], limits[cell + 1], fraction);
    return std::min(optical_depth * std::pow(diameter_mm / narrowest_mm, 2.5), limit);
}

// Weights of the bands in one channel, multiplied by the skin's reflectance and scaled to add up
// to 1.
Bands channel_weights(const Bands& weights, const Bands& reflectance) {
    Bands product{};
    std::transform(weights.begin(), weights.end(), reflectance.begin(), product.begin(),
                   std::multiplies<>());
    const double sum = std::accumulate(product.begin(), product.end(), 0.0);
    for (double& x : product) {
        x /= sum;
    }
    return product;
}

}  // namespace

double DotTransmittance::at(double r_mm) const {
    const double direct = 1.0 - c1 * logistic((radius_mm - r_mm) / edge_mm);
    const double fall = std::exp(-std::max(r_mm - radius_mm, 0.0) / halo_mm);
    const double surroundings = 1.0 - c2 * fall * (1.0 + (tail - 1.0) * (1.0 - fall));
    const double transmittance = direct * surroundings;
    return exponent == 1.0 ? transmittance : std::pow(transmittance, exponent);
}

// NOLINTNEXTLINE(readability-function-size): six inputs of one law, the last two rarely given
DotTransmittance dot_transmittance(double nm, const SkinTone& tone, const DotShape& shape,
                                   double optical_depth, const BloodState& blood, TailFactor tail) {
    const DotShape fitted{std::clamp(shape.diameter_mm, narrowest_mm, 1.0),
                          std::clamp(shape.top_depth_mm, 0.1, 0.7)};
    const double depth = equivalent_depth(shape.diameter_mm, optical_depth);
    const double fitted_depth = std::clamp(depth, weakest, strongest);
    const Eigen::Vector4d q = coefficients() * features(nm, tone, fitted, fitted_depth, blood);
    return {logistic(q[0]),
            std::exp(q[1]),
            logistic(q[2]),
            std::exp(q[3]),
            fitted.diameter_mm / 2.0,
            tail == TailFactor::On ? tail_factor(nm) : 1.0,
            std::min(depth / weakest, 1.0)};
}

RgbDotTransmittance::RgbDotTransmittance(const SkinTone& tone, const DotShape& shape,
                                         const PigmentDose& dose, const BloodState& blood) {
    for (std::size_t k = 0; k < bands_.size(); ++k) {
        const double nm = band_wavelength_nm[k];
        const double optical_depth = dose.absorption(nm) * dot_height_mm / 10.0;
        bands_[k] = dot_transmittance(nm, tone, shape, optical_depth, blood);
    }
    const Bands reflectance = skin_reflectance_bands(tone, {blood, 80.0});
    const BandWeights& w = rgb_band_weights();
    weights_ = {channel_weights(w.red, reflectance), channel_weights(w.green, reflectance),
                channel_weights(w.blue, reflectance)};
}

LinearRgb RgbDotTransmittance::at(double r_mm) const {
    // Summing what is missing, not what is left: without pigment the result is exactly 1.
    LinearRgb missing;
    for (std::size_t k = 0; k < bands_.size(); ++k) {
        const double contrast = 1.0 - bands_[k].at(r_mm);
        missing.r += weights_.red[k] * contrast;
        missing.g += weights_.green[k] * contrast;
        missing.b += weights_.blue[k] * contrast;
    }
    return {1.0 - missing.r, 1.0 - missing.g, 1.0 - missing.b};
}

}  // namespace stubble
