#include "render/synthetic_skin.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/noise.h"
#include "base/parallel.h"
#include "color/six_bands.h"

namespace stubble {
namespace {

using Eigen::Vector3d;

// Everything below that is no law of optics is assumed: it only has to look like skin.
constexpr double head_radius_mm = 88.0;
constexpr double exposure = 1.12;

// Linear RGB of skin over ln melanin and ln blood: the model is too slow for every pixel.
class SkinColors {
public:
    explicit SkinColors(const SkinTone& tone)
        : low_melanin_(std::log(tone.melanin) - 1.2), low_blood_(std::log(tone.blood) - 1.2) {
        for (int m = 0; m < nodes; ++m) {
            for (int b = 0; b < nodes; ++b) {
                const SkinTone here{std::exp(low_melanin_ + m * step),
                                    std::exp(low_blood_ + b * step)};
                const LinearRgb rgb = linear_rgb_of_bands(skin_reflectance_bands(here));
                table_[index_of(m, b)] = {rgb.r, rgb.g, rgb.b};
            }
        }
    }
    [[nodiscard]] Vector3d at(double log_melanin, double log_blood) const {
        const double m = std::clamp((log_melanin - low_melanin_) / step, 0.0, nodes - 1.001);
        const double b = std::clamp((log_blood - low_blood_) / step, 0.0, nodes - 1.001);
        const int i = static_cast<int>(m);
        const int j = static_cast<int>(b);
        const auto node = [&](int u, int v) { return table_[index_of(i + u, j + v)]; };
        const double s = m - i;
        const double t = b - j;
        return (1 - s) * ((1 - t) * node(0, 0) + t * node(0, 1)) +
               s * ((1 - t) * node(1, 0) + t * node(1, 1));
    }

private:
    [[nodiscard]] static std::size_t index_of(int m, int b) {
        return static_cast<std::size_t>(m) * nodes + static_cast<std::size_t>(b);
    }

    static constexpr int nodes = 25;
    static constexpr double step = 0.1;
    double low_melanin_;
    double low_blood_;
    std::vector<Vector3d> table_{std::size_t{nodes} * nodes};
};

// Distances to the nearest and second nearest of scattered points, about one per unit square
// (Worley 1996).
struct WorleyDistances {
    double nearest;
    double second;
};

WorleyDistances worley(double x, double y, std::uint64_t seed) {
    const auto cx = static_cast<std::int64_t>(std::floor(x));
    const auto cy = static_cast<std::int64_t>(std::floor(y));
    WorleyDistances squared{81.0, 81.0};
    for (std::int64_t v = cy - 1; v <= cy + 1; ++v) {
        for (std::int64_t u = cx - 1; u <= cx + 1; ++u) {
            const std::uint64_t bits =
                hash64(hash64(seed, static_cast<std::uint64_t>(u)), static_cast<std::uint64_t>(v));
            const double dx = static_cast<double>(u) + uniform(hash64(bits, 0)) - x;
            const double dy = static_cast<double>(v) + uniform(hash64(bits, 1)) - y;
            const double r2 = dx * dx + dy * dy;
            squared = r2 < squared.nearest
                          ? WorleyDistances{r2, squared.nearest}
                          : WorleyDistances{squared.nearest, std::min(squared.second, r2)};
        }
    }
    return {std::sqrt(squared.nearest), std::sqrt(squared.second)};
}

// The surface of one scalp at places in millimetres.
class ScalpSurface {
public:
    explicit ScalpSurface(const SyntheticScalp& scalp) : scalp_(scalp), colors_(scalp.tone) {}

    // Light from one place to the camera, linear RGB. `footprint_mm`: width of a pixel; finer
    // relief is left out.
    [[nodiscard]] Vector3d light_at(const Point2& p, double footprint_mm) const {
        const Vector3d smooth = head_normal(p);
        const Vector3d normal = (smooth + relief_slope(p, footprint_mm)).normalized();
        const Vector3d lamp = Vector3d(-0.42, 0.55, 0.85).normalized();
        const Vector3d sky(0.1, 0.95, 0.3);
        // Light travels under the skin before it comes back: the body is shaded by a smoother
        // normal than the gloss.
        const Vector3d body_normal =
            (smooth + 0.55 * relief_slope(p, std::max(footprint_mm, 0.12))).normalized();
        const double diffuse = 0.80 * std::max(body_normal.dot(lamp), 0.0) +
                               0.22 * (0.6 + 0.4 * body_normal.dot(sky.normalized()));
        const Vector3d half_way = (lamp + Vector3d(0, 0, 1)).normalized();
        const double facing = std::max(normal.dot(half_way), 0.0);
        const double gloss =
            0.055 * std::pow(facing, 26.0) + 0.05 * std::pow(facing, 140.0) * oil(p);
        return exposure *
               (diffuse * (body_color(p) + Vector3d::Constant(surface_reflectance * 0.8)) +
                Vector3d::Constant(gloss));
    }

private:
    [[nodiscard]] double noise(const Point2& p, double wave_mm, std::uint64_t layer) const {
        const Point2 q = p / (0.5 * wave_mm);
        return smooth_noise(q.x(), q.y(), hash64(scalp_.seed, layer));
    }

    [[nodiscard]] static Vector3d head_normal(const Point2& p) {
        const Point2 c =
            (p - Point2(synthetic_width_mm / 2, synthetic_height_mm / 2)) / head_radius_mm;
        return {c.x(), -c.y(), std::sqrt(std::max(1.0 - c.squaredNorm(), 0.1))};
    }

