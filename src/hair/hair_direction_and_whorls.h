// Which way hair grows and how steeply it leaves the skin: forward on top, down at the sides and the back, in a spiral round the whorl.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "scalp/crown_whorl.h"
#include "scalp/scalp_border.h"

namespace stubble {

struct HairFlow {
    Point3 direction =
        Point3::UnitZ();    // unit tangent of the skin: the way the hair lies, root to tip
    double tilt_deg = 0.0;  // angle between hair and skin: 0 lies flat, 90 stands
    double certainty =
        0.0;  // length of the direction before it was made a unit: 0 in the middle of a whorl
};

struct HairFlowSettings {
    std::vector<Whorl> whorls = {crown_whorl()};  // at least one
    NaturalHairline hairline = NaturalHairline::Mature;
};

// Direction after Unger 2004: forward on top, radial and turning at the crown, from forward to down across the
// fronto-temporal angle, down at the back; the numbers are assumed, drawn on the generated head. The whorl is
// the only place without a direction; on the scalp at least 8 mm from it the certainty is above 0.7 and the
// direction turns by at most 7.2 degrees per mm. Between double whorls certainty may be small; the direction is
// still a unit vector. `outward_normal`: unit normal of the skin. Precondition: at least one whorl.
[[nodiscard]] HairFlow hair_flow(const Point3& canonical_mm, const Point3& outward_normal,
                                 const HairFlowSettings& settings);

// The tilt alone: 8-18 degrees at the hairline (craft: 10-20), 8 at the temple point (3-10), 42 on top (30-60),
// up to 70 at the whorl, 15 at the sides (10-20), 28 at the back (20-35). Ranges of practitioners' pages
// (2013); those of crown, sides and back recalled: all assumed.
[[nodiscard]] double hair_tilt_deg(const Point3& canonical_mm, const HairFlowSettings& settings);

}  // namespace stubble
