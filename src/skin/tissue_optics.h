// How melanin, blood and collagen absorb and scatter light: the tissue laws that skin and dots are computed from.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "color/spectrum.h"

namespace stubble {

// Absorption and scattering are per centimetre, wavelengths in nm (380-730).

// State of the blood in the dermis.
struct BloodState {
    double oxygenation = 0.75;       // share of oxyhaemoglobin; 0.4-0.95 measured in skin
    double vessel_radius_um = 10.0;  // 0 = blood spread evenly (the Monte Carlo reference tables)
};

// Melanosome interior: 6.6e11 l^-3.33 (Jacques 1998, omlc.org/news/jan98/skinoptics.html).
[[nodiscard]] double melanosome_absorption(double nm);
// Skin without melanin and blood: 0.244 + 85.3 exp(-(l - 154)/66.2) (Jacques 1998).
[[nodiscard]] double baseline_absorption(double nm);
// Whole blood of 150 g/l: 2.303 * 150/64500 * (S eps_HbO2 + (1 - S) eps_Hb) (Prahl,
// omlc.org/spectra/hemoglobin).
[[nodiscard]] double blood_absorption(double nm, double oxygenation);
// Light inside a vessel is shaded by the vessel itself: (1 - exp(-x))/x with x = 2 mua r (form of
// van Veen 2002).
[[nodiscard]] double packed_blood_absorption(double nm, const BloodState& state);
// Reduced scattering of epidermis and dermis: 48 [0.409 (l/500)^-4 + 0.591 (l/500)^-0.702] (Jacques
// 2013, skin).
[[nodiscard]] double reduced_scattering(double nm);

// Mixtures by volume fraction of melanosomes (epidermis) and of blood (dermis).
[[nodiscard]] double epidermis_absorption(double nm, double melanin);
[[nodiscard]] double dermis_absorption(double nm, double blood, const BloodState& state = {});

}  // namespace stubble
