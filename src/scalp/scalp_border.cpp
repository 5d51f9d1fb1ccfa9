#include "scalp/scalp_border.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/interpolation.h"

namespace stubble {
namespace {

// Landmarks near the skin; only their directions count. Drawn on the generated head (assumed).
std::vector<Point3> front_landmarks_mm(NaturalHairline hairline) {
    if (hairline == NaturalHairline::Feminine) {
        return {{0, 85, 87},                                           // hairline, midline
                {14.5, 86.2, 85.3}, {27.7, 88.8, 78.6}, {40, 92, 66},  // highest point
                {47, 89, 60},       {53, 84, 55}};
    }
    return {{0, 85, 87},                                                // hairline, midline
            {10, 85.6, 86}, {20, 88, 81}, {34, 95, 68}, {47, 100, 53},  // apex of the recess
            {56, 90, 51}};                                              // temple
}

std::vector<Point3> border_landmarks_mm(NaturalHairline hairline) {
    std::vector<Point3> landmarks = front_landmarks_mm(hairline);
    const std::vector<Point3> rest{{61, 76, 51},   {66, 54, 47},  // temple point
                                   {69, 38, 31},   {71, 15, 18},  // sideburn, front
                                   {70, -4, 13},   {70, -6, 8},   // sideburn, end
                                   {72, 20, 1},                   // over the ear
                                   {75, 36, -6},   {76, 38, -16},  {75.5, 33, -27},
                                   {74, 18, -34},  // behind the ear
                                   {72, 0, -38},   {67, -18, -42}, {55, -38, -60},  // nape
                                   {35, -47, -72}, {0, -51, -77}};                  // nape, midline
    landmarks.insert(landmarks.end(), rest.begin(), rest.end());
    return landmarks;
}

// The mature border, far lower in front of the ears.
std::vector<ScalpDirection> open_corners() {
    constexpr double lower_deg = 28.0;
    std::vector<ScalpDirection> corners =
        smooth_corners(border_landmarks_mm(NaturalHairline::Mature));
    for (ScalpDirection& corner : corners) {
        corner.elevation_deg -= lower_deg * (1.0 - smoothstep(50.0, 62.0, corner.azimuth_deg));
    }
    return corners;
}

// The rim behind an azimuth, with what leads up to it in front.
DirectionCurve fringe_rim_from(double azimuth_deg, const std::vector<ScalpDirection>& front) {
    const std::vector<ScalpDirection> corners = smooth_corners({{47, 100, 53},
                                                                {61, 80, 44},
                                                                {68, 80, 25},
                                                                {71, 82, -5},
                                                                {69, 85, -40},
                                                                {55, 86, -70},
                                                                {30, 82, -87},
                                                                {0, 80, -90}});
    std::vector<ScalpDirection> rim = front;
    rim.push_back({azimuth_deg, DirectionCurve(corners).elevation_deg(azimuth_deg)});
    std::copy_if(corners.begin(), corners.end(), std::back_inserter(rim),
                 [&](const auto& corner) { return corner.azimuth_deg > azimuth_deg; });
    return DirectionCurve(rim);
}

}  // namespace

const DirectionCurve& natural_border(NaturalHairline hairline) {
    static const DirectionCurve mature(
        smooth_corners(border_landmarks_mm(NaturalHairline::Mature)));
    static const DirectionCurve feminine(
        smooth_corners(border_landmarks_mm(NaturalHairline::Feminine)));
    static const DirectionCurve open(open_corners());
    switch (hairline) {
        case NaturalHairline::Mature:
            return mature;
        case NaturalHairline::Feminine:
            return feminine;
        case NaturalHairline::Open:
            return open;
    }
    return mature;
}

const DirectionCurve& fringe_rim(NaturalHairline hairline) {
    constexpr double below_scalp_deg = -60.0;
    static const DirectionCurve rim =
        fringe_rim_from(fringe_front_azimuth_deg, {{fringe_front_azimuth_deg, below_scalp_deg}});
    // A slanted line over the temple.
    constexpr double slant_from_deg = 30.0;
    constexpr double slant_to_deg = 44.0;
    constexpr double slant_start_deg = 12.0;
    static const DirectionCurve open = fringe_rim_from(
        slant_to_deg, {{slant_from_deg, below_scalp_deg}, {slant_from_deg, slant_start_deg}});
    return hairline == NaturalHairline::Open ? open : rim;
}

double elevation_above_border_deg(const Point3& canonical_mm, NaturalHairline hairline) {
    const ScalpDirection direction = scalp_direction(canonical_mm);
    return direction.elevation_deg - natural_border(hairline).elevation_deg(direction.azimuth_deg);
}

double border_margin_mm(const Point3& canonical_mm, NaturalHairline hairline) {
    return natural_border(hairline).height_mm(canonical_mm);
}

bool is_scalp(const Point3& canonical_mm, NaturalHairline hairline) {
    return elevation_above_border_deg(canonical_mm, hairline) > 0.0;
}

}  // namespace stubble
