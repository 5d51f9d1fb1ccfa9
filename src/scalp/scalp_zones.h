// The zones of the scalp: frontal, mid-scalp, crown, temples, sides, occiput and nape; which one a place is in, how far from its edge.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "scalp/scalp_border.h"

namespace stubble {

// Frontal, mid-scalp and crown lie above the permanent fringe, one behind the other; temples, sides and occiput
// are the fringe.
enum class ScalpZone { Frontal, MidScalp, Crown, Temples, Sides, Occiput };

inline constexpr std::size_t scalp_zone_count = 6;
inline constexpr std::array<ScalpZone, scalp_zone_count> all_scalp_zones = {
    ScalpZone::Frontal, ScalpZone::MidScalp, ScalpZone::Crown,
    ScalpZone::Temples, ScalpZone::Sides,    ScalpZone::Occiput};

// The names of a plan's regions: "frontal", "mid-scalp", "crown", "temples", "sides", "occiput".
[[nodiscard]] std::string_view scalp_zone_name(ScalpZone zone);
[[nodiscard]] std::optional<ScalpZone> scalp_zone_named(std::string_view name);

// The zone of a place; nothing outside the scalp.
[[nodiscard]] std::optional<ScalpZone> scalp_zone_at(
    const Point3& canonical_mm, NaturalHairline hairline = NaturalHairline::Mature);

// Signed distance along the skin to the outline of each zone in mm: positive inside, negative outside; indexed
// by ScalpZone. Continuous, and 0 exactly on the outline. Within 25 mm of the outline (measured on the vault):
// never more than 1 mm + 8 % too long; inside, in 98 % of places within 0.5 mm + 6 %. Outside of a corner it is
// the distance to one of its two lines: up to 30 % short at most corners, up to 70 % at the pointed end of the
// temples below the recess, more on the cheek beside the sideburn. Farther away only the order counts.
[[nodiscard]] std::array<double, scalp_zone_count> zone_margins_mm(
    const Point3& canonical_mm, NaturalHairline hairline = NaturalHairline::Mature);
[[nodiscard]] double zone_margin_mm(ScalpZone zone, const Point3& canonical_mm,
                                    NaturalHairline hairline = NaturalHairline::Mature);

// The same for frontal, mid-scalp and crown together: all that lies above the permanent fringe.
[[nodiscard]] double top_margin_mm(const Point3& canonical_mm,
                                   NaturalHairline hairline = NaturalHairline::Mature);

// Nape: the occiput below the inion. Positive below its level; the skin is nearly upright there.
[[nodiscard]] double below_inion_mm(const Point3& canonical_mm);
[[nodiscard]] bool is_nape(const Point3& canonical_mm,
                           NaturalHairline hairline = NaturalHairline::Mature);

}  // namespace stubble
