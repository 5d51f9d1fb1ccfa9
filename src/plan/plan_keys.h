// Every key of a plan file, once: its name, its member, its limits, its order; and the words of its choices.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <string_view>
#include <type_traits>

#include "plan/treatment_plan.h"

// Reading, writing, --set and the list of unknown keys all follow describe(archive, part), so they
// cannot disagree. An archive has
//   key(name, member, limits)            a key that is always written; missing = its default
//   required(name, member)               a key that must be there
//   rare(name, member, plain, limits)    a key that is written only when it differs from `plain`
//   disc(name, center, radius, limits)   [u, v, radius]
// Limits are what is physically possible, not what is good practice: only the absurd is refused.

namespace stubble {

// Of a number, of every number of a pair, or of the length of a list (unit = what it lists).
struct Limits {
    double low = 0.0;
    double high = 0.0;
    std::string_view unit;
};

inline constexpr Limits share_limits{0.0, 1.0, ""};
inline constexpr Limits chart_limits{-1000.0, 1000.0, "mm"};  // every coordinate
inline constexpr std::size_t max_text_bytes = 1000;           // of every text

inline constexpr Limits dot_diameter_limits{0.01, 3.0, "mm"};
inline constexpr Limits depth_limits{0.01, 3.0, "mm"};  // the scalp's skin is 2 to 3 mm thick
inline constexpr Limits density_limits{0.0, 1000.0, "dots/cm2"};
inline constexpr Limits water_limits{0.0, 1000.0, "ml per ml"};

template <typename T, typename Plain>
concept MaybeConst = std::same_as<std::remove_const_t<T>, Plain>;

// Words of an enum, in the order of its values.
constexpr auto words_of(PlanClient::Origin /*kind*/) {
    return std::array<std::string_view, 3>{"caucasian", "asian", "african"};
}
constexpr auto words_of(PlanHead::Sex /*kind*/) {
    return std::array<std::string_view, 2>{"male", "female"};
}
constexpr auto words_of(PlanHead::MeshUnit /*kind*/) {
    return std::array<std::string_view, 4>{"mm", "cm", "m", "in"};
}
constexpr auto words_of(PlanSkin::Kind /*kind*/) {
    return std::array<std::string_view, 3>{"normal", "oily", "dry"};
}
constexpr auto words_of(PlanSkin::Source /*kind*/) {
    return std::array<std::string_view, 5>{"assumed", "photo", "monk", "ita", "srgb"};
}
constexpr auto words_of(PlanHair::LossPattern /*kind*/) {
    return std::array<std::string_view, 16>{
        "none",      "norwood-1", "norwood-2", "norwood-3",  "norwood-3-vertex", "norwood-4",
        "norwood-5", "norwood-6", "norwood-7", "norwood-3a", "norwood-4a",       "norwood-5a",
        "ludwig-1",  "ludwig-2",  "ludwig-3",  "patches"};
}
constexpr auto words_of(PlanHair::GrayPlace /*kind*/) {
    return std::array<std::string_view, 2>{"temples-first", "even"};
}
constexpr auto words_of(PlanHairline::Preset /*kind*/) {
    return std::array<std::string_view, 7>{"natural", "rounded",     "straight", "mature",
                                           "receded", "widows-peak", "feminine"};
}
constexpr auto words_of(PlanHairline::Edge /*kind*/) {
    return std::array<std::string_view, 3>{"soft", "broken", "defined"};
}
constexpr auto words_of(PlanZone::Region /*kind*/) {
    return std::array<std::string_view, 6>{"frontal", "mid-scalp", "crown",
                                           "temples", "sides",     "occiput"};
}
constexpr auto words_of(PlanZone::Kind /*kind*/) {
    return std::array<std::string_view, 3>{"treat", "scar", "keep-out"};
}
constexpr auto words_of(PlanZone::Mark /*kind*/) {
    return std::array<std::string_view, 4>{"mole", "no-go", "strip", "punch"};
}

// The word of a choice in the plan file: word_of(PlanZone::Region::MidScalp) = "mid-scalp".
template <typename Enum>
requires std::is_enum_v<Enum>
[[nodiscard]] constexpr std::string_view word_of(Enum value) {
    return words_of(value)[static_cast<std::size_t>(value)];
}

// The choice of a word; nothing when there is none of that name.
template <typename Enum>
requires std::is_enum_v<Enum>
[[nodiscard]] constexpr std::optional<Enum> choice_of(std::string_view word) {
    const auto words = words_of(Enum{});
    const auto found = std::find(words.begin(), words.end(), word);
    return found == words.end() ? std::nullopt
                                : std::optional(static_cast<Enum>(found - words.begin()));
}

void describe(auto& archive, MaybeConst<PlanClient> auto& client) {
    archive.key("alias", client.alias);
    archive.key("age_years", client.age_years, Limits{0, 130, "years"});
    archive.key("origin", client.origin);
}

void describe(auto& archive, MaybeConst<PlanHead> auto& head) {
    archive.key("sex", head.sex);
    archive.key("circumference_mm", head.circumference_mm, Limits{200, 1000, "mm"});
    archive.key("taped_over_hair", head.taped_over_hair);
    archive.key("breadth_mm", head.breadth_mm, Limits{50, 400, "mm"});
    archive.key("length_mm", head.length_mm, Limits{50, 400, "mm"});
    archive.key("bitragion_coronal_arc_mm", head.bitragion_coronal_arc_mm, Limits{100, 800, "mm"});
    archive.key("sagittal_arc_mm", head.sagittal_arc_mm, Limits{100, 800, "mm"});
    archive.key("mesh", head.mesh);
    archive.rare("mesh_unit", head.mesh_unit, PlanHead{}.mesh_unit);
}

void describe(auto& archive, MaybeConst<PlanSkin> auto& skin) {
    archive.key("melanin", skin.melanin, share_limits);
    archive.key("blood", skin.blood, share_limits);
    archive.key("kind", skin.kind);
    archive.rare("source", skin.source, PlanSkin{}.source);
}

void describe(auto& archive, MaybeConst<PlanHair> auto& hair) {
    archive.key("color", hair.color);
    archive.key("length_mm", hair.length_mm, Limits{0, 2000, "mm"});
    archive.key("gray_fraction", hair.gray_fraction, share_limits);
    archive.key("loss_pattern", hair.loss_pattern);
    archive.rare("gray_place", hair.gray_place, PlanHair{}.gray_place);
    archive.rare("thinning_fraction", hair.thinning_fraction, PlanHair{}.thinning_fraction,
                 share_limits);
}

void describe(auto& archive, MaybeConst<PlanHairline::ControlPoint> auto& point) {
    archive.required("at_mm", point.at_mm);
    archive.rare("corner", point.corner, false);
    archive.rare("locked", point.locked, false);
}

void describe(auto& archive, MaybeConst<PlanHairline> auto& hairline) {
    archive.key("preset", hairline.preset);
    archive.key("height_above_glabella_mm", hairline.height_above_glabella_mm,
                Limits{0, 300, "mm"});
    archive.key("feather_mm", hairline.feather_mm, Limits{0, 100, "mm"});
    archive.key("edge", hairline.edge);
    archive.key("irregularity_mm", hairline.irregularity_mm, Limits{0, 50, "mm"});
    archive.key("asymmetry_mm", hairline.asymmetry_mm, Limits{-100, 100, "mm"});
    archive.key("temple_depth_mm", hairline.temple_depth_mm, Limits{0, 200, "mm"});
    archive.key("temple_peak", hairline.temple_peak);
    archive.key("control_points", hairline.control_points, Limits{2, 200, "points"});
    archive.rare("temple_peak_mm", hairline.temple_peak_mm, PlanHairline{}.temple_peak_mm,
                 Limits{0, 100, "mm"});
    archive.rare("stray_dots_fraction", hairline.stray_dots_fraction,
                 PlanHairline{}.stray_dots_fraction, share_limits);
}

void describe(auto& archive, MaybeConst<PlanPattern> auto& pattern) {
    archive.key("variation", pattern.variation, share_limits);
    archive.key("spacing_bounds_mm", pattern.spacing_bounds_mm, Limits{0.05, 100, "mm"});
}

void describe(auto& archive, MaybeConst<PlanZone::OutlinedArea> auto& area) {
    archive.key("polygon", area.polygon, Limits{3, 1000, "corners"});
}

void describe(auto& archive, MaybeConst<PlanZone::RoundArea> auto& area) {
    archive.disc("disc", area.center_mm, area.radius_mm, Limits{0.05, 500, "mm"});
}

void describe(auto& archive, MaybeConst<PlanZone> auto& zone) {
    archive.key("name", zone.name);
    archive.required("region", zone.region);
    archive.key("dots_per_cm2", zone.dots_per_cm2, density_limits);
    archive.key("dot_diameter_mm", zone.dot_diameter_mm, dot_diameter_limits);
    archive.key("depth_mm", zone.depth_mm, depth_limits);
    archive.key("shade", zone.shade);
    archive.key("blend_mm", zone.blend_mm, Limits{0, 200, "mm"});
    archive.rare("kind", zone.kind, PlanZone{}.kind);
    archive.rare("mark", zone.mark, PlanZone{}.mark);
    archive.rare("take_fraction", zone.take_fraction, PlanZone{}.take_fraction, share_limits);
    archive.rare("water_ml_per_ml", zone.water_ml_per_ml, PlanZone{}.water_ml_per_ml, water_limits);
    archive.rare("seed", zone.seed, PlanZone{}.seed);
    archive.rare("locked", zone.locked, false);
}

// The columns of assets/shades/default.csv.
void describe(auto& archive, MaybeConst<PlanShade> auto& shade) {
    archive.required("name", shade.name);
    archive.key("carbon_black", shade.recipe.carbon_black, share_limits);
    archive.key("red_iron_oxide", shade.recipe.red_oxide, share_limits);
    archive.key("yellow_iron_oxide", shade.recipe.yellow_oxide, share_limits);
    archive.key("black_iron_oxide", shade.recipe.black_oxide, share_limits);
    archive.key("water_ml_per_ml", shade.recipe.water_ml_per_ml, water_limits);
}

void describe(auto& archive, MaybeConst<PlanPalette> auto& palette) {
    archive.key("name", palette.name);
    archive.required("shades", palette.shades, Limits{1, 200, "shades"});
}

void describe(auto& archive, MaybeConst<PlanSession> auto& session) {
    archive.key("date", session.date);
    archive.key("share", session.share, share_limits);
    archive.key("lighter_ml", session.lighter_ml, Limits{-1000, 1000, "ml per ml"});
}

void describe(auto& archive, MaybeConst<PlanCare> auto& care) {
    archive.key("sun", care.sun, share_limits);
    archive.key("spf", care.spf, Limits{1, 1000, "(1 = none)"});
}

void describe(auto& archive, MaybeConst<PlanTouchUp> auto& touch_up) {
    archive.key("contrast_limit", touch_up.contrast_limit, share_limits);
}

void describe(auto& archive, MaybeConst<PlanPractice> auto& practice) {
    archive.key("dots_per_second", practice.dots_per_second, Limits{0.001, 1000, "dots/s"});
    archive.key("pause_fraction", practice.pause_fraction, Limits{0, 0.95, ""});
    archive.key("hourly_rate", practice.hourly_rate, Limits{0, 1e6, "an hour"});
    archive.key("touch_up_hourly_rate", practice.touch_up_hourly_rate, Limits{0, 1e6, "an hour"});
    archive.key("total_dots", practice.total_dots, Limits{0, 1e6, "dots"});
}

void describe(auto& archive, MaybeConst<TreatmentPlan> auto& plan) {
    archive.key("seed", plan.seed);
    archive.key("client", plan.client);
    archive.key("head", plan.head);
    archive.key("skin", plan.skin);
    archive.key("hair", plan.hair);
    archive.key("hairline", plan.hairline);
    archive.key("pattern", plan.pattern);
    archive.key("zones", plan.zones, Limits{0, 100, "zones"});
    archive.key("palette", plan.palette);
    archive.key("sessions", plan.sessions, Limits{1, 50, "sessions"});
    archive.key("care", plan.care);
    archive.key("touch_up", plan.touch_up);
    archive.key("practice", plan.practice);
}

}  // namespace stubble
