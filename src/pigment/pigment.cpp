#include "pigment/pigment.h"

#include <cmath>

namespace stubble {
namespace {

// Spectra of the components, k_carbon(550) = 1.

// Exponent assumed; small particles would have 1, the published index of soot supports nearly flat.
double carbon_black_spectrum(double nm) {
    return std::pow(nm / 550.0, -0.7);
}

// Absorption edges of haematite (526-544 nm published) and goethite; heights and widths assumed.
double red_oxide_spectrum(double nm) {
    return 0.03 + 1.0 / (1.0 + std::exp((nm - 575.0) / 14.0));
}
double yellow_oxide_spectrum(double nm) {
    return 0.02 + 1.1 / (1.0 + std::exp((nm - 510.0) / 17.0));
}

// Assumed.
double black_oxide_spectrum(double nm) {
    return 0.45 * std::pow(nm / 550.0, -0.2);
}

}  // namespace

double PigmentDose::absorption(double nm) const {
    return carbon_black * carbon_black_spectrum(nm) + red_oxide * red_oxide_spectrum(nm) +
           yellow_oxide * yellow_oxide_spectrum(nm) + black_oxide * black_oxide_spectrum(nm);
}

PigmentDose PigmentDose::scaled(double factor) const {
    return {carbon_black * factor, red_oxide * factor, yellow_oxide * factor, black_oxide * factor};
}

PigmentDose healed_dose(const PigmentRecipe& recipe) {
    const PigmentDose weights{recipe.carbon_black, recipe.red_oxide, recipe.yellow_oxide,
                              recipe.black_oxide};
    return weights.scaled(undiluted_absorption_per_cm / (1.0 + recipe.water_ml_per_ml));
}

}  // namespace stubble
