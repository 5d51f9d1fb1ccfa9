// Where hair grows by nature: the natural hairline round the scalp, over the ears to the nape, and the fringe that stays for life.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scalp/direction_curve.h"

namespace stubble {

// The front of the natural hairline.
enum class NaturalHairline {
    Mature,  // with recesses at the temples, about Norwood II: the default for both sexes, on which the scalp
    // areas of 602 cm2 (men) and 547 cm2 (women) are measured
    Feminine,  // rounder, without recesses: for the hair of women; about 7 cm2 more scalp
    Open,  // none: forehead and temple belong to the zones behind, where a planned hairline decides
};

// The border of the hair-bearing skin from the front over the temple and round the ear to the nape, drawn on
// the generated head as a mature male line (assumed). The feminine front ends at the temple and is assumed too.
[[nodiscard]] const DirectionCurve& natural_border(
    NaturalHairline hairline = NaturalHairline::Mature);

// The fringe begins beside the recess of the temple; in front of this azimuth all scalp belongs to the top.
inline constexpr double fringe_front_azimuth_deg = 34.0;

// Upper edge of the permanent fringe at the sides and the back, which stays even in Norwood VII (assumed, so
// that its bare area falls in the usual 230-300 cm2). At its front end it drops below the scalp, so that what is
// above it is the top.
[[nodiscard]] const DirectionCurve& fringe_rim(NaturalHairline hairline = NaturalHairline::Mature);

[[nodiscard]] double elevation_above_border_deg(const Point3& canonical_mm,
                                                NaturalHairline hairline = NaturalHairline::Mature);

// Distance behind the natural border in mm, negative on the face and the neck. Error: see DirectionCurve.
[[nodiscard]] double border_margin_mm(const Point3& canonical_mm,
                                      NaturalHairline hairline = NaturalHairline::Mature);

// Hair-bearing skin. Ears are not cut out: they are no function of the direction.
[[nodiscard]] bool is_scalp(const Point3& canonical_mm,
                            NaturalHairline hairline = NaturalHairline::Mature);

}  // namespace stubble
