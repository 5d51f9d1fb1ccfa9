// The hairline curve: presets, height above the glabella, control points, recession, temple peaks, symmetry, irregularity.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "geometry/curve_distance.h"
#include "geometry/polygon.h"
#include "geometry/vec.h"
#include "scalp/head_surface.h"

namespace stubble {

enum class HairlinePreset { Natural, Rounded, Straight, Mature, Receded, WidowsPeak, Feminine };
enum class HairlineEdge { Soft, Broken, Defined };

// A point that the hairline passes through, chart millimetres (scalp_chart.h).
struct HairlinePoint {
    Point2 chart_mm = Point2::Zero();
    bool corner = false;  // else the curve is smooth here
};

// What is wanted. Defaults: the default plan (DESIGN.md section 5); sources of the numbers: practice page, section 5.
struct HairlineWish {
    HairlinePreset preset = HairlinePreset::Natural;
    double height_above_glabella_mm = 80.0;  // along the skin, of the middle
    double feather_mm = 8.0;                 // 0 to 60 % of the density; full at 2.5 times
    HairlineEdge edge = HairlineEdge::Soft;
    double irregularity_mm = 1.0;  // rms
    double asymmetry_mm =
        2.0;  // largest difference between the sides; > 0: the client's right side lies higher
    std::optional<double>
        temple_depth_mm;          // how far the recess lies behind the middle; else the preset's
    bool temple_peak = true;      // hair comes forward again at the temple
    double temple_peak_mm = 6.0;  // how far
    double stray_share =
        0.05;  // of a strip of stray_strip_mm before the line that holds single dots
    // Instead of the preset: points from the client's right to the left, or of the right half alone (all u >= 0), which is
    // then mirrored. The first and last point belong to the sides.
    std::vector<HairlinePoint> control_points;
};

// Width of the strip before the line where stray dots may lie, and of the one behind it where a broken line has gaps
// (assumed).
inline constexpr double stray_strip_mm = 4.0;
inline constexpr double gap_strip_mm = 6.0;

// How much of feather and irregularity an edge keeps (assumed).
[[nodiscard]] double edge_softness(HairlineEdge edge);
[[nodiscard]] double edge_roughness(HairlineEdge edge);

// A hairline on one head.
class Hairline {
public:
    // Errors: a middle outside the forehead and scalp, control points that are too few or cross each other, a line that runs
    // through the brows. `where` names the plan.
    [[nodiscard]] static Result<Hairline> create(const HairlineWish& wish, const HeadSurface& head,
                                                 const std::string& where);

    // Chart millimetres, from the client's right to the left, dense; symmetric for the presets.
    [[nodiscard]] const std::vector<Point2>& curve_chart_mm() const { return curve_chart_; }
    // The same places on the skin of the head, real.
    [[nodiscard]] const std::vector<Point3>& curve_mm() const { return curve_->corners(); }
    // Everything behind the curve, as an outline in the chart.
    [[nodiscard]] const Polygon& behind_chart() const { return behind_; }

    // How far a place of the skin lies behind the hairline as drawn, in mm over the skin; negative on the forehead. Exact near
    // the line; from 60 mm on only the sign counts.
    [[nodiscard]] double distance_behind_mm(const Point3& real, const Point2& chart) const;

    // How far the edge of the dots lies behind the line as drawn, in mm: irregularity and asymmetry at a place; mean 0.
    [[nodiscard]] double wander_mm(const Point2& chart, std::uint64_t seed) const;
    // How far inside the place where dots may lie, given the distance behind the edge: stray dots before a line, gaps in a
    // broken one; dots only where it is > 0.
    [[nodiscard]] double edge_room_mm(double behind_edge_mm, const Point2& chart,
                                      std::uint64_t seed) const;
    // Share of the full density at a distance behind the edge, with the wish's feather and edge.
    [[nodiscard]] double density_share(double behind_edge_mm) const;

private:
    Hairline() = default;

    HairlineWish wish_;
    std::vector<Point2> curve_chart_;
    std::optional<CurveDistance> curve_;
    Polygon behind_;
};

}  // namespace stubble