    [[nodiscard]] double oil(const Point2& p) const {
        return 1.0 + 0.5 * noise(p, 9.0, 31) + 0.3 * noise(p, 1.1, 32);
    }

    // Pores: mouths of the follicles, 0.1 to 0.2 mm wide; 1 in the middle, 0 outside.
    [[nodiscard]] double pore(const Point2& p) const {
        constexpr double pitch_mm = 1.05;
        const WorleyDistances d =
            worley(p.x() / pitch_mm, p.y() / pitch_mm, hash64(scalp_.seed, 21));
        const double r = d.nearest * pitch_mm / 0.085;
        return std::exp(-r * r);
    }

    // Height of the relief in mm: furrows between plateaus of about 0.5 mm, and fine grain.
    [[nodiscard]] double relief(const Point2& p, double footprint_mm) const {
        const double warp_x = 0.22 * noise(p, 1.7, 41);
        const double warp_y = 0.22 * noise(p, 1.7, 42);
        double height = 0.0;
        const double pitches[] = {0.78, 0.36};
        const double depths[] = {0.012, 0.005};
        for (std::size_t i = 0; i < 2; ++i) {
            if (footprint_mm < pitches[i]) {
                const WorleyDistances d =
                    worley((p.x() + warp_x) / pitches[i], (p.y() * 0.8 + warp_y) / pitches[i],
                           hash64(scalp_.seed, 43 + i));
                height += depths[i] * std::min((d.second - d.nearest) / 0.35, 1.0);
            }
        }
        if (footprint_mm < 0.05) {
            height += 0.0006 * noise(p, 0.09, 46) + 0.0003 * noise(p, 0.035, 47);
        }
        return height + 0.02 * noise(p, 5.0, 48) - 0.012 * pore(p);
    }

    [[nodiscard]] Vector3d relief_slope(const Point2& p, double footprint_mm) const {
        const double h = std::max(0.5 * footprint_mm, 0.01);
        const double here = relief(p, footprint_mm);
        return {-(relief(p + Point2(h, 0), footprint_mm) - here) / h,
                (relief(p + Point2(0, h), footprint_mm) - here) / h, 0.0};
    }

    [[nodiscard]] Vector3d body_color(const Point2& p) const {
        const double freckle = std::max(noise(p, 4.0, 5) * 0.6 + noise(p, 1.6, 6) - 2.1, 0.0);
        const double melanin = 0.09 * noise(p, 26.0, 1) + 0.07 * noise(p, 6.0, 2) +
                               0.05 * noise(p, 1.4, 3) + 0.03 * noise(p, 0.4, 4) + 0.5 * freckle;
        const double vessels = 0.16 * noise(p, 17.0, 11) + 0.14 * noise(p, 4.0, 12) +
                               0.10 * noise(p, 1.2, 13) + 0.06 * noise(p, 0.35, 14);
        const double mouth = pore(p);
        const Vector3d color = colors_.at(std::log(scalp_.tone.melanin) + melanin + 0.25 * mouth,
                                          std::log(scalp_.tone.blood) + vessels + 0.3 * mouth);
        return color * (1.0 - 0.10 * mouth);
    }

    SyntheticScalp scalp_;
    SkinColors colors_;
};

// Photon noise and read-out noise of a small sensor, with the slight correlation that demosaicing
// leaves.
double grain(int x, int y, int channel, std::uint64_t seed) {
    const auto at = [&](int u, int v) {
        const auto place = (static_cast<std::uint64_t>(static_cast<std::uint32_t>(v)) << 32) |
                           static_cast<std::uint32_t>(u);
        return normal(hash64(hash64(seed, static_cast<std::uint64_t>(channel)), place));
    };
    return 0.8 * at(x, y) + 0.35 * (at(x + 1, y) + at(x, y + 1));
}

// What the sensor stores of the light on a pixel.
void store_pixel(const Vector3d& light, int x, int y, std::uint64_t grain_seed, float* rgb) {
    for (int channel = 0; channel < 3; ++channel) {
        const double noise_sd = std::sqrt(2.5e-5 * std::max(light[channel], 0.0) + 1e-6);
        rgb[channel] =
            static_cast<float>(light[channel] + noise_sd * grain(x, y, channel, grain_seed));
    }
}

}  // namespace

LinearImage photograph_scalp(const SyntheticScalp& scalp, const Box2& area_mm, double px_per_mm) {
    const Point2 size = (area_mm.high - area_mm.low) * px_per_mm;
    LinearImage image = LinearImage::blank(static_cast<int>(std::lround(size.x())),
                                           static_cast<int>(std::lround(size.y())));
    const ScalpSurface surface(scalp);
    const std::uint64_t grain_seed = hash64(scalp.seed, 77);
    parallel_for(
        static_cast<std::size_t>(image.height), 8, [&](std::size_t begin, std::size_t end) {
            for (auto row = static_cast<int>(begin); row < static_cast<int>(end); ++row) {
                float* out = image.row(row).data();
                for (int x = 0; x < image.width; ++x, out += 3) {
                    const Vector3d light = surface.light_at(
                        area_mm.low + Point2(x + 0.5, row + 0.5) / px_per_mm, 1.0 / px_per_mm);
                    store_pixel(light, x, row, grain_seed, out);
                }
            }
        });
    return image;
}

}  // namespace stubble
