// Samples of a part of a mesh picture: the surface seen there, and how open it is to the surroundings and to a lamp (ambient occlusion, shadow).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <vector>

#include "geometry/camera.h"
#include "render/mesh_picture.h"

namespace stubble {

// Where the light comes from.
struct PictureLight {
    Vector3f key = Vector3f::UnitZ();  // unit direction to the lamp
    float key_radius = 0.13F;          // of the lamp seen from the head, radians
};

// What one ray from the camera meets.
struct SurfaceSample {
    float depth_mm = std::numeric_limits<float>::infinity();  // along the view; infinite: nothing
    Vector3f place_mm = Vector3f::Zero();
    Vector3f to_eye = Vector3f::UnitZ();
    Vector3f normal = Vector3f::UnitZ();  // smooth, unit, towards the eye
    Vector3f albedo = Vector3f::Zero();
    float open = 1.0F;  // share of the surroundings, weighted by cosine, that no surface hides
    float lit = 0.0F;   // share of the lamp that no surface hides

    [[nodiscard]] bool is_surface() const { return depth_mm < infinity; }
    static constexpr float infinity = std::numeric_limits<float>::infinity();
};

// A rectangle of samples; sample (x, y) of the picture lies in pixel (x / n, y / n), n to a side.
struct SampleTile {
    int x0 = 0;
    int y0 = 0;
    int width = 0;
    int height = 0;
    int samples_per_side = 1;
    std::vector<SurfaceSample> samples;

    [[nodiscard]] SurfaceSample& at(int x, int y) {
        return samples[static_cast<std::size_t>(y - y0) * static_cast<std::size_t>(width) +
                       static_cast<std::size_t>(x - x0)];
    }
    [[nodiscard]] const SurfaceSample& at(int x, int y) const {
        return samples[static_cast<std::size_t>(y - y0) * static_cast<std::size_t>(width) +
                       static_cast<std::size_t>(x - x0)];
    }
};

// Pixel coordinates of a sample. The samples of a pixel all differ in column and row, so that straight edges of any slope come
// out smooth.
[[nodiscard]] Point2 place_of_sample(int x, int y, int samples_per_side);

// Pixels [x0, x0 + width) x [y0, y0 + height).
struct PixelRect {
    int x0 = 0;
    int y0 = 0;
    int width = 0;
    int height = 0;
};

// A picture cut into tiles.
[[nodiscard]] std::vector<PixelRect> tiles_of(int width_px, int height_px);

// A sample's `open` and `lit` are means over the 8 x 8 samples around it that belong to the same smooth piece of surface; they do
// not depend on how a picture is cut into tiles.
[[nodiscard]] SampleTile trace_tile(const DrawableMesh& mesh, const Camera& camera,
                                    const PictureLight& light, const MeshPictureOptions& options,
                                    const PixelRect& pixels);

}  // namespace stubble
