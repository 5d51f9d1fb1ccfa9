// Plain pictures of a head or any mesh for inspection: soft light and shadow, dots on the skin, lines on the surface; no skin simulation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geometry/bvh.h"
#include "geometry/camera.h"
#include "geometry/triangle_mesh.h"
#include "image/linear_image.h"

namespace stubble {

// A mesh with what drawing it needs. Colours are linear RGB, here and below.
struct DrawableMesh {
    TriangleMesh mesh;
    std::vector<Vector3f> normals;  // unit, one per vertex
    std::vector<Vector3f> albedo;   // one per vertex
    Bvh bvh;
};

inline const Vector3f plain_skin_albedo{0.72F, 0.56F, 0.47F};

// Precondition: a mesh that passes check_mesh; one albedo and one normal per vertex, or none: then plain skin and vertex_normals.
[[nodiscard]] DrawableMesh drawable(TriangleMesh mesh, std::vector<Vector3f> albedo = {},
                                    std::vector<Vector3f> normals = {});

// A round dot on the surface, lit and hidden as the surface is. Dots smaller than a pixel keep their share of it. Places up to
// 2 mm off the surface are moved onto it.
struct DotMark {
    Point3 place_mm = Point3::Zero();
    double diameter_mm = 0.35;
    Vector3f albedo = Vector3f::Zero();
};

// A curve along the surface, from place to place; hidden where the surface is in front, and not lit.
struct LineMark {
    std::vector<Point3> places_mm;
    double width_px = 2.0;
    Vector3f color = Vector3f::Zero();
};

// Later ones are drawn over earlier ones, lines over dots.
struct SurfaceMarks {
    std::vector<DotMark> dots;
    std::vector<LineMark> lines;
};

struct MeshPictureOptions {
    int samples_per_side = 3;    // a pixel is the mean of this many squared
    int occlusion_rays = 2;      // per sample; smoothed over 8 x 8 samples
    double occlusion_mm = 70.0;  // surface farther away darkens no crease
    Vector3f backdrop_top{0.115F, 0.118F, 0.125F};
    Vector3f backdrop_bottom{0.245F, 0.248F, 0.255F};
};

// The light comes with the camera: key from the upper left, fill from the right, rim from behind. White surface in full light is
// about 1. The same picture for any number of threads. Precondition: options are positive, diameters and widths too.
[[nodiscard]] LinearImage draw_mesh(const DrawableMesh& mesh, const Camera& camera,
                                    const SurfaceMarks& marks = {},
                                    const MeshPictureOptions& options = {});

}  // namespace stubble
