// Six-band quadrature: the colour of a smooth reflectance from six wavelengths instead of 36, fast enough for every dot.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "color/color_spaces.h"
#include "color/spectrum.h"

namespace stubble {

inline constexpr int band_count = 6;

// One value per band, at band_wavelength_nm.
using Bands = std::array<double, band_count>;

inline constexpr Bands band_wavelength_nm{430.0, 480.0, 530.0, 570.0, 620.0, 670.0};

// Weights of the bands in linear sRGB under D65; each row sums to 1. Some are negative: only for
// smooth reflectances (skin and skin with pigment: mean CIEDE2000 0.3, at most 0.5 against 36
// wavelengths). D65 only.
struct BandWeights {
    Bands red;
    Bands green;
    Bands blue;
};
[[nodiscard]] const BandWeights& rgb_band_weights();

[[nodiscard]] LinearRgb linear_rgb_of_bands(const Bands& reflectance);
[[nodiscard]] Xyz xyz_of_bands(const Bands& reflectance);

// The six of the 36 wavelengths.
[[nodiscard]] Bands bands_of(const Spectrum& spectrum);

}  // namespace stubble
