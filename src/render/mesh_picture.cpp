#include "render/mesh_picture.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "base/parallel.h"
#include "render/picture_tile.h"
#include "render/surface_marks.h"

namespace stubble {
namespace {

// Lamps, in the camera's frame: right, up, towards the eye. Strengths are what white surface that faces a lamp adds.
struct Studio {
    PictureLight light;
    Vector3f fill;
    Vector3f rim;
    Vector3f up;

    explicit Studio(const Camera& camera) {
        const Eigen::Matrix3f axes = camera.axes.cast<float>();
        const auto from = [&](float right, float above, float eye) {
            return Vector3f(axes.transpose() * Vector3f(right, -above, -eye)).normalized();
        };
        light.key = from(-0.55F, 0.70F, 0.72F);
        fill = from(0.85F, 0.15F, 0.50F);
        rim = from(0.55F, 0.50F, -0.70F);
        up = from(0.0F, 1.0F, 0.0F);
    }
};

const Vector3f key_color{0.66F, 0.645F, 0.62F};
const Vector3f fill_color{0.145F, 0.15F, 0.158F};
const Vector3f rim_color{0.15F, 0.15F, 0.15F};
const Vector3f sky_color{0.245F, 0.25F, 0.26F};
const Vector3f floor_color{0.16F, 0.155F, 0.15F};
constexpr float gloss_strength = 0.10F;
constexpr float gloss_exponent = 26.0F;

// Openness as seen after light went to and fro in a crease: pale surface fills its creases with its own colour (fit of
// Jimenez et al. 2016).
Vector3f brightened(float open, const Vector3f& albedo) {
    Vector3f result;
    for (int i = 0; i < 3; ++i) {
        const float a = 2.0404F * albedo[i] - 0.3324F;
        const float b = -4.7951F * albedo[i] + 0.6417F;
        const float c = 2.7552F * albedo[i] + 0.6903F;
        result[i] = std::max(open, ((a * open + b) * open + c) * open);
    }
    return result;
}

// Lambert's cosine, reaching a little around the edge of the lit side as in soft matter.
float soft_cosine(float cosine, float wrap) {
    return std::max((cosine + wrap) / (1.0F + wrap), 0.0F);
}

Vector3f shaded(const SurfaceSample& sample, const Studio& studio) {
    const Vector3f& n = sample.normal;
    const float key = soft_cosine(n.dot(studio.light.key), 0.1F) * sample.lit;
    const float fill = soft_cosine(n.dot(studio.fill), 0.4F) * (0.3F + 0.7F * sample.open);
    const float rim = soft_cosine(n.dot(studio.rim), 0.0F) * sample.open;
    const float height = 0.5F + 0.5F * n.dot(studio.up);
    const Vector3f around = floor_color + height * (sky_color - floor_color);
    const Vector3f light = key * key_color + fill * fill_color + rim * rim_color +
                           around.cwiseProduct(brightened(sample.open, sample.albedo));
    const Vector3f half_way = (studio.light.key + sample.to_eye).normalized();
    const float gloss =
        gloss_strength * std::pow(std::max(n.dot(half_way), 0.0F), gloss_exponent) * sample.lit;
    const float slope = 1.0F - std::clamp(n.dot(sample.to_eye), 0.0F, 1.0F);
    const float edge = 0.05F * slope * slope * slope * slope * sample.open;
    return sample.albedo.cwiseProduct(light) + Vector3f::Constant(gloss + edge);
}

std::vector<Vector3f> colors_of(const SampleTile& tile, const Studio& studio,
                                const MeshPictureOptions& options, int height_px) {
    const Vector3f fall = options.backdrop_bottom - options.backdrop_top;
    std::vector<Vector3f> colors;
    colors.reserve(tile.samples.size());
    for (std::size_t i = 0; i < tile.samples.size(); ++i) {
        const SurfaceSample& sample = tile.samples[i];
        const int row = tile.y0 + static_cast<int>(i) / tile.width;
        const float down = (static_cast<float>(row) + 0.5F) /
                           static_cast<float>(height_px * tile.samples_per_side);
        colors.push_back(sample.is_surface() ? shaded(sample, studio)
                                             : Vector3f(options.backdrop_top + down * fall));
    }
    return colors;
}

// Each pixel becomes the mean of its samples.
void add_to_pixels(const SampleTile& tile, const std::vector<Vector3f>& colors,
                   LinearImage& image) {
    const int n = tile.samples_per_side;
    const float share = 1.0F / static_cast<float>(n * n);
    auto color = colors.begin();
    for (int y = tile.y0; y < tile.y0 + tile.height; ++y) {
        const std::span<float> row = image.row(y / n);
        for (int x = tile.x0; x < tile.x0 + tile.width; ++x, ++color) {
            for (int i = 0; i < 3; ++i) {
                row[3 * static_cast<std::size_t>(x / n) + static_cast<std::size_t>(i)] +=
                    share * (*color)[i];
            }
        }
    }
}

}  // namespace

DrawableMesh drawable(TriangleMesh mesh, std::vector<Vector3f> albedo,
                      std::vector<Vector3f> normals) {
    if (albedo.empty()) {
        albedo.assign(mesh.vertices_mm.size(), plain_skin_albedo);
    }
    if (normals.empty()) {
        normals = vertex_normals(mesh);
    }
    STUBBLE_CHECK(albedo.size() == mesh.vertices_mm.size());
    STUBBLE_CHECK(normals.size() == mesh.vertices_mm.size());
    Bvh bvh(mesh);
    return {std::move(mesh), std::move(normals), std::move(albedo), std::move(bvh)};
}

LinearImage draw_mesh(const DrawableMesh& mesh, const Camera& camera, const SurfaceMarks& marks,
                      const MeshPictureOptions& options) {
    STUBBLE_CHECK(options.samples_per_side > 0 && options.occlusion_rays > 0);
    const Studio studio(camera);
    const std::vector<PixelRect> tiles = tiles_of(camera.width_px, camera.height_px);
    const SurfaceMarkLayer layer(mesh, camera, marks, options.samples_per_side, tiles);
    LinearImage image = LinearImage::blank(camera.width_px, camera.height_px);
    const auto draw_tile = [&](std::size_t i) {
        SampleTile tile = trace_tile(mesh, camera, studio.light, options, tiles[i]);
        layer.paint_dots(i, tile);
        std::vector<Vector3f> colors = colors_of(tile, studio, options, camera.height_px);
        layer.paint_lines(i, tile, colors);
        add_to_pixels(tile, colors, image);
    };
    parallel_for(tiles.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            draw_tile(i);
        }
    });
    return image;
}

}  // namespace stubble
