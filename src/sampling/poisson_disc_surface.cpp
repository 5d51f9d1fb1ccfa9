#include "sampling/poisson_disc_surface.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "base/parallel.h"
#include "base/random.h"
#include "sampling/pattern_density.h"
#include "sampling/pattern_points.h"
#include "sampling/random_order.h"
#include "sampling/sampling_input.h"

namespace stubble {
namespace {

// Grows one pattern session by session; each keeps all earlier points.
class PatternGrower {
public:
    PatternGrower(const std::string& where, const TriangleMesh& mesh, const SurfaceField& field,
                  const std::vector<FixedDisc>& keep_away, const PoissonDiscOptions& options)
        : where_(where),
          mesh_(mesh),
          field_(field),
          keep_away_(keep_away),
          options_(options),
          normals_(agreeing_normals(mesh)) {
        const float largest = *std::max_element(field.radius_mm.begin(), field.radius_mm.end());
        high_mm_ = std::max(options.radius_high_mm, static_cast<double>(largest));
    }

    Result<RankedDots> grow() {
        const double fragments = SurfaceFragments(mesh_, normals_, field_, 0).count();
        if (const Status good = check_fragments(fragments, where_); !good) {
            return good.error();
        }
        const std::vector<double>& fractions = options_.session_fractions;
        for (session_ = 0; session_ < fractions.size(); ++session_) {
            const double scale = session_scale(fractions[session_]);
            if (options_.exact_count) {
                const double all = static_cast<double>(*options_.exact_count);
                if (!grow_to(static_cast<std::size_t>(std::llround(all * fractions[session_])),
                             scale)) {
                    return no_room();
                }
            } else {
                add(points_of_level(scale));
            }
        }
        return ranked();
    }

private:
    // The points that a level with the wanted radii times `scale` adds to the pattern.
    PatternPoints points_of_level(double scale) {
        const SurfaceField scaled = scaled_field(field_, scale);
        const LevelOptions level_options{static_cast<float>(high_mm_ * scale),
                                         static_cast<float>(options_.organic_sigma),
                                         hash64(options_.seed, levels_++)};
        PoissonDiscLevel level(mesh_, normals_, scaled, level_options);
        level.add_fixed(keep_away_);
        level.add_fixed(earlier_points(scale));
        level.run();
        PatternPoints points;
        points.reserve(level.count());
        level.for_each_point([&](const LevelPointAt& at) {
            points.push_back(pattern_point(at, mesh_, scale, session_));
        });
        return points;
    }

    [[nodiscard]] std::vector<FixedDisc> earlier_points(double scale) const {
        std::vector<FixedDisc> discs;
        discs.reserve(points_.size());
        for (const PatternPoint& point : points_) {
            discs.push_back(fixed_disc(point, scale, normals_));
        }
        return discs;
    }

    void add(PatternPoints points) {
        if (points_.empty()) {
            points_ = std::move(points);
            return;
        }
        points_.insert(points_.end(), points.begin(), points.end());
    }

    // Brings the pattern to exactly `total` points (science of the method: how many points a radius gives scatters too much
    // to hit a number by trial): a level that ends a little below, then a second with a slightly smaller radius, of which
    // only as many points stay as are needed, those with the smallest ids.
    // False when there is no room for so many.
    bool grow_to(std::size_t total, double base_scale) {
        if (points_.size() >= total) {
            return points_.size() == total;
        }
        const double scale = add_level_just_below(total, base_scale);
        const std::size_t need = total - points_.size();
        const auto wanted = static_cast<double>(need);
        double shrink =
            (1.2 * wanted + std::sqrt(wanted) + 2.0) / (1.66 * static_cast<double>(total));
        const double smallest = std::min(smallest_scale(total, base_scale) / scale, 0.9);
        double q = 1.0;
        PatternPoints offered;
        while (offered.size() < need && q > smallest) {
            constexpr double largest_step = 0.7;  // for a handful of dots
            q = std::max({1.0 - shrink, largest_step * q, smallest});
            offered = points_of_level(base_scale * scale * q);
            shrink *= 1.5;
        }
        if (offered.size() < need) {
            return false;
        }
        sort_by_rank(offered);
        offered.resize(need);
        add(std::move(offered));
        result_.gap_scale = is_covered_ ? scale : 0.0;
        result_.radius_scale =
            session_ == 0 ? scale * q : std::min(result_.radius_scale, scale * q);
        return true;
    }

