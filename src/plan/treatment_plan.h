// The plan of a treatment: client, head, skin, hair, hairline, zones, shades, sessions, prices and the seed of the dots.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.h"
#include "geometry/polygon.h"
#include "hair/hair_origin.h"
#include "pigment/pigment.h"
#include "scalp/anthropometry.h"
#include "scalp/hairline.h"
#include "scalp/scalp_zones.h"

// Plain data: wishes and a seed, never dots. The defaults are the default plan (DESIGN.md section
// 5); docs/plan_file.md says what each key means, where its default comes from, and its limits. A
// member has the name of its key in the plan file. std::nullopt is the file's null: "not said", to
// be estimated or left out. Places are in millimetres of the scalp chart.

namespace stubble {

// Keys that this version does not know, with their JSON text, in the order of the file. Every part
// of a plan carries its own, so that saving loses nothing.
using UnknownKeys = std::vector<std::pair<std::string, std::string>>;

struct PlanClient {
    using Origin = HairOrigin;  // which population's means stand in

    std::string alias = "demo";
    std::optional<double> age_years = 42.0;
    std::optional<Origin> origin = Origin::Caucasian;
    UnknownKeys unknown;

    bool operator==(const PlanClient&) const = default;
};

// Tape measures; what is not given is estimated from the rest.
struct PlanHead {
    using Sex = stubble::Sex;
    enum class MeshUnit { Millimetre, Centimetre, Metre, Inch };

    Sex sex = Sex::Male;
    std::optional<double> circumference_mm = 563.0;
    bool taped_over_hair = false;
    std::optional<double> breadth_mm;
    std::optional<double> length_mm;
    std::optional<double> bitragion_coronal_arc_mm;
    std::optional<double> sagittal_arc_mm;
    std::optional<std::string> mesh;    // file of an own scan
    std::optional<MeshUnit> mesh_unit;  // nullopt: guessed from the size
    UnknownKeys unknown;

    bool operator==(const PlanHead&) const = default;
};

struct PlanSkin {
    enum class Kind { Normal, Oily, Dry };                  // how fast it fades
    enum class Source { Assumed, Photo, Monk, Ita, Srgb };  // where melanin and blood come from

    double melanin = 0.03;  // volume share in the epidermis
    double blood = 0.0115;  // volume share in the dermis
    Kind kind = Kind::Normal;
    Source source = Source::Assumed;
    UnknownKeys unknown;

    bool operator==(const PlanSkin&) const = default;
};

// The client's own hair.
struct PlanHair {
    enum class LossPattern {
        None,
        Norwood1,
        Norwood2,
        Norwood3,
        Norwood3Vertex,
        Norwood4,
        Norwood5,
        Norwood6,
        Norwood7,
        Norwood3a,
        Norwood4a,
        Norwood5a,
        Ludwig1,
        Ludwig2,
        Ludwig3,
        Patches
    };
    enum class GrayPlace { TemplesFirst, Even };

    std::string color = "dark-brown";  // one of hair_color_names, or "#rrggbb" in sRGB
    double length_mm = 0.5;
    std::optional<double> gray_fraction = 0.15;  // at the first session; nullopt: from the age
    LossPattern loss_pattern = LossPattern::Norwood4;
    GrayPlace gray_place = GrayPlace::TemplesFirst;
    double thinning_fraction = 0.4;  // share lost where the pattern thins
    UnknownKeys unknown;

    bool operator==(const PlanHair&) const = default;
};

inline constexpr std::array<std::string_view, 10> hair_color_names{
    "white",       "gray",  "light-blond", "blond", "dark-blond",
    "light-brown", "brown", "dark-brown",  "red",   "black"};

// Where the treated area begins and how softly.
struct PlanHairline {
    using Preset = HairlinePreset;
    using Edge = HairlineEdge;

    // A point the curve passes through.
    struct ControlPoint {
        Point2 at_mm = Point2::Zero();
        bool corner = false;  // else the curve is smooth here
        bool locked = false;  // takes no edits
        UnknownKeys unknown;

        bool operator==(const ControlPoint&) const = default;
    };

    Preset preset = Preset::Natural;
    double height_above_glabella_mm = 80.0;  // along the skin
    double feather_mm = 8.0;                 // 0 to 60 % of the density; full at 2.5 times
    Edge edge = Edge::Soft;
    double irregularity_mm = 1.0;
    double asymmetry_mm = 2.0;  // between left and right
    std::optional<double> temple_depth_mm;
    bool temple_peak = true;
    std::optional<std::vector<ControlPoint>> control_points;  // nullopt: the preset's curve
    double temple_peak_mm = 6.0;
    double stray_dots_fraction = 0.05;  // dots before the line
    UnknownKeys unknown;

    bool operator==(const PlanHairline&) const = default;
};

// Smallest and largest distance of neighbouring dots.
struct SpacingBounds {
    double low_mm = 0.4;
    double high_mm = 2.5;

