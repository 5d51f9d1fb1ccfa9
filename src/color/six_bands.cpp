#include "color/six_bands.h"

#include <cmath>
#include <numeric>
#include <string_view>

#include "base/csv_table.h"

namespace stubble {

std::string_view color_asset(std::string_view name);  // generated from assets/

namespace {

struct Quadrature {
    BandWeights xyz;
    BandWeights rgb;
};

Bands column(const CsvTable& table, std::string_view name) {
    const std::vector<double> values = table.column(name);
    STUBBLE_CHECK(values.size() == band_count);
    Bands bands{};
    std::copy(values.begin(), values.end(), bands.begin());
    return bands;
}

const Quadrature& quadrature() {
    static const Quadrature weights = [] {
        const CsvTable table =
            CsvTable::parse(color_asset("spectra/six_bands.csv"), "six_bands.csv").value();
        STUBBLE_CHECK(column(table, "wavelength_nm") == band_wavelength_nm);
        return Quadrature{
            {column(table, "X"), column(table, "Y"), column(table, "Z")},
            {column(table, "linear_R"), column(table, "linear_G"), column(table, "linear_B")}};
    }();
    return weights;
}

double dot(const Bands& first, const Bands& second) {
    return std::inner_product(first.begin(), first.end(), second.begin(), 0.0);
}

}  // namespace

const BandWeights& rgb_band_weights() {
    return quadrature().rgb;
}

LinearRgb linear_rgb_of_bands(const Bands& reflectance) {
    const BandWeights& w = quadrature().rgb;
    return {dot(w.red, reflectance), dot(w.green, reflectance), dot(w.blue, reflectance)};
}

Xyz xyz_of_bands(const Bands& reflectance) {
    const BandWeights& w = quadrature().xyz;
    return {dot(w.red, reflectance), dot(w.green, reflectance), dot(w.blue, reflectance)};
}

Bands bands_of(const Spectrum& spectrum) {
    Bands bands{};
    for (std::size_t k = 0; k < bands.size(); ++k) {
        bands[k] = spectrum[static_cast<int>(
            std::lround((band_wavelength_nm[k] - wavelength_nm(0)) / 10.0))];
    }
    return bands;
}

}  // namespace stubble
