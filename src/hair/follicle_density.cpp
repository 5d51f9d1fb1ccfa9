#include "hair/follicle_density.h"

#include <algorithm>
#include <cstddef>

#include "base/interpolation.h"
#include "scalp/scalp_zones.h"

namespace stubble {
namespace {

constexpr double blend_mm = 20.0;  // assumed

struct UnitsPerCm2 {
    std::array<double, scalp_zone_count>
        in_zone;  // frontal, mid-scalp, crown, temples, sides, occiput
    double in_nape;
};

// Assumed; see the header.
constexpr std::array<UnitsPerCm2, all_hair_origins.size()> units_per_cm2 = {{
    {{90, 95, 95, 65, 75, 90}, 70},  // Caucasian
    {{70, 75, 78, 55, 62, 76}, 58},  // Asian
    {{60, 65, 66, 48, 55, 65}, 50},  // African
}};

}  // namespace

double follicular_units_per_cm2(const Point3& canonical_mm, HairOrigin origin,
                                NaturalHairline hairline) {
    UnitsPerCm2 units = units_per_cm2[static_cast<std::size_t>(origin)];
    double& occiput = units.in_zone[static_cast<std::size_t>(ScalpZone::Occiput)];
    occiput = lerp(occiput, units.in_nape,
                   smoothstep(-blend_mm / 2.0, blend_mm / 2.0, below_inion_mm(canonical_mm)));

    // A zone counts fully where the place is deepest in it and fades where another is `blend_mm` deeper.
    const auto margins_mm = zone_margins_mm(canonical_mm, hairline);
    const double deepest_mm = *std::max_element(margins_mm.begin(), margins_mm.end());
    double sum = 0.0;
    double weights = 0.0;
    for (std::size_t zone = 0; zone < scalp_zone_count; ++zone) {
        const double weight = smoothstep(-blend_mm, 0.0, margins_mm[zone] - deepest_mm);
        sum += weight * units.in_zone[zone];
        weights += weight;
    }
    return sum / weights;
}

std::array<double, largest_follicular_unit> follicular_unit_size_shares(HairOrigin origin) {
    switch (origin) {
        case HairOrigin::Caucasian:
            return {0.20, 0.45, 0.30, 0.05, 0.0};
        case HairOrigin::Asian:
            return {0.284, 0.526, 0.175, 0.013, 0.002};
        case HairOrigin::African:
            return {0.30, 0.52, 0.16, 0.02, 0.0};
    }
    return {1.0, 0.0, 0.0, 0.0, 0.0};
}

double hairs_per_follicular_unit(HairOrigin origin) {
    double hairs = 0.0;
    double in_unit = 0.0;
    for (const double share : follicular_unit_size_shares(origin)) {
        in_unit += 1.0;
        hairs += in_unit * share;
    }
    return hairs;
}

}  // namespace stubble
