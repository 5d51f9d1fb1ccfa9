// Colour of pigment seen through the skin above it at its depth: the dot model F5 (blue-gray cast, halo, saturation).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "color/color_spaces.h"
#include "color/six_bands.h"
#include "pigment/pigment.h"
#include "skin/melanin_and_blood.h"

namespace stubble {

// Height of the deposit of pigment in the dermis, mm (assumed; other shapes behave like it with an
// adapted depth).
inline constexpr double dot_height_mm = 0.2;

// A deposit: a vertical cylinder of pigment, dot_height_mm tall.
struct DotShape {
    double diameter_mm = 0.35;   // effective optical diameter; fitted for 0.3-1.0, narrower dots by
                                 // an equivalent strength
    double top_depth_mm = 0.20;  // upper end below the skin's surface; fitted for 0.1-0.7
};

// Light that comes back beside and above one dot relative to bare skin, at one wavelength:
//   T(r) = [1 - c1/(1 + exp((r - a)/w))] [1 - c2 exp(-u) (1 + (g - 1)(1 - exp(-u)))], a = D/2, u =
//   max(r - a, 0)/L.
// First factor: direct view of the dot; second: the light it takes from its surroundings (halo).
struct DotTransmittance {
    double c1 = 0.0;
    double edge_mm = 1.0;  // w
    double c2 = 0.0;
    double halo_mm = 1.0;    // L
    double radius_mm = 0.0;  // a
    double tail = 1.0;       // g, 1 = plain F5
    double exponent = 1.0;   // below the weakest fitted strength ln T shrinks in proportion to it

    [[nodiscard]] double at(double r_mm) const;
};

enum class TailFactor { On, Off };

// F5 (fit of the project to Monte Carlo of 480 dots) at a wavelength in nm for an optical depth mua
// * dot_height_mm. Inputs outside the fit are clamped: top depth 0.1-0.7, diameter 0.3-1.0
// (narrower: equivalent strength), optical depth
// <= 51.2. CIEDE2000 to Monte Carlo: mean 0.33, 95 % below 1.02, worst 3.6 (top depth 0.1 with
// strong pigment).
[[nodiscard]] DotTransmittance dot_transmittance(double nm, const SkinTone& tone,
                                                 const DotShape& shape, double optical_depth,
                                                 const BloodState& blood = {},
                                                 TailFactor tail = TailFactor::On);

// The same in linear sRGB by the six bands: T_rgb = sum_k W_k R_k T_k / sum_k W_k R_k.
class RgbDotTransmittance {
public:
    RgbDotTransmittance(const SkinTone& tone, const DotShape& shape, const PigmentDose& dose,
                        const BloodState& blood = {});

    // Factor on the light that entered the skin, per channel, at a distance from the dot's centre.
    [[nodiscard]] LinearRgb at(double r_mm) const;

private:
    std::array<DotTransmittance, band_count> bands_;
    BandWeights weights_;  // of the bands in each channel, adding up to 1
};

}  // namespace stubble
