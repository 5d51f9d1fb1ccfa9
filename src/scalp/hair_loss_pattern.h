// Hair loss and balding by pattern: Norwood-Hamilton I-VII with its variants for men, Ludwig I-III for women; how much own hair remains where.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "scalp/crown_whorl.h"
#include "scalp/scalp_border.h"

namespace stubble {

enum class HairLossStage {
    None,
    Norwood1,
    Norwood2,  // the natural border itself, so no loss
    Norwood3,
    Norwood3Vertex,
    Norwood3A,  // A: the whole front recedes and the crown keeps its hair
    Norwood4,
    Norwood4A,
    Norwood5,
    Norwood5A,
    Norwood6,
    Norwood7,
    Ludwig1,  // thinning of the top behind a kept front line
    Ludwig2,
    Ludwig3,
};

inline constexpr std::array<HairLossStage, 15> all_hair_loss_stages = {
    HairLossStage::None,      HairLossStage::Norwood1,       HairLossStage::Norwood2,
    HairLossStage::Norwood3,  HairLossStage::Norwood3Vertex, HairLossStage::Norwood3A,
    HairLossStage::Norwood4,  HairLossStage::Norwood4A,      HairLossStage::Norwood5,
    HairLossStage::Norwood5A, HairLossStage::Norwood6,       HairLossStage::Norwood7,
    HairLossStage::Ludwig1,   HairLossStage::Ludwig2,        HairLossStage::Ludwig3};

// As in a plan: "none", "norwood-1" to "norwood-7", "norwood-3-vertex", "norwood-3a", "norwood-4a", "norwood-5a",
// "ludwig-1" to "ludwig-3".
[[nodiscard]] std::string_view hair_loss_stage_name(HairLossStage stage);
[[nodiscard]] std::optional<HairLossStage> hair_loss_stage_named(std::string_view name);

// The outline of the bare skin and the thinning behind it, in canonical millimetres. Bare is what lies above the
// (raised) rim of the fringe, and in front of the front line or round the whorl. Defaults: no loss.
struct HairLossPattern {
    double rim_raise_deg =
        4.0;  // bare skin ends so far above the rim of the permanent fringe, sides and back
    double front_midline_z_mm = 105.0;  // front line in the midline
    double front_recess_z_mm = 85.0;    // 38 mm beside it
    double front_temple_mm = 36.0;      // how far it comes forward again towards the temple
    double crown_radius_mm = -10.0;     // bare disc round the whorl; -10 = none, not even thinned
    double thinning = 0.0;  // share of hair lost all over the top, behind a kept front line
};

// Areas of bare scalp on the average man, cm2: III 36, III vertex 56, IV 105, V 156, VI 219, VII 270 (shapes
// chosen so that areas fall in the ranges of clinics, both assumed); IIIa 37, IVa 99, Va 151.
[[nodiscard]] HairLossPattern hair_loss_pattern(HairLossStage stage);

// Any severity between the stages, 1 to 7 (clamped): stage III is 3, half-way to IV 3.5. The bare area grows
// steadily from 2.3 on, except for 1 % between 5.7 and 6, while the fringe rises.
[[nodiscard]] HairLossPattern norwood_pattern(double severity);

// The same for women, 0 to 3 (clamped). Share lost behind the front line 0.30, 0.55 and 0.85 (assumed: "the
// scalp starts to show" in stage II; hardly any hair in stage III).
[[nodiscard]] HairLossPattern ludwig_pattern(double severity);

// All parameters blended; share 0 = `from`, 1 = `to`.
[[nodiscard]] HairLossPattern blended_pattern(const HairLossPattern& from,
                                              const HairLossPattern& to, double share);

// How a pattern lies on one client's scalp.
struct HairLossPlace {
    double feather_mm =
        15.0;  // from full hair to bare skin, half on either side of the outline; 10-20 (assumed)
    Point3 whorl_mm = crown_whorl().place_mm;
    NaturalHairline hairline = NaturalHairline::Mature;
};

// Own hair left by a pattern. A density: no edge is a line.
class RemainingHair {
public:
    // Precondition: feather_mm > 0.
    explicit RemainingHair(const HairLossPattern& pattern, const HairLossPlace& place = {});

    // Remaining share of the hair that grew here, 0 to 1; continuous. Says nothing about places off the scalp.
    [[nodiscard]] double share_at(const Point3& canonical_mm) const;

    // Inside the outline of the bare skin, without feather: the area that stages are compared by. Thinned skin
    // is not bare.
    [[nodiscard]] bool is_bare(const Point3& canonical_mm) const;

private:
    [[nodiscard]] double front_margin_mm(const Point3& canonical_mm) const;

    HairLossPattern pattern_;
    HairLossPlace place_;
    DirectionCurve rim_;  // lower edge of the bare skin
    std::vector<Point2>
        front_line_;  // seen from above: distance from the midline, z; every millimetre
};

}  // namespace stubble
