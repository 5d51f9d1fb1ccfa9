#include "scalp/hairline.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/noise.h"
#include "geometry/polyline.h"
#include "scalp/hairline_feathering.h"
#include "scalp/head_landmarks.h"
#include "scalp/scalp_chart.h"

namespace stubble {
namespace {

// Half of a front line, the middle being the origin: how far aside as a share of the way to the temple recess, and how far
// behind the middle as a share of the recess's depth.
struct FrontPoint {
    double aside;
    double behind;
};
struct FrontShape {
    double recess_aside_mm;  // of the recess from the midline, chart
    double recess_depth_mm;  // behind the middle
    std::array<FrontPoint, 4> points;
};

// Forms of the presets (assumed; order and character: Shapiro 2013, practice page section 5). The recess of the temple lies above the
// outer corner of the eye, 47 mm from the midline or 58 mm along the skin.
FrontShape front_shape(HairlinePreset preset) {
    switch (preset) {
        case HairlinePreset::Natural:
            return {58.0, 17.0, {{{0.0, 0.0}, {0.3, 0.04}, {0.62, 0.3}, {0.85, 0.72}}}};
        case HairlinePreset::Rounded:
            return {58.0, 13.0, {{{0.0, 0.0}, {0.3, 0.08}, {0.6, 0.34}, {0.82, 0.66}}}};
        case HairlinePreset::Straight:
            return {58.0, 3.0, {{{0.0, 0.0}, {0.3, 0.0}, {0.6, 0.1}, {0.85, 0.45}}}};
        case HairlinePreset::Mature:
            return {57.0, 27.0, {{{0.0, 0.0}, {0.3, 0.05}, {0.6, 0.3}, {0.84, 0.75}}}};
        case HairlinePreset::Receded:
            return {54.0, 42.0, {{{0.0, 0.0}, {0.28, 0.03}, {0.52, 0.25}, {0.8, 0.78}}}};
        case HairlinePreset::WidowsPeak:
            return {58.0, 21.0, {{{0.0, 0.0}, {0.16, 0.3}, {0.36, 0.4}, {0.75, 0.66}}}};
        case HairlinePreset::Feminine:
            return {62.0, 19.0, {{{0.0, 0.0}, {0.3, 0.1}, {0.6, 0.4}, {0.82, 0.7}}}};
    }
    return {};
}

// Where the line runs from the recess down to the ear, canonical: the natural border of the scalp.
constexpr std::array<std::array<double, 3>, 4> temple_mm{
    {{61, 76, 51}, {66, 54, 47}, {69, 38, 31}, {71, 15, 18}}};
const Point3 sideburn_end_mm(70, -6, 8);

// The client's right half, midline first.
std::vector<HairlinePoint> preset_half(const HairlineWish& wish, const Point2& middle) {
    const FrontShape shape = front_shape(wish.preset);
    const double depth = wish.temple_depth_mm.value_or(shape.recess_depth_mm);
    std::vector<HairlinePoint> half;
    for (const FrontPoint& p : shape.points) {
        half.push_back(
            {middle + Point2(p.aside * shape.recess_aside_mm, -p.behind * depth), false});
    }
    // A straight line meets the temple in an angle.
    const bool angular = wish.preset == HairlinePreset::Straight;
    half.push_back({middle + Point2(shape.recess_aside_mm, -depth), angular});
    const ScalpChart& chart = ScalpChart::standard();
    // The peak of the temple, forward of a line that just goes down.
    constexpr double natural_peak_mm = 6.0;
    const double forward = (wish.temple_peak ? wish.temple_peak_mm : 0.0) - natural_peak_mm;
    for (std::size_t i = 0; i < temple_mm.size(); ++i) {
        const Point2 place = chart.to_chart({-temple_mm[i][0], temple_mm[i][1], temple_mm[i][2]});
        const double share = i == 1 ? 1.0 : i == 3 ? 0.0 : 0.5;
        half.push_back({place + Point2(0.0, share * forward), false});
    }
    half.push_back(
        {chart.to_chart({-sideburn_end_mm.x(), sideburn_end_mm.y(), sideburn_end_mm.z()}), true});
    return half;
}

// From the client's right to the left.
std::vector<HairlinePoint> mirrored(const std::vector<HairlinePoint>& half) {
    std::vector<HairlinePoint> whole(half.rbegin(), half.rend());
    for (const HairlinePoint& p : half) {
        if (p.chart_mm.x() > 1e-9) {
            whole.push_back({{-p.chart_mm.x(), p.chart_mm.y()}, p.corner});
        }
    }
    return whole;
}

std::vector<HairlinePoint> whole_line(std::vector<HairlinePoint> points) {
    const bool half = std::all_of(points.begin(), points.end(),
                                  [](const HairlinePoint& p) { return p.chart_mm.x() >= 0.0; });
    if (!half) {
        return points;
    }
    std::sort(points.begin(), points.end(), [](const HairlinePoint& a, const HairlinePoint& b) {
        return a.chart_mm.x() < b.chart_mm.x();
    });
    return mirrored(points);
}

// Smooth between corners, dense.
std::vector<Point2> drawn(const std::vector<HairlinePoint>& points) {
    constexpr int pieces = 12;
    std::vector<Point2> curve;
    std::vector<Point2> knots;
    const auto flush = [&] {
        const std::vector<Point2> part = catmull_rom(knots, pieces);
        curve.insert(curve.end(), part.begin() + (curve.empty() ? 0 : 1), part.end());
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        knots.push_back(points[i].chart_mm);
        const bool last = i + 1 == points.size();
        if (last || (points[i].corner && i > 0)) {
            flush();
            knots = {points[i].chart_mm};
        }
    }
    return curve;
}

// The curve closed round the back of the head.
Polygon closed_behind(const std::vector<Point2>& curve) {
    constexpr double far_mm = 500.0;
    Polygon outline(curve.begin(), curve.end());
    outline.emplace_back(-far_mm, curve.back().y());
    outline.emplace_back(-far_mm, -far_mm);
    outline.emplace_back(far_mm, -far_mm);
    outline.emplace_back(far_mm, curve.front().y());
    return outline;
}

// The height that the noise exceeds on a given share of the plane: of a normal variable, near enough between 1 and 50 %.
double noise_above(double share) {
    return std::sqrt(std::max(0.0, -1.57 * std::log(4.0 * share * (1.0 - std::min(share, 0.5)))));
}

constexpr double lowest_middle_mm = 25.0;
constexpr double highest_middle_mm = 180.0;
constexpr double brow_top_y = 40.0;  // canonical height of the upper edge of the brows

Status check_wish(const HairlineWish& wish, const std::string& where) {
    const double height = wish.height_above_glabella_mm;
    if (wish.control_points.empty() &&
        !(height >= lowest_middle_mm && height <= highest_middle_mm)) {
        return Error{where,
                     fmt::format("hairline.height_above_glabella_mm: {:g} mm lies on the face or "
                                 "behind the top of the head",
                                 height),
                     fmt::format("give {:g} to {:g}", lowest_middle_mm, highest_middle_mm)};
    }
    if (wish.control_points.size() == 1) {
        return Error{where, "hairline.control_points: one point makes no line",
                     "give two or more, or null"};
    }
    return Done{};
}

Status check_curve(const std::vector<Point2>& chart, const std::vector<Point3>& canonical,
                   const std::string& where) {
    if (const auto crossing = crossing_edges(closed_behind(chart))) {
        const Point2& at = chart[std::min<std::size_t>(crossing->first, chart.size() - 1)];
        return Error{where,
                     fmt::format("hairline.control_points: the line crosses itself near "
                                 "({:.0f}, {:.0f})",
                                 at.x(), at.y()),
                     "put its points in order from the client's right to the left"};
    }
    const auto on_brow = [](const Point3& p) {
        return p.z() > 45.0 && std::abs(p.x()) < 60.0 && p.y() < brow_top_y;
    };
    if (std::any_of(canonical.begin(), canonical.end(), on_brow)) {
        return Error{where, "hairline: the line runs through the brows or below",
                     "move it up, to 60 mm above the glabella or more"};
    }
    return Done{};
}

}  // namespace

double edge_softness(HairlineEdge edge) {
    return edge == HairlineEdge::Defined ? 0.3 : 1.0;
}

double edge_roughness(HairlineEdge edge) {
    switch (edge) {
        case HairlineEdge::Soft:
            return 1.0;
        case HairlineEdge::Broken:
            return 2.5;
        case HairlineEdge::Defined:
            return 0.4;
    }
    return 1.0;
}

Result<Hairline> Hairline::create(const HairlineWish& wish, const HeadSurface& head,
                                  const std::string& where) {
    if (const Status status = check_wish(wish, where); !status) {
        return status.error();
    }
    const ScalpChart& chart = ScalpChart::standard();
    Hairline line;
    line.wish_ = wish;
    if (wish.control_points.empty()) {
        const Point2 middle =
            chart.to_chart(midline_above_glabella(head, wish.height_above_glabella_mm));
        line.curve_chart_ = drawn(mirrored(preset_half(wish, {0.0, middle.y()})));
    } else {
        line.curve_chart_ = drawn(whole_line(wish.control_points));
    }
    std::vector<Point3> canonical;
    canonical.reserve(line.curve_chart_.size());
    for (const Point2& p : line.curve_chart_) {
        canonical.push_back(chart.to_canonical(p));
    }
    if (const Status status = check_curve(line.curve_chart_, canonical, where); !status) {
        return status.error();
    }
    std::vector<Point3> curve;
    curve.reserve(canonical.size());
    for (const Point3& p : canonical) {
        curve.push_back(on_skin(head, p));
    }
    line.curve_ = CurveDistance(std::move(curve));
    line.behind_ = closed_behind(line.curve_chart_);
    return line;
}

double Hairline::distance_behind_mm(const Point3& real, const Point2& chart) const {
    constexpr double enough_mm = 60.0;
    const double distance = curve_->distance(real, enough_mm);
    return contains(behind_, chart) ? distance : -distance;
}

double Hairline::wander_mm(const Point2& chart, std::uint64_t seed) const {
    // The more the sides may differ, the less of one is repeated on the other.
    constexpr double independent_at_mm = 1.0;
    const double own = std::min(std::abs(wish_.asymmetry_mm) / independent_at_mm, 1.0);
    const double rms = wish_.irregularity_mm * edge_roughness(wish_.edge);
    const Point2 right(std::abs(chart.x()), chart.y());
    const double waves =
        (1.0 - own) * edge_wander_mm(right, rms, seed) + own * edge_wander_mm(chart, rms, seed);
    constexpr double half_way_mm = 25.0;
    const double side = chart.x() / std::hypot(chart.x(), half_way_mm);
    return waves + 0.5 * wish_.asymmetry_mm * side;
}

double Hairline::edge_room_mm(double behind_edge_mm, const Point2& chart,
                              std::uint64_t seed) const {
    // Islands of a few mm where the noise is high enough; steep, so that their borders are clear.
    constexpr double island_mm = 4.0;
    constexpr double steepness_mm = 4.0;
    const Point2 place = chart / island_mm;
    double room = behind_edge_mm;
    if (wish_.stray_share > 0.0) {
        const double island =
            smooth_noise(place.x(), place.y(), hash64(seed, 21)) - noise_above(wish_.stray_share);
        room = std::max(room, std::min(behind_edge_mm + stray_strip_mm, steepness_mm * island));
    }
    if (wish_.edge == HairlineEdge::Broken) {
        constexpr double gap_share = 0.2;  // of the strip behind the line (assumed)
        const double gap =
            smooth_noise(place.x(), place.y(), hash64(seed, 22)) - noise_above(gap_share);
        room = std::min(room, std::max(behind_edge_mm - gap_strip_mm, -steepness_mm * gap));
    }
    return room;
}

double Hairline::density_share(double behind_edge_mm) const {
    return feathered_share(behind_edge_mm, wish_.feather_mm * edge_softness(wish_.edge));
}

}  // namespace stubble
