#include "render/surface_marks.h"

#include <algorithm>
#include <cmath>

namespace stubble {
namespace {

constexpr double onto_surface_mm = 2.0;

// Whether something that reaches from `low` to `high` reaches into a tile.
bool reaches(const Box2& box_px, const PixelRect& tile) {
    return box_px.high.x() >= tile.x0 && box_px.low.x() <= tile.x0 + tile.width &&
           box_px.high.y() >= tile.y0 && box_px.low.y() <= tile.y0 + tile.height;
}

Box2 box_around(const Point2& a, const Point2& b, double reach_px) {
    const Point2 reach = Point2::Constant(reach_px);
    return {a.cwiseMin(b) - reach, a.cwiseMax(b) + reach};
}

// Calls visit(x, y) for the samples of a tile in the pixels that a box touches.
template <typename Visit>
void for_samples_in(const Box2& box_px, const SampleTile& tile, Visit visit) {
    const auto first = [&](double px, int low, int count) {
        const double from = std::floor(px) * tile.samples_per_side;
        return static_cast<int>(std::clamp(from, double{1.0 * low}, low + 1.0 * count));
    };
    const int x0 = first(box_px.low.x(), tile.x0, tile.width);
    const int x1 = first(box_px.high.x() + 1.0, tile.x0, tile.width);
    const int y0 = first(box_px.low.y(), tile.y0, tile.height);
    const int y1 = first(box_px.high.y() + 1.0, tile.y0, tile.height);
    for (int y = y0; y < y1; ++y) {
        for (int x = x0; x < x1; ++x) {
            visit(x, y);
        }
    }
}

// Full below `inner`, none above `outer`, straight between.
float falling(float distance, float inner, float outer) {
    return std::clamp((outer - distance) / (outer - inner), 0.0F, 1.0F);
}

}  // namespace

SurfaceMarkLayer::SurfaceMarkLayer(const DrawableMesh& mesh, const Camera& camera,
                                   const SurfaceMarks& marks, int samples_per_side,
                                   std::span<const PixelRect> tiles)
    : camera_(camera),
      samples_per_side_(samples_per_side),
      dots_in_tile_(tiles.size()),
      segments_in_tile_(tiles.size()) {
    for (const DotMark& dot : marks.dots) {
        add_dot(mesh, dot);
    }
    for (const LineMark& line : marks.lines) {
        add_segments(line, static_cast<std::uint32_t>(lines_.size()));
        lines_.push_back({line.width_px, line.color});
    }
    for (std::size_t tile = 0; tile < tiles.size(); ++tile) {
        for (std::size_t i = 0; i < dots_.size(); ++i) {
            if (reaches(dots_[i].box_px, tiles[tile])) {
                dots_in_tile_[tile].push_back(static_cast<std::uint32_t>(i));
            }
        }
        for (std::size_t i = 0; i < segments_.size(); ++i) {
            if (reaches(segments_[i].box_px, tiles[tile])) {
                segments_in_tile_[tile].push_back(static_cast<std::uint32_t>(i));
            }
        }
    }
}

void SurfaceMarkLayer::add_dot(const DrawableMesh& mesh, const DotMark& dot) {
    const auto near = mesh.bvh.nearest_point(dot.place_mm, onto_surface_mm);
    const Point3 place = near ? point_of(mesh.mesh, *near) : dot.place_mm;
    const auto center = camera_.project(place);
    if (!center) {
        return;
    }
    const double px_per_mm = camera_.px_per_mm(camera_.depth_mm(place));
    const double spacing_mm = 1.0 / (px_per_mm * samples_per_side_);
    // The edge falls over one sample, from r - s to r + s, which holds as much as a sharp disc of r^2 + s^2 / 3. No disc is so
    // small that it could fall between samples; it is paler instead.
    const double half_fall_mm = 0.5 * spacing_mm;
    const double spread_mm2 = half_fall_mm * half_fall_mm / 3.0;
    const double wanted_mm2 = 0.25 * dot.diameter_mm * dot.diameter_mm;
    const double least_mm = 0.8 * spacing_mm;
    const double radius_mm = std::sqrt(std::max(wanted_mm2 - spread_mm2, least_mm * least_mm));
    const double opacity = std::min(wanted_mm2 / (radius_mm * radius_mm + spread_mm2), 1.0);
    const double outer_mm = radius_mm + half_fall_mm;
    dots_.push_back({place.cast<float>(), static_cast<float>(radius_mm - half_fall_mm),
                     static_cast<float>(outer_mm), static_cast<float>(opacity), dot.albedo,
                     box_around(*center, *center, 1.05 * outer_mm * px_per_mm)});
}

void SurfaceMarkLayer::add_segments(const LineMark& line, std::uint32_t number) {
    for (std::size_t i = 1; i < line.places_mm.size(); ++i) {
        const auto from = camera_.project(line.places_mm[i - 1]);
        const auto to = camera_.project(line.places_mm[i]);
        if (from && to) {
            segments_.push_back({*from, *to, camera_.depth_mm(line.places_mm[i - 1]),
                                 camera_.depth_mm(line.places_mm[i]), number,
                                 box_around(*from, *to, 0.5 * line.width_px + 1.0)});
        }
    }
}

void SurfaceMarkLayer::paint_dots(std::size_t tile, SampleTile& samples) const {
    for (const std::uint32_t i : dots_in_tile_[tile]) {
        const Dot& dot = dots_[i];
        for_samples_in(dot.box_px, samples, [&](int x, int y) {
            SurfaceSample& sample = samples.at(x, y);
            const float distance = (sample.place_mm - dot.place_mm).norm();
            if (sample.is_surface() && distance < dot.outer_mm) {
                const float share = dot.opacity * falling(distance, dot.inner_mm, dot.outer_mm);
                sample.albedo += share * (dot.albedo - sample.albedo);
            }
        });
    }
}

void SurfaceMarkLayer::paint_lines(std::size_t tile, const SampleTile& samples,
                                   std::vector<Vector3f>& colors) const {
    const std::vector<std::uint32_t>& segments = segments_in_tile_[tile];
    std::vector<float> coverage;
    for (std::size_t i = 0; i < segments.size();) {
        // All segments of a line together: where they join, it is no darker.
        const std::uint32_t line = segments_[segments[i]].line;
        coverage.assign(samples.samples.size(), 0.0F);
        for (; i < segments.size() && segments_[segments[i]].line == line; ++i) {
            cover(segments_[segments[i]], samples, coverage);
        }
        for (std::size_t k = 0; k < colors.size(); ++k) {
            colors[k] += coverage[k] * (lines_[line].color - colors[k]);
        }
    }
}

void SurfaceMarkLayer::cover(const Segment& segment, const SampleTile& samples,
                             std::vector<float>& coverage) const {
    const Point2 along = segment.to_px - segment.from_px;
    const double half_px = 0.5 * lines_[segment.line].width_px;
    const double half_fall_px = 0.5 / samples_per_side_;
    const bool perspective = camera_.projection == Projection::Perspective;
    const double far_weight = perspective ? segment.from_depth_mm / segment.to_depth_mm : 1.0;
    for_samples_in(segment.box_px, samples, [&](int x, int y) {
        const Point2 from = place_of_sample(x, y, samples_per_side_) - segment.from_px;
        const double share =
            std::clamp(from.dot(along) / std::max(along.squaredNorm(), 1e-12), 0.0, 1.0);
        const double distance_px = (from - share * along).norm();
        if (distance_px >= half_px + half_fall_px) {
            return;
        }
        // In perspective equal steps in the picture are no equal steps in space.
        const double step = share * far_weight / (1.0 - share + share * far_weight);
        const double depth_mm =
            segment.from_depth_mm + step * (segment.to_depth_mm - segment.from_depth_mm);
        // The line lies on the surface, its chords a little below.
        const double slack_mm = 0.5 + 2.0 * half_px / camera_.px_per_mm(depth_mm);
        if (depth_mm > samples.at(x, y).depth_mm + slack_mm) {
            return;
        }
        const auto place = static_cast<std::size_t>(&samples.at(x, y) - samples.samples.data());
        coverage[place] =
            std::max(coverage[place], falling(static_cast<float>(distance_px),
                                              static_cast<float>(half_px - half_fall_px),
                                              static_cast<float>(half_px + half_fall_px)));
    });
}

}  // namespace stubble
