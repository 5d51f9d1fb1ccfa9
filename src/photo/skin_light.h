// Reads the skin of a photographed zone: its tone place by place, its shading, and the shine (gloss) apart from its colour.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geometry/polygon.h"
#include "image/image_io.h"
#include "skin/melanin_and_blood.h"

namespace stubble {

// Square cells over a part of the photograph; cell (0, 0) begins at the origin.
struct CellGrid {
    Point2 origin_px = Point2::Zero();
    double cell_px = 1.0;
    int columns = 1;
    int rows = 1;
};

// Dichromatic reading of a zone: photographed light c = body + g. The body entered the skin and
// came back in the skin's colour; g was thrown back at the surface in the colour of the light
// (taken as white): the surface term of the skin model times the shading, plus shine. Pigment
// filters the body only.
class SkinLight {
public:
    // Reads the pixels inside the polygon (pixel coordinates), in cells of about 0.8 mm. Gray
    // photographs, and zones too dark to read, give default medium skin without shine.
    [[nodiscard]] static SkinLight read(const EncodedImage& photo, const Polygon& polygon_px,
                                        double px_per_mm);

    // Skin of the whole zone: the median of its matte places.
    [[nodiscard]] const SkinFit& zone() const { return zone_; }

    // Skin at a place: chromaticity of its surroundings (about 8 mm), brightness of the zone.
    [[nodiscard]] SkinTone tone_at(const Point2& place_px) const;

    // g of `count` pixels of row y from column x0, linear light (one value a pixel, equal in the
    // three channels).
    void surface_light(int x0, int y, int count, float* g) const;

private:
    SkinFit zone_;
    CellGrid cells_;
    std::vector<float> surface_;  // g per cell
    CellGrid blocks_;
    std::vector<SkinTone> tones_;  // per block
};

}  // namespace stubble
