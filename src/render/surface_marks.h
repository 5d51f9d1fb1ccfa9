// Paints dots and lines onto the samples of a mesh picture: right share of every pixel, hidden where the surface is in front.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "render/picture_tile.h"

namespace stubble {

// Marks as one camera sees them, sorted by the tiles they reach.
class SurfaceMarkLayer {
public:
    SurfaceMarkLayer(const DrawableMesh& mesh, const Camera& camera, const SurfaceMarks& marks,
                     int samples_per_side, std::span<const PixelRect> tiles);

    // Changes the albedo of the samples on dots. `tile`: index of the tile that was traced.
    void paint_dots(std::size_t tile, SampleTile& samples) const;
    // Changes the colours of the samples on lines; one colour per sample.
    void paint_lines(std::size_t tile, const SampleTile& samples,
                     std::vector<Vector3f>& colors) const;

private:
    // Sphere around a place of the surface; the dot is what it cuts out. Opacity falls from full at inner_mm to none at outer_mm.
    struct Dot {
        Vector3f place_mm;
        float inner_mm;
        float outer_mm;
        float opacity;
        Vector3f albedo;
        Box2 box_px;
    };
    // A piece of a line in the picture, with the depths of its ends.
    struct Segment {
        Point2 from_px;
        Point2 to_px;
        double from_depth_mm;
        double to_depth_mm;
        std::uint32_t line;
        Box2 box_px;
    };
    struct Line {
        double width_px;
        Vector3f color;
    };

    void add_dot(const DrawableMesh& mesh, const DotMark& dot);
    void add_segments(const LineMark& line, std::uint32_t number);
    // Raises the coverage of the samples that a segment covers.
    void cover(const Segment& segment, const SampleTile& samples,
               std::vector<float>& coverage) const;

    Camera camera_;
    int samples_per_side_;
    std::vector<Dot> dots_;
    std::vector<Segment> segments_;
    std::vector<Line> lines_;
    std::vector<std::vector<std::uint32_t>> dots_in_tile_;
    std::vector<std::vector<std::uint32_t>> segments_in_tile_;
};

}  // namespace stubble
