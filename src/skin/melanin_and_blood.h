// Spectral reflectance and colour of skin from its melanin and blood (haemoglobin), and back from a photographed colour.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "color/color_spaces.h"
#include "color/six_bands.h"
#include "color/spectrum.h"
#include "skin/tissue_optics.h"

namespace stubble {

// A client's skin. Defaults: medium skin.
struct SkinTone {
    double melanin = 0.03;  // volume fraction of melanosomes in the epidermis; people: 0.005-0.25
    // Volume fraction of blood in the dermis; rest: 0.002-0.03, strong redness to 0.07.
    double blood = 0.0115;
};

struct SkinState {
    BloodState blood;
    double epidermis_um = 80.0;  // scalp 60-100; only melanin * thickness matters
};

// Light thrown back at the surface without entering the skin: Fresnel reflection at n = 1.4 seen by
// an ordinary camera. Added to every reflectance below when a colour is meant (a polarised
// photograph would have 0).
inline constexpr double surface_reflectance = 0.028;

// Reflectance of light that entered the skin and came back (without the surface term), 380-730 nm.
// Table of Monte Carlo results over melanin 0.005-0.43 and blood 0.0005-0.07, bilinear in (ln
// melanin, ln effective blood) of ln R; clamped at the edges of melanin, extrapolated beyond those
// of blood. CIEDE2000 to Monte Carlo off the nodes: mean 0.26, at most 0.55.
[[nodiscard]] Spectrum skin_reflectance(const SkinTone& tone, const SkinState& state = {});
// The same at the six bands only.
[[nodiscard]] Bands skin_reflectance_bands(const SkinTone& tone, const SkinState& state = {});

// Closed form without a table: two-layer Kubelka-Munk with Saunderson's surface correction.
// CIEDE2000 to Monte Carlo: mean 1.0, at most 2.3 for melanin up to 0.25.
[[nodiscard]] Spectrum skin_reflectance_closed_form(const SkinTone& tone,
                                                    const SkinState& state = {});

// Colour of the skin under D65 with the surface term.
[[nodiscard]] Xyz skin_color(const SkinTone& tone, const SkinState& state = {});

// What a photographed colour says about the skin.
struct SkinFit {
    SkinTone tone;
    // Light in the photograph relative to the model's: illumination and exposure.
    double shading = 1.0;
    double delta_e = 0.0;  // CIEDE2000 between the photographed colour and shading * model colour
};

// How far a photographed colour may be off.
struct SkinFitTrust {
    double chromaticity_sigma = 0.02;  // of ln R/G and ln G/B: sensor noise, spread of skin
    double luminance_sigma = 0.35;     // of ln Y: exposure; 0.1 with a gray card
    double blood_sigma = 0.0;          // of ln blood around 0.0115; 0 = nothing is known beforehand
};

// A photograph of unknown white balance and colour grading: the blood of people at rest has a
// spread of 0.6 in ln (median 0.0115, 5-95 % 0.004-0.028 of 4,392 measured skins), and the light is
// known to some ten percent (assumed).
inline constexpr SkinFitTrust ungraded_light{0.10, 0.35, 0.6};

// Finds melanin, blood and shading of a bare-skin colour in linear light: the least of the squares
// of ln R/G, ln G/B and ln Y, model against photograph, each over its sigma. Colours no skin has
// give a large delta_e. Precondition: every channel > 0.
[[nodiscard]] SkinFit fit_skin_tone(const LinearRgb& photographed, const SkinFitTrust& trust = {});

}  // namespace stubble
