#include "scalp/hair_loss_pattern.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "base/check.h"
#include "base/interpolation.h"
#include "geometry/polyline.h"
#include "scalp/scalp_slope.h"
#include "scalp/scalp_zones.h"

namespace stubble {
namespace {

constexpr std::array<std::string_view, all_hair_loss_stages.size()> names = {
    "none",       "norwood-1", "norwood-2",  "norwood-3", "norwood-3-vertex",
    "norwood-3a", "norwood-4", "norwood-4a", "norwood-5", "norwood-5a",
    "norwood-6",  "norwood-7", "ludwig-1",   "ludwig-2",  "ludwig-3"};

// Columns as in HairLossPattern. In VI and VII front and disc together cover all above the rim.
constexpr HairLossPattern no_loss{};
constexpr HairLossPattern norwood_3{4.0, 100.0, 14.0, 36.0, -10.0};
constexpr HairLossPattern norwood_3_vertex{4.0, 100.0, 14.0, 36.0, 25.0};
constexpr HairLossPattern norwood_3a{4.0, 66.0, 32.0, 30.0, -10.0};
constexpr HairLossPattern norwood_4{6.0, 80.0, 2.0, 30.0, 38.0};
constexpr HairLossPattern norwood_4a{6.0, 20.0, -4.0, 28.0, -10.0};
constexpr HairLossPattern norwood_5{8.0, 62.0, -10.0, 20.0, 50.0};
constexpr HairLossPattern norwood_5a{8.0, -20.0, -28.0, 12.0, -10.0};
constexpr HairLossPattern norwood_6{10.0, -75.0, -75.0, 0.0, 65.0};
constexpr HairLossPattern norwood_7{0.0, -75.0, -75.0, 0.0, 65.0};

constexpr std::array<HairLossPattern, 7> norwood_stages = {
    no_loss, no_loss, norwood_3, norwood_4, norwood_5, norwood_6, norwood_7};
constexpr std::array<double, 4> ludwig_thinning = {0.0, 0.30, 0.55, 0.85};

// The front line: how far back from the midline to the recess, and forward again to the temple.
double front_line_z_mm(const HairLossPattern& pattern, double beside_midline_mm) {
    return lerp(pattern.front_midline_z_mm, pattern.front_recess_z_mm,
                smoothstep(6.0, 38.0, beside_midline_mm)) +
           pattern.front_temple_mm * smoothstep(40.0, 62.0, beside_midline_mm);
}

std::vector<Point2> front_line(const HairLossPattern& pattern) {
    constexpr int half_width_mm = 85;  // wider than any place above the rim
    std::vector<Point2> line;
    for (int x_mm = 0; x_mm <= half_width_mm; ++x_mm) {
        line.emplace_back(x_mm, front_line_z_mm(pattern, x_mm));
    }
    return line;
}

// The rim of the fringe, raised at the sides and the back.
DirectionCurve raised_rim(double raise_deg) {
    std::vector<ScalpDirection> corners = fringe_rim().corners();
    for (ScalpDirection& corner : corners) {
        corner.elevation_deg += raise_deg * smoothstep(40.0, 80.0, corner.azimuth_deg);
    }
    return DirectionCurve(corners);
}

// Ludwig 1977, recalled: a strip of 10-30 mm behind the front hairline keeps its hair; the other edges of the
// thinning likewise (assumed).
double thinned(const Point3& canonical_mm, NaturalHairline hairline) {
    constexpr double kept_mm = 10.0;
    constexpr double full_from_mm = 30.0;
    return smoothstep(kept_mm, full_from_mm, top_margin_mm(canonical_mm, hairline));
}

}  // namespace

std::string_view hair_loss_stage_name(HairLossStage stage) {
    return names[static_cast<std::size_t>(stage)];
}

std::optional<HairLossStage> hair_loss_stage_named(std::string_view name) {
    for (const HairLossStage stage : all_hair_loss_stages) {
        if (hair_loss_stage_name(stage) == name) {
            return stage;
        }
    }
    return std::nullopt;
}

HairLossPattern hair_loss_pattern(HairLossStage stage) {
    switch (stage) {
        case HairLossStage::None:
        case HairLossStage::Norwood1:
        case HairLossStage::Norwood2:
            return no_loss;
        case HairLossStage::Norwood3:
            return norwood_3;
        case HairLossStage::Norwood3Vertex:
            return norwood_3_vertex;
        case HairLossStage::Norwood3A:
            return norwood_3a;
        case HairLossStage::Norwood4:
            return norwood_4;
        case HairLossStage::Norwood4A:
            return norwood_4a;
        case HairLossStage::Norwood5:
            return norwood_5;
        case HairLossStage::Norwood5A:
            return norwood_5a;
        case HairLossStage::Norwood6:
            return norwood_6;
        case HairLossStage::Norwood7:
            return norwood_7;
        case HairLossStage::Ludwig1:
            return ludwig_pattern(1.0);
        case HairLossStage::Ludwig2:
            return ludwig_pattern(2.0);
        case HairLossStage::Ludwig3:
            return ludwig_pattern(3.0);
    }
    return no_loss;
}

HairLossPattern norwood_pattern(double severity) {
    const double place = std::clamp(severity, 1.0, 7.0) - 1.0;
    const std::size_t below = std::min<std::size_t>(static_cast<std::size_t>(place), 5);
    return blended_pattern(norwood_stages[below], norwood_stages[below + 1],
                           place - static_cast<double>(below));
}

HairLossPattern ludwig_pattern(double severity) {
    const double place = std::clamp(severity, 0.0, 3.0);
    const std::size_t below = std::min<std::size_t>(static_cast<std::size_t>(place), 2);
    HairLossPattern pattern = no_loss;
    pattern.thinning = lerp(ludwig_thinning[below], ludwig_thinning[below + 1],
                            place - static_cast<double>(below));
    return pattern;
}

HairLossPattern blended_pattern(const HairLossPattern& from, const HairLossPattern& to,
                                double share) {
    const auto blend = [&](double HairLossPattern::*parameter) {
        return lerp(from.*parameter, to.*parameter, share);
    };
    return {blend(&HairLossPattern::rim_raise_deg),     blend(&HairLossPattern::front_midline_z_mm),
            blend(&HairLossPattern::front_recess_z_mm), blend(&HairLossPattern::front_temple_mm),
            blend(&HairLossPattern::crown_radius_mm),   blend(&HairLossPattern::thinning)};
}

RemainingHair::RemainingHair(const HairLossPattern& pattern, const HairLossPlace& place)
    : pattern_(pattern),
      place_(place),
      rim_(raised_rim(pattern.rim_raise_deg)),
      front_line_(front_line(pattern)) {
    STUBBLE_CHECK(place.feather_mm > 0.0);
}

// Distance in front of the front line, measured on the plane that touches the skin.
double RemainingHair::front_margin_mm(const Point3& canonical_mm) const {
    const Point2 from_above(std::abs(canonical_mm.x()), canonical_mm.z());
    const Eigen::Matrix2d on_skin =
        skin_from_above({from_above.x(), canonical_mm.y(), canonical_mm.z()});
    std::vector<Point2> line_on_skin;
    line_on_skin.reserve(front_line_.size());
    for (const Point2& corner : front_line_) {
        line_on_skin.emplace_back(on_skin * (corner - from_above));
    }
    const double distance_mm = nearest_on_polyline(line_on_skin, Point2(0.0, 0.0)).norm();
    const auto left = std::min(static_cast<std::size_t>(from_above.x()), front_line_.size() - 2);
    const double line_z_mm = lerp(front_line_[left].y(), front_line_[left + 1].y(),
                                  from_above.x() - static_cast<double>(left));
    return from_above.y() > line_z_mm ? distance_mm : -distance_mm;
}

double RemainingHair::share_at(const Point3& canonical_mm) const {
    const auto lost = [half = place_.feather_mm / 2.0](double margin_mm) {
        return smoothstep(-half, half, margin_mm);
    };
    const double in_disc_mm = pattern_.crown_radius_mm - (canonical_mm - place_.whorl_mm).norm();
    const double kept_above_fringe =
        (1.0 - lost(front_margin_mm(canonical_mm))) * (1.0 - lost(in_disc_mm));
    const double bare = (1.0 - kept_above_fringe) * lost(rim_.height_mm(canonical_mm));
    const double thinning =
        pattern_.thinning > 0.0 ? pattern_.thinning * thinned(canonical_mm, place_.hairline) : 0.0;
    return (1.0 - bare) * (1.0 - thinning);
}

bool RemainingHair::is_bare(const Point3& canonical_mm) const {
    const ScalpDirection direction = scalp_direction(canonical_mm);
    if (!is_scalp(canonical_mm, place_.hairline) ||
        direction.elevation_deg <= rim_.elevation_deg(direction.azimuth_deg)) {
        return false;
    }
    return canonical_mm.z() > front_line_z_mm(pattern_, std::abs(canonical_mm.x())) ||
           (canonical_mm - place_.whorl_mm).norm() < pattern_.crown_radius_mm;
}

}  // namespace stubble