    bool operator==(const SpacingBounds&) const = default;
};

struct PlanPattern {
    double variation = 0.12;  // organic variation of the spacing
    SpacingBounds spacing_bounds_mm;
    UnknownKeys unknown;

    bool operator==(const PlanPattern&) const = default;
};

struct PlanZone {
    using Region = ScalpZone;
    enum class Kind { Treat, Scar, KeepOut };
    enum class Mark { Mole, NoGo, Strip, Punch };  // of a keep-out or a scar

    struct OutlinedArea {
        Polygon polygon;  // does not cross itself
        UnknownKeys unknown;

        bool operator==(const OutlinedArea&) const = default;
    };
    struct RoundArea {
        Point2 center_mm = Point2::Zero();
        double radius_mm = 10.0;
        UnknownKeys unknown;

        bool operator==(const RoundArea&) const = default;
    };
    using Area = std::variant<Region, OutlinedArea, RoundArea>;

    std::string name;  // one of its own; never empty in a plan that was loaded
    Area region = Region::Frontal;
    double dots_per_cm2 = 135.0;  // all sessions
    double dot_diameter_mm = 0.35;
    double depth_mm = 0.3;  // of the pigment's centre
    std::string shade = "ash";
    double blend_mm = 10.0;  // to the neighbours
    Kind kind = Kind::Treat;
    std::optional<Mark> mark;
    std::optional<double> take_fraction;    // pigment that stays in a scar; nullopt: by its kind
    std::optional<double> water_ml_per_ml;  // nullopt: the dilution of the shade
    std::optional<std::uint64_t> seed;      // nullopt: the plan's
    bool locked = false;                    // takes no edits
    UnknownKeys unknown;

    bool operator==(const PlanZone&) const = default;
};

struct PlanShade {
    std::string name = "ash";
    PigmentRecipe recipe;
    UnknownKeys unknown;

    bool operator==(const PlanShade&) const = default;
};

// A palette that the plan itself holds.
struct PlanPalette {
    std::string name = "custom";
    std::vector<PlanShade> shades;
    UnknownKeys unknown;

    bool operator==(const PlanPalette&) const = default;
};

struct PlanSession {
    std::optional<Date> date;
    double share = 1.0;       // of the dots; see session_shares
    double lighter_ml = 0.0;  // further water, ml per ml of pigment
    UnknownKeys unknown;

    bool operator==(const PlanSession&) const = default;
};

struct PlanCare {
    double sun = 0.5;   // 0 never, 1 outdoors every day with a bare head
    double spf = 30.0;  // 1 = none
    UnknownKeys unknown;

    bool operator==(const PlanCare&) const = default;
};

struct PlanTouchUp {
    double contrast_limit = 0.7;  // of the healed contrast
    UnknownKeys unknown;

    bool operator==(const PlanTouchUp&) const = default;
};

struct PlanPractice {
    double dots_per_second = 1.3;
    double pause_fraction = 0.15;  // of the time
    std::optional<double> hourly_rate;
    std::optional<double> touch_up_hourly_rate;
    std::optional<std::int64_t> total_dots;  // exact count of all sessions
    UnknownKeys unknown;

    bool operator==(const PlanPractice&) const = default;
};

// frontal, mid-scalp and crown.
[[nodiscard]] std::vector<PlanZone> default_zones();
// Three sessions without dates.
[[nodiscard]] std::vector<PlanSession> default_sessions();

struct TreatmentPlan {
    std::uint64_t seed = 1;
    PlanClient client;
    PlanHead head;
    PlanSkin skin;
    PlanHair hair;
    PlanHairline hairline;
    PlanPattern pattern;
    std::vector<PlanZone> zones = default_zones();  // the later one wins where two overlap
    std::variant<std::string, PlanPalette> palette = "default";  // a name or file, or the palette
    std::vector<PlanSession> sessions = default_sessions();      // at least one
    PlanCare care;
    PlanTouchUp touch_up;
    PlanPractice practice;
    UnknownKeys unknown;

    bool operator==(const TreatmentPlan&) const = default;
};

// Days from a session to the next when no dates are given (practice: 5 to 7).
inline constexpr int usual_days_between_sessions = 6;

// Dates all sessions, the usual days apart. Nothing changes and the result is false when one of
// them would lie beyond the calendar.
[[nodiscard]] bool schedule_sessions(TreatmentPlan& plan, const Date& first);

// Day of every session, counted from the first one. A session without a date, or after a first one
// without, comes the usual days after the session before it.
[[nodiscard]] std::vector<int> session_days(const TreatmentPlan& plan);

// Share of the dots that every session places; adds up to 1, also when the plan's shares do not.
[[nodiscard]] std::vector<double> session_shares(const TreatmentPlan& plan);

}  // namespace stubble