    [[nodiscard]] Error no_room() const {
        return {where_, "there is no room for " + std::to_string(*options_.exact_count) + " dots",
                "ask for fewer, or enlarge the mask"};
    }

    // Where keep-away points leave little room the radii shrink until the dots fit, but not so far that the search itself
    // would take all memory: 1/400 of the surface must be free.
    [[nodiscard]] double smallest_scale(std::size_t total, double base_scale) const {
        const auto n = static_cast<double>(total);
        const double most =
            std::max(2.0 * n, std::min(std::max(400.0 * n, 2e4), max_sample_points));
        return std::sqrt(expected_count(mesh_, field_, options_.organic_sigma) / most) / base_scale;
    }

    // Adds a level that leaves the pattern a little below `total` points; its scale relative to the session's.
    double add_level_just_below(std::size_t total, double base_scale) {
        const auto n = static_cast<double>(total);
        const double spare = (std::sqrt(n) + 0.002 * n + 2.0) / n;
        double scale = std::sqrt(expected_count(mesh_, field_, options_.organic_sigma) /
                                 (base_scale * base_scale * n * std::max(1.0 - spare, 0.1)));
        constexpr int most_tries = 12;
        const double smallest = smallest_scale(total, base_scale);
        is_covered_ = false;
        PatternPoints best;
        double best_scale = scale;
        for (int i = 0; i < most_tries; ++i) {
            PatternPoints points = points_of_level(base_scale * scale);
            const auto got = static_cast<double>(points_.size() + points.size());
            const bool below = got <= n;
            if (below && (!is_covered_ || points.size() > best.size())) {
                best = std::move(points);
                best_scale = scale;
                is_covered_ = true;
            }
            if (below && (got >= n * (1.0 - 3.0 * spare) - 1.0 || scale <= smallest)) {
                break;
            }
            scale *= std::sqrt(std::max(got, 1.0) / (n * std::max(1.0 - spare, 0.5)));
            scale = std::max(scale, smallest);
        }
        add(std::move(best));
        return best_scale;
    }

    // By session; inside a session at random, by the ids.
    RankedDots ranked() {
        result_.dots.resize(points_.size());
        std::vector<std::uint32_t> order;
        for (std::size_t begin = 0; begin < points_.size();) {
            std::size_t end = begin;
            while (end < points_.size() && points_[end].session == points_[begin].session) {
                ++end;
            }
            order_by_random_key(
                end - begin, [&](std::size_t i) { return points_[begin + i].id; }, order);
            parallel_for(order.size(), 4096, [&](std::size_t from, std::size_t to) {
                for (std::size_t i = from; i < to; ++i) {
                    result_.dots[begin + i] = surface_dot(points_[begin + order[i]]);
                }
            });
            begin = end;
        }
        return std::move(result_);
    }

    const std::string& where_;
    const TriangleMesh& mesh_;
    const SurfaceField& field_;
    const std::vector<FixedDisc>& keep_away_;
    const PoissonDiscOptions& options_;
    std::vector<Vector3f> normals_;
    double high_mm_ = 0.0;
    std::uint32_t session_ = 0;
    std::uint64_t levels_ = 0;
    PatternPoints points_;
    bool is_covered_ = true;  // by the points of the last level just below an exact count
    RankedDots result_;
};

}  // namespace

std::uint64_t RankedDots::hash() const {
    std::uint64_t hash = hash64(dots.size());
    for (const SurfaceDot& dot : dots) {
        for (int i = 0; i < 3; ++i) {
            hash = hash64(hash ^ std::bit_cast<std::uint64_t>(dot.position_mm[i]));
        }
        hash = hash64(hash ^ dot.session);
    }
    return hash;
}

Result<RankedDots> sample_surface(const TriangleMesh& mesh, const SurfaceField& field,
                                  const std::vector<FixedDisc>& keep_away,
                                  const PoissonDiscOptions& options, const std::string& where) {
    if (const Status good = check_sampling_input(mesh, field, keep_away, options, where); !good) {
        return good.error();
    }
    return PatternGrower(where, mesh, field, keep_away, options).grow();
}

}  // namespace stubble
