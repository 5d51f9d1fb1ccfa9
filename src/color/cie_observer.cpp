#include "color/cie_observer.h"

#include <array>
#include <string_view>

#include "base/csv_table.h"

namespace stubble {

std::string_view color_asset(std::string_view name);  // generated from assets/

namespace {

// Weight of each wavelength in X, Y and Z.
std::array<Spectrum, 3> observer_weights() {
    const CsvTable table =
        CsvTable::parse(color_asset("spectra/cie1931_d65_10nm.csv"), "cie1931_d65_10nm.csv")
            .value();
    STUBBLE_CHECK(table.rows() == wavelength_count);
    const std::vector<double> light = table.column("D65");
    const std::array<double, 3> white{d65_white.X, d65_white.Y, d65_white.Z};
    constexpr std::array<std::string_view, 3> names{"xbar", "ybar", "zbar"};
    std::array<Spectrum, 3> weights;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::vector<double> matching = table.column(names[axis]);
        for (int i = 0; i < wavelength_count; ++i) {
            const auto row = static_cast<std::size_t>(i);
            weights[axis][i] = matching[row] * light[row];
        }
        weights[axis] *= white[axis] / weights[axis].sum();
    }
    return weights;
}

}  // namespace

Xyz xyz_of_reflectance(const Spectrum& reflectance) {
    static const std::array<Spectrum, 3> weights = observer_weights();
    return {(weights[0] * reflectance).sum(), (weights[1] * reflectance).sum(),
            (weights[2] * reflectance).sum()};
}

}  // namespace stubble
