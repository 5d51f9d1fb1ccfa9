// Reflectance, absorption or any other quantity sampled at fixed wavelengths: 380-730 nm in steps of 10 nm.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

namespace stubble {

inline constexpr int wavelength_count = 36;

// One value per wavelength; element i belongs to wavelength_nm(i).
using Spectrum = Eigen::Array<double, wavelength_count, 1>;

[[nodiscard]] constexpr double wavelength_nm(int index) {
    return 380.0 + 10.0 * index;
}

// All wavelengths of the grid, in nm.
[[nodiscard]] Spectrum wavelengths_nm();

}  // namespace stubble
