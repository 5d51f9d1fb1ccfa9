#include "skin/tissue_optics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "base/csv_table.h"

namespace stubble {

std::string_view skin_asset(std::string_view name);  // generated from assets/

namespace {

struct Haemoglobin {
    Spectrum oxy;  // molar extinction, 1/cm per mol/l
    Spectrum deoxy;
};

const Haemoglobin& haemoglobin() {
    static const Haemoglobin table = [] {
        const CsvTable csv =
            CsvTable::parse(skin_asset("spectra/haemoglobin.csv"), "haemoglobin.csv").value();
        STUBBLE_CHECK(csv.rows() == wavelength_count);
        const std::vector<double> oxy = csv.column("oxy_per_cm_per_molar");
        const std::vector<double> deoxy = csv.column("deoxy_per_cm_per_molar");
        return Haemoglobin{Eigen::Map<const Spectrum>(oxy.data()),
                           Eigen::Map<const Spectrum>(deoxy.data())};
    }();
    return table;
}

double interpolate(const Spectrum& spectrum, double nm) {
    const double position = std::clamp((nm - wavelength_nm(0)) / 10.0, 0.0, wavelength_count - 1.0);
    const int below = std::min(static_cast<int>(position), wavelength_count - 2);
    return std::lerp(spectrum[below], spectrum[below + 1], position - below);
}

}  // namespace

double melanosome_absorption(double nm) {
    return 6.6e11 * std::pow(nm, -3.33);
}

double baseline_absorption(double nm) {
    return 0.244 + 85.3 * std::exp(-(nm - 154.0) / 66.2);
}

double blood_absorption(double nm, double oxygenation) {
    constexpr double ln_10 = 2.303;
    constexpr double grams_per_litre = 150.0;
    constexpr double grams_per_mole = 64500.0;
    const Haemoglobin& eps = haemoglobin();
    const double mixed =
        oxygenation * interpolate(eps.oxy, nm) + (1.0 - oxygenation) * interpolate(eps.deoxy, nm);
    return ln_10 * grams_per_litre / grams_per_mole * mixed;
}

double packed_blood_absorption(double nm, const BloodState& state) {
    const double mua = blood_absorption(nm, state.oxygenation);
    if (state.vessel_radius_um <= 0.0) {
        return mua;
    }
    const double x = 2.0 * mua * state.vessel_radius_um * 1e-4;
    return mua * -std::expm1(-x) / x;
}

double reduced_scattering(double nm) {
    const double x = nm / 500.0;
    return 48.0 * (0.409 * std::pow(x, -4.0) + 0.591 * std::pow(x, -0.702));
}

double epidermis_absorption(double nm, double melanin) {
    return std::lerp(baseline_absorption(nm), melanosome_absorption(nm), melanin);
}

double dermis_absorption(double nm, double blood, const BloodState& state) {
    return std::lerp(baseline_absorption(nm), packed_blood_absorption(nm, state), blood);
}

}  // namespace stubble
