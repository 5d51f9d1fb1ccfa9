#include "render/picture_tile.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace stubble {
namespace {

// Side of the square of samples that together look in many directions, each sample in a few.
constexpr int block = 8;
constexpr int block_samples = block * block;

// The rank of a place in the block, so that neighbours are far apart in rank (Bayer 1973).
int rank_in_block(int x, int y) {
    int rank = 0;
    for (int bit = 0; bit < 3; ++bit) {
        const int u = x >> bit & 1;
        const int v = y >> bit & 1;
        rank = rank << 2 | (u ^ v) << 1 | v;
    }
    return rank;
}

float golden_share(int index) {
    const double turns = index * (std::numbers::phi - 1.0);
    return static_cast<float>(turns - std::floor(turns));
}

// Point `index` of `count` well spread over the unit square (Fibonacci lattice).
Eigen::Vector2f spread_point(int index, int count) {
    return {(static_cast<float>(index) + 0.5F) / static_cast<float>(count), golden_share(index)};
}

Eigen::Vector2f on_circle(float share) {
    const float angle = 2.0F * std::numbers::pi_v<float> * share;
    return {std::cos(angle), std::sin(angle)};
}

// Two directions across a unit normal that turn smoothly with it, wherever it points towards the eye (Duff et al. 2017, with the
// view as pole).
struct Across {
    Vector3f x;
    Vector3f y;

    Across(const Vector3f& normal, const Eigen::Matrix3f& axes) {
        const Vector3f n = axes * normal;  // z away from the eye
        const float a = 1.0F / (1.0F + std::max(-n.z(), -0.999F));
        const float b = -n.x() * n.y() * a;
        x = axes.transpose() * Vector3f(1.0F - n.x() * n.x() * a, b, n.x());
        y = axes.transpose() * Vector3f(b, 1.0F - n.y() * n.y() * a, n.y());
    }
};

// A sample with the places its rays start from.
class Tracer {
public:
    Tracer(const DrawableMesh& mesh, const Camera& camera, const PictureLight& light,
           const MeshPictureOptions& options)
        : mesh_(mesh), camera_(camera), light_(light), options_(options) {
        const int count = block_samples * options.occlusion_rays;
        for (int i = 0; i < count; ++i) {
            const Eigen::Vector2f point = spread_point(i, count);
            const Eigen::Vector2f disc = std::sqrt(point[0]) * on_circle(point[1]);
            // Rays of different reach: occlusion fades out with distance.
            around_.push_back({{disc[0], disc[1], std::sqrt(1.0F - point[0])},
                               (0.25 + 0.75 * golden_share(7 * i)) * options.occlusion_mm});
        }
        const Vector3f side = light.key.unitOrthogonal();
        for (int i = 0; i < block_samples; ++i) {
            const Eigen::Vector2f point = spread_point(i, block_samples);
            const Eigen::Vector2f disc =
                light.key_radius * std::sqrt(point[0]) * on_circle(point[1]);
            to_lamp_.emplace_back(
                (light.key + disc[0] * side + disc[1] * light.key.cross(side)).cast<double>());
        }
    }

    [[nodiscard]] SurfaceSample sample(int x, int y) const {
        const Ray ray = camera_.ray_through(place_of_sample(x, y, options_.samples_per_side));
        const auto hit = mesh_.bvh.closest_hit(ray);
        if (!hit) {
            return {};
        }
        SurfaceSample sample;
        const Point3 start = describe(*hit, ray, sample);
        const int rank = rank_in_block(x, y);
        sample.open = openness(sample, start, rank);
        sample.lit = light_on(sample, start, rank);
        return sample;
    }

private:
    // Fills in all but the light. Returns where rays that leave the surface start: on the smooth surface that the normals
    // pretend, so that no triangle shadows itself along its edges (Hanika 2021), and a little above.
    Point3 describe(const SurfaceHit& hit, const Ray& ray, SurfaceSample& sample) const;
    [[nodiscard]] float openness(const SurfaceSample& sample, const Point3& start, int rank) const;
    [[nodiscard]] float light_on(const SurfaceSample& sample, const Point3& start, int rank) const;

    // A direction around the normal, which is z, and how far a ray goes there.
    struct Glance {
        Vector3f direction;
        double reach_mm;
    };

