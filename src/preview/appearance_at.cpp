#include "preview/appearance_at.h"

namespace stubble {

Appearance healed_appearance(const std::vector<Dot>& dots, const Shade& shade) {
    const PigmentDose dose = healed_dose(shade.recipe);
    Appearance appearance;
    appearance.dots.reserve(dots.size());
    for (const Dot& dot : dots) {
        const DotShape shape{dot.diameter_mm, dot.depth_mm - dot_height_mm / 2.0};
        appearance.dots.push_back({dot.position_mm.head<2>(), shape, dose.scaled(dot.strength)});
    }
    return appearance;
}

}  // namespace stubble
