// How densely hair grows by nature: follicular units per square centimetre by zone and origin, and how many hairs a unit has.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "hair/hair_origin.h"
#include "scalp/scalp_border.h"

namespace stubble {

// Follicular units (groups of 1 to 5 hairs) per cm2 of the adult scalp before any loss; zones pass into each
// other over about 20 mm (assumed). The numbers per zone and origin are assumed: scaled to the means of the
// origins (Guo 2017, Tsai 2002, Loussouarn 2005) in the order of regions vertex > occiput > temple (Rutnin 2022).
[[nodiscard]] double follicular_units_per_cm2(const Point3& canonical_mm, HairOrigin origin,
                                              NaturalHairline hairline = NaturalHairline::Mature);

// Standard deviation between people over the mean (Guo 2017: 74.4 +- 13.3; rounded to 0.15, assumed).
inline constexpr double follicular_unit_density_sd_fraction = 0.15;

inline constexpr std::size_t largest_follicular_unit = 5;

// Shares of units of 1, 2, ... 5 hairs; they add up to 1. Caucasian: goodbyehairloss.blogspot; Asian: Guo 2017;
// African: assumed, for 1.9 hairs a unit.
[[nodiscard]] std::array<double, largest_follicular_unit> follicular_unit_size_shares(
    HairOrigin origin);

// Their mean: 2.2 (Caucasian), 1.9 (Asian, African).
[[nodiscard]] double hairs_per_follicular_unit(HairOrigin origin);

}  // namespace stubble
