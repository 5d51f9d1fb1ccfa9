// A pigment: what its components (carbon black, iron oxides) absorb, its strength and its dilution with water.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace stubble {

// Amounts of the components in the healed dot, each as its absorption at 550 nm in 1/cm before the
// component's own spectrum: mua(l) = sum amount_i k_i(l). Mixing adds absorption (pigment scatters
// far less than dermis).
struct PigmentDose {
    double carbon_black = 80.0;  // CI 77266
    double red_oxide = 0.0;      // CI 77491
    double yellow_oxide = 0.0;   // CI 77492
    double black_oxide = 0.0;    // CI 77499

    // Absorption coefficient in 1/cm at a wavelength in nm (380-730).
    [[nodiscard]] double absorption(double nm) const;
    [[nodiscard]] PigmentDose scaled(double factor) const;
};

// How a pigment is mixed: weights of the components, adding up to 1, and water.
struct PigmentRecipe {
    double carbon_black = 1.0;
    double red_oxide = 0.0;
    double yellow_oxide = 0.0;
    double black_oxide = 0.0;
    double water_ml_per_ml = 10.0;  // millilitres of water per millilitre of pigment

    bool operator==(const PigmentRecipe&) const = default;
};

// Healed strength of undiluted pigment, 1/cm at 550 nm. Assumed: 7.5 m2/g times 12 mg/cm3 in the
// skin; makes 1:10 the reference dot of 80 /cm.
inline constexpr double undiluted_absorption_per_cm = 880.0;

// What a recipe leaves in the healed dot: 880/(1 + water) times the weights.
[[nodiscard]] PigmentDose healed_dose(const PigmentRecipe& recipe);

}  // namespace stubble