    const DrawableMesh& mesh_;
    const Camera& camera_;
    const PictureLight& light_;
    const MeshPictureOptions& options_;
    std::vector<Glance> around_;   // rank + block_samples * i for ray i
    std::vector<Point3> to_lamp_;  // by rank
};

Point3 Tracer::describe(const SurfaceHit& hit, const Ray& ray, SurfaceSample& sample) const {
    constexpr float lift_mm = 0.01F;
    const Point3 place = point_of(mesh_.mesh, hit);
    sample.place_mm = place.cast<float>();
    sample.depth_mm = static_cast<float>(camera_.depth_mm(place));
    sample.to_eye = -ray.direction.cast<float>();
    const Triangle& triangle = mesh_.mesh.triangles[hit.triangle];
    const Vector3f weights = hit.weights.cast<float>();
    const auto& vertices = mesh_.mesh.vertices_mm;
    Vector3f flat = (vertices[triangle[1]] - vertices[triangle[0]])
                        .cross(vertices[triangle[2]] - vertices[triangle[0]])
                        .normalized();
    flat = flat.dot(sample.to_eye) < 0.0F ? Vector3f(-flat) : flat;
    Vector3f normal = Vector3f::Zero();
    Vector3f rise = Vector3f::Zero();
    for (int i = 0; i < 3; ++i) {
        const std::uint32_t vertex = triangle[static_cast<std::size_t>(i)];
        const Vector3f& stored = mesh_.normals[vertex];
        // Surfaces seen from behind turn round.
        const Vector3f here = stored.dot(flat) < 0.0F ? Vector3f(-stored) : stored;
        normal += weights[i] * here;
        const float below = std::min((sample.place_mm - vertices[vertex]).dot(here), 0.0F);
        rise -= weights[i] * below * here;
        sample.albedo += weights[i] * mesh_.albedo[vertex];
    }
    // At the rim smooth normals may look away from the eye.
    const float away = std::min(normal.dot(sample.to_eye), 0.0F);
    sample.normal = (normal - 1.02F * away * sample.to_eye).normalized();
    return place + (rise + lift_mm * flat).cast<double>();
}

float Tracer::openness(const SurfaceSample& sample, const Point3& start, int rank) const {
    const Across across(sample.normal, camera_.axes.cast<float>());
    int open = 0;
    for (auto i = static_cast<std::size_t>(rank); i < around_.size(); i += block_samples) {
        const Vector3f& local = around_[i].direction;
        const Vector3f direction =
            local.x() * across.x + local.y() * across.y + local.z() * sample.normal;
        const Ray ray{start, direction.cast<double>(), 0.0, around_[i].reach_mm};
        open += mesh_.bvh.any_hit(ray) ? 0 : 1;
    }
    return static_cast<float>(open) / static_cast<float>(options_.occlusion_rays);
}

float Tracer::light_on(const SurfaceSample& sample, const Point3& start, int rank) const {
    if (sample.normal.dot(light_.key) < -light_.key_radius) {
        return 0.0F;
    }
    return mesh_.bvh.any_hit({start, to_lamp_[static_cast<std::size_t>(rank)]}) ? 0.0F : 1.0F;
}

// Mean light over the block of samples around one, as far as they continue its surface.
void smooth_light(const SampleTile& rough, int x, int y, float spacing_mm, SurfaceSample& sample) {
    // A plane through the sample, as thick as neighbours on a curved surface need.
    const float slant = std::max(sample.normal.dot(sample.to_eye), 0.1F);
    const float thickness = 2.0F * spacing_mm / slant;
    float open = 0.0F;
    float lit = 0.0F;
    float count = 0.0F;
    for (int v = y - block / 2; v < y + block / 2; ++v) {
        const SurfaceSample* other = &rough.at(x - block / 2, v);
        for (const SurfaceSample* const end = other + block; other != end; ++other) {
            const float off = (other->place_mm - sample.place_mm).dot(sample.normal);
            if (other->is_surface() && std::abs(off) < thickness &&
                other->normal.dot(sample.normal) > 0.8F) {
                open += other->open;
                lit += other->lit;
                count += 1.0F;
            }
        }
    }
    sample.open = open / count;
    sample.lit = lit / count;
}

}  // namespace

Point2 place_of_sample(int x, int y, int samples_per_side) {
    const double n = samples_per_side;
    // Also left of the picture and above.
    const int in_x = (x % samples_per_side + samples_per_side) % samples_per_side;
    const int in_y = (y % samples_per_side + samples_per_side) % samples_per_side;
    return {(x + (in_y + 0.5) / n) / n, (y + (in_x + 0.5) / n) / n};
}

std::vector<PixelRect> tiles_of(int width_px, int height_px) {
    constexpr int side = 64;
    std::vector<PixelRect> tiles;
    for (int y = 0; y < height_px; y += side) {
        for (int x = 0; x < width_px; x += side) {
            tiles.push_back({x, y, std::min(side, width_px - x), std::min(side, height_px - y)});
        }
    }
    return tiles;
}

SampleTile trace_tile(const DrawableMesh& mesh, const Camera& camera, const PictureLight& light,
                      const MeshPictureOptions& options, const PixelRect& pixels) {
    const int n = options.samples_per_side;
    SampleTile tile{n * pixels.x0, n * pixels.y0, n * pixels.width, n * pixels.height, n, {}};
    SampleTile rough{
        tile.x0 - block / 2, tile.y0 - block / 2, tile.width + block, tile.height + block, n, {}};
    rough.samples.resize(static_cast<std::size_t>(rough.width) *
                         static_cast<std::size_t>(rough.height));
    const Tracer tracer(mesh, camera, light, options);
    for (int y = rough.y0; y < rough.y0 + rough.height; ++y) {
        for (int x = rough.x0; x < rough.x0 + rough.width; ++x) {
            rough.at(x, y) = tracer.sample(x, y);
        }
    }
    tile.samples.reserve(static_cast<std::size_t>(tile.width) *
                         static_cast<std::size_t>(tile.height));
    for (int y = tile.y0; y < tile.y0 + tile.height; ++y) {
        for (int x = tile.x0; x < tile.x0 + tile.width; ++x) {
            SurfaceSample sample = rough.at(x, y);
            if (sample.is_surface()) {
                const auto spacing_mm =
                    static_cast<float>(1.0 / (n * camera.px_per_mm(sample.depth_mm)));
                smooth_light(rough, x, y, spacing_mm, sample);
            }
            tile.samples.push_back(sample);
        }
    }
    return tile;
}

}  // namespace stubble
