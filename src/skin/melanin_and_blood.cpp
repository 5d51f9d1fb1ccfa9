#include "skin/melanin_and_blood.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>
#include <vector>

#include "base/csv_table.h"
#include "color/cie_observer.h"

namespace stubble {

std::string_view skin_asset(std::string_view name);  // generated from assets/

namespace {

constexpr double table_epidermis_um = 80.0;
constexpr double table_oxygenation = 0.75;

// ln R over a grid of ln melanin and ln effective blood.
struct SkinTable {
    std::vector<double> log_melanin;
    std::vector<double> log_blood;
    std::vector<Spectrum> log_reflectance;  // [melanin][blood]

    [[nodiscard]] const Spectrum& at(std::size_t m, std::size_t b) const {
        return log_reflectance[m * log_blood.size() + b];
    }
};

std::vector<double> distinct_logs(const std::vector<double>& values) {
    const std::set<double> distinct(values.begin(), values.end());
    std::vector<double> logs;
    std::transform(distinct.begin(), distinct.end(), std::back_inserter(logs),
                   [](double x) { return std::log(x); });
    return logs;
}

const SkinTable& skin_table() {
    static const SkinTable table = [] {
        const CsvTable csv =
            CsvTable::parse(skin_asset("spectra/skin_lut_mc.csv"), "skin_lut_mc.csv").value();
        SkinTable result{
            distinct_logs(csv.column("melanin")), distinct_logs(csv.column("blood_eff")), {}};
        STUBBLE_CHECK(csv.rows() == result.log_melanin.size() * result.log_blood.size());
        for (std::size_t row = 0; row < csv.rows(); ++row) {
            Spectrum spectrum;
            for (int i = 0; i < wavelength_count; ++i) {
                spectrum[i] = std::log(csv.number(row, static_cast<std::size_t>(i) + 2));
            }
            result.log_reflectance.push_back(spectrum);
        }
        return result;
    }();
    return table;
}

struct Cell {
    std::size_t index;  // of the lower node
    double fraction;    // beyond it; outside [0, 1] it extrapolates
};

Cell find_cell(const std::vector<double>& nodes, double x) {
    const auto upper = std::upper_bound(nodes.begin() + 1, nodes.end() - 1, x);
    const auto index = static_cast<std::size_t>(upper - nodes.begin()) - 1;
    return {index, (x - nodes[index]) / (nodes[index + 1] - nodes[index])};
}

// ln of the factor that turns a blood fraction into the one that gives, without packing and at the
// table's oxygenation, the same dermis absorption.
Spectrum log_effective_blood_factor(const BloodState& state) {
    return wavelengths_nm().unaryExpr([&](double nm) {
        const double baseline = baseline_absorption(nm);
        return std::log((packed_blood_absorption(nm, state) - baseline) /
                        (blood_absorption(nm, table_oxygenation) - baseline));
    });
}

// The usual state is asked for at every pixel of a search: kept.
const Spectrum& usual_blood_factor() {
    static const Spectrum factor = log_effective_blood_factor({});
    return factor;
}

bool is_usual(const BloodState& state) {
    constexpr BloodState usual;
    return state.oxygenation == usual.oxygenation &&
           state.vessel_radius_um == usual.vessel_radius_um;
}

double clamped_log_melanin(const SkinTable& table, const SkinTone& tone, const SkinState& state) {
    const double melanin = tone.melanin * state.epidermis_um / table_epidermis_um;
    return std::clamp(std::log(melanin), table.log_melanin.front(), table.log_melanin.back());
}

double table_reflectance(const SkinTable& table, const Cell& m, double log_blood_eff, int i) {
    const Cell b = find_cell(table.log_blood, std::max(log_blood_eff, std::log(1e-5)));
    const double low =
        std::lerp(table.at(m.index, b.index)[i], table.at(m.index, b.index + 1)[i], b.fraction);
    const double high = std::lerp(table.at(m.index + 1, b.index)[i],
                                  table.at(m.index + 1, b.index + 1)[i], b.fraction);
    return std::exp(std::lerp(low, high, m.fraction));
}

}  // namespace

Spectrum skin_reflectance(const SkinTone& tone, const SkinState& state) {
    const SkinTable& table = skin_table();
    const Cell melanin = find_cell(table.log_melanin, clamped_log_melanin(table, tone, state));
    const Spectrum factor =
        is_usual(state.blood) ? usual_blood_factor() : log_effective_blood_factor(state.blood);
    const double log_blood = std::log(tone.blood);
    Spectrum reflectance;
    for (int i = 0; i < wavelength_count; ++i) {
        reflectance[i] = table_reflectance(table, melanin, log_blood + factor[i], i);
    }
    return reflectance;
}

Bands skin_reflectance_bands(const SkinTone& tone, const SkinState& state) {
    return bands_of(skin_reflectance(tone, state));
}

Spectrum skin_reflectance_closed_form(const SkinTone& tone, const SkinState& state) {
    // Fitted to the Monte Carlo table: absorption and scattering factors of dermis and epidermis,
    // internal reflection.
    constexpr double kd = 6.102, sd = 1.910, ri = 0.5655, ke = 1.394, se = 0.2293;
    constexpr double transmitted = 0.97222;  // 1 - Fresnel reflection at n = 1.4
    const double d_cm = state.epidermis_um * 1e-4;
    return wavelengths_nm().unaryExpr([&](double nm) {
        const double scattering = reduced_scattering(nm);
        const double x = kd * dermis_absorption(nm, tone.blood, state.blood) / (sd * scattering);
        const double dermis = 1.0 + x - std::sqrt(x * x + 2.0 * x);
        // NOLINTNEXTLINE(readability-identifier-naming): K and S of Kubelka and Munk
        const double K = ke * epidermis_absorption(nm, tone.melanin);
        const double s = se * scattering;
        const double a = (s + K) / s;
        const double b = std::sqrt(a * a - 1.0);
        const double sinh = std::sinh(b * s * d_cm);
        const double denominator = a * sinh + b * std::cosh(b * s * d_cm);
        const double reflected = sinh / denominator;
        const double passed = b / denominator;
        const double total = reflected + passed * passed * dermis / (1.0 - reflected * dermis);
        return transmitted * (1.0 - ri) * total / (1.0 - ri * total);
    });
}

Xyz skin_color(const SkinTone& tone, const SkinState& state) {
    return xyz_of_reflectance(skin_reflectance(tone, state) + surface_reflectance);
}

}  // namespace stubble
