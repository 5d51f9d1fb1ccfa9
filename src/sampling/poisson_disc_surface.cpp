#include "sampling/poisson_disc_surface.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "base/random.h"
#include "sampling/pattern_density.h"

namespace stubble {
namespace {

// A point of the growing pattern.
struct PatternPoint {
    Point3 position_mm;
    double radius_mm = 0.0;  // at scale 1
    std::uint32_t triangle = 0;
    std::uint32_t session = 0;
    std::uint64_t id = 0;
};

using PatternPoints = std::vector<PatternPoint>;

// By session, then at random. The ids are random numbers: their upper bits sort them nearly.
void sort_by_rank(PatternPoints& points) {
    constexpr int bucket_bits = 14;
    const auto bucket = [](const PatternPoint& point) {
        return static_cast<std::size_t>(point.id >> (64 - bucket_bits));
    };
    std::vector<std::size_t> next((std::size_t{1} << bucket_bits) + 1, 0);
    for (const PatternPoint& point : points) {
        ++next[bucket(point) + 1];
    }
    for (std::size_t i = 1; i < next.size(); ++i) {
        next[i] += next[i - 1];
    }
    PatternPoints sorted(points.size());
    for (const PatternPoint& point : points) {
        sorted[next[bucket(point)]++] = point;
    }
    // Now next[i] is where bucket i ends.
    std::size_t begin = 0;
    for (const std::size_t end : next) {
        std::sort(sorted.begin() + static_cast<std::ptrdiff_t>(begin),
                  sorted.begin() + static_cast<std::ptrdiff_t>(end),
                  [](const PatternPoint& a, const PatternPoint& b) { return a.id < b.id; });
        begin = end;
    }
    points = std::move(sorted);
}

// Coordinates of a place in a triangle.
std::array<float, 3> barycentric_of(const TriangleMesh& mesh, std::uint32_t triangle,
                                    const Point3& place) {
    const Point3 a = mesh.corner(triangle, 0).cast<double>();
    const Point3 u = mesh.corner(triangle, 1).cast<double>() - a;
    const Point3 v = mesh.corner(triangle, 2).cast<double>() - a;
    const Point3 p = place - a;
    const double uu = u.squaredNorm();
    const double uv = u.dot(v);
    const double vv = v.squaredNorm();
    const double determinant = uu * vv - uv * uv;
    if (!(determinant > 0.0)) {
        return {1.0F, 0.0F, 0.0F};  // a sliver: any of its places will do
    }
    const double b = std::clamp((vv * u.dot(p) - uv * v.dot(p)) / determinant, 0.0, 1.0);
    const double c = std::clamp((uu * v.dot(p) - uv * u.dot(p)) / determinant, 0.0, 1.0 - b);
    return {static_cast<float>(1.0 - b - c), static_cast<float>(b), static_cast<float>(c)};
}

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
        if (fragments > max_sample_fragments) {
            return too_fine(fragments);
        }
        const std::vector<double>& fractions = options_.session_fractions;
        for (session_ = 0; session_ < fractions.size(); ++session_) {
            const double scale = 1.0 / std::sqrt(fractions[session_]);
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
        SurfaceField scaled = field_;
        for (float& radius : scaled.radius_mm) {
            radius = static_cast<float>(radius * scale);
        }
        const LevelOptions level_options{static_cast<float>(high_mm_ * scale),
                                         static_cast<float>(options_.organic_sigma),
                                         hash64(options_.seed, levels_++)};
        PoissonDiscLevel level(mesh_, normals_, scaled, level_options);
        level.add_fixed(keep_away_);
        level.add_fixed(earlier_points(scale));
        level.run();
        PatternPoints points;
        points.reserve(level.count());
        level.for_each_point([&](const Vector3f& origin, const LevelPoint& point) {
            const Point3 place = origin.cast<double>() + point.disc.place().cast<double>();
            points.push_back({place, static_cast<double>(point.disc.radius()) / scale,
                              point.triangle, session_, point.id});
        });
        sort_by_rank(points);
        return points;
    }

    [[nodiscard]] std::vector<FixedDisc> earlier_points(double scale) const {
        std::vector<FixedDisc> discs;
        discs.reserve(points_.size());
        for (const PatternPoint& point : points_) {
            discs.push_back({point.position_mm, static_cast<float>(point.radius_mm * scale),
                             normals_[point.triangle]});
        }
        return discs;
    }

    void add(const PatternPoints& points) {
        points_.insert(points_.end(), points.begin(), points.end());
    }

    // Brings the pattern to exactly `total` points (science of the method: how many points a radius gives scatters too much
    // to hit a number by trial): a level that ends a little below, then a second with a slightly smaller radius, of which
    // only as many points stay as are needed, those with the smallest ids.
    // False when there is no room for so many.
    bool grow_to(std::size_t total, double session_scale) {
        if (points_.size() >= total) {
            return points_.size() == total;
        }
        const double scale = add_level_just_below(total, session_scale);
        const std::size_t need = total - points_.size();
        const auto wanted = static_cast<double>(need);
        double shrink =
            (1.2 * wanted + std::sqrt(wanted) + 2.0) / (1.66 * static_cast<double>(total));
        const double smallest = std::min(smallest_scale(total, session_scale) / scale, 0.9);
        double q = 1.0;
        PatternPoints offered;
        while (offered.size() < need && q > smallest) {
            constexpr double largest_step = 0.7;  // for a handful of dots
            q = std::max({1.0 - shrink, largest_step * q, smallest});
            offered = points_of_level(session_scale * scale * q);
            shrink *= 1.5;
        }
        if (offered.size() < need) {
            return false;
        }
        offered.resize(need);
        add(offered);
        result_.gap_scale = is_covered_ ? scale : 0.0;
        result_.radius_scale =
            session_ == 0 ? scale * q : std::min(result_.radius_scale, scale * q);
        return true;
    }

    [[nodiscard]] Error too_fine(double fragments) const {
        return {where_,
                "its triangles would be cut into " +
                    std::to_string(static_cast<long long>(fragments)) + " parts",
                "remesh long thin triangles, or use a larger spacing: at most " +
                    std::to_string(static_cast<long long>(max_sample_fragments))};
    }

    [[nodiscard]] Error no_room() const {
        return {where_, "there is no room for " + std::to_string(*options_.exact_count) + " dots",
                "ask for fewer, or enlarge the mask"};
    }

    // Where keep-away points leave little room the radii shrink until the dots fit, but not so far that the search itself
    // would take all memory: 1/400 of the surface must be free.
    [[nodiscard]] double smallest_scale(std::size_t total, double session_scale) const {
        const auto n = static_cast<double>(total);
        const double most =
            std::max(2.0 * n, std::min(std::max(400.0 * n, 2e4), max_sample_points));
        return std::sqrt(expected_count(mesh_, field_, options_.organic_sigma) / most) /
               session_scale;
    }

    // Adds a level that leaves the pattern a little below `total` points; its scale relative to the session's.
    double add_level_just_below(std::size_t total, double session_scale) {
        const auto n = static_cast<double>(total);
        const double spare = (std::sqrt(n) + 0.002 * n + 2.0) / n;
        double scale = std::sqrt(expected_count(mesh_, field_, options_.organic_sigma) /
                                 (session_scale * session_scale * n * std::max(1.0 - spare, 0.1)));
        constexpr int most_tries = 12;
        const double smallest = smallest_scale(total, session_scale);
        is_covered_ = false;
        PatternPoints best;
        double best_scale = scale;
        for (int i = 0; i < most_tries; ++i) {
            PatternPoints points = points_of_level(session_scale * scale);
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
        add(best);
        return best_scale;
    }

    RankedDots ranked() {
        result_.dots.reserve(points_.size());
        for (const PatternPoint& point : points_) {
            result_.dots.push_back(
                {point.position_mm, static_cast<float>(point.radius_mm), point.triangle,
                 barycentric_of(mesh_, point.triangle, point.position_mm), point.session});
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

std::optional<Error> field_problem(const TriangleMesh& mesh, const SurfaceField& field,
                                   const std::string& where) {
    const std::size_t vertices = mesh.vertices_mm.size();
    if (field.radius_mm.size() != vertices) {
        return Error{where,
                     "has " + std::to_string(vertices) + " vertices, but " +
                         std::to_string(field.radius_mm.size()) + " radii are given",
                     "give one radius per vertex"};
    }
    for (std::size_t i = 0; i < vertices; ++i) {
        if (!(field.radius_mm[i] > 0.0F) || !std::isfinite(field.radius_mm[i])) {
            return Error{where,
                         "the radius of vertex " + std::to_string(i + 1) + " is " +
                             std::to_string(field.radius_mm[i]) + " mm",
                         "give radii above 0"};
        }
    }
    const auto finite = [](float x) { return std::isfinite(x); };
    if (!field.mask.empty() && (field.mask.size() != vertices ||
                                !std::all_of(field.mask.begin(), field.mask.end(), finite))) {
        return Error{where, "the mask does not hold one number per vertex", "correct the mask"};
    }
    return std::nullopt;
}

// Slope of the radius along the sides of a triangle, an estimate of its gradient from below.
std::optional<Error> gradient_problem(const TriangleMesh& mesh, const SurfaceField& field,
                                      const std::string& where) {
    constexpr double limit = 2.0;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        for (std::size_t i = 0; i < 3; ++i) {
            const std::uint32_t from = mesh.triangles[t][i];
            const std::uint32_t to = mesh.triangles[t][(i + 1) % 3];
            const double length =
                (mesh.vertices_mm[from] - mesh.vertices_mm[to]).cast<double>().norm();
            const double rise = std::abs(static_cast<double>(field.radius_mm[from]) -
                                         static_cast<double>(field.radius_mm[to]));
            if (rise > limit * length && length > 0.0) {
                return Error{where,
                             "the radius changes by " + std::to_string(rise) + " mm within " +
                                 std::to_string(length) + " mm",
                             "let it change by less than 2 mm per mm"};
            }
        }
    }
    return std::nullopt;
}

// Coordinates are kept in single precision: far from the origin they become too coarse for small radii.
std::optional<Error> precision_problem(const TriangleMesh& mesh, const SurfaceField& field,
                                       const std::string& where) {
    constexpr float finest = 1e-5F;  // of the largest coordinate
    float largest = 0.0F;
    for (const Vector3f& vertex : mesh.vertices_mm) {
        largest = std::max(largest, vertex.cwiseAbs().maxCoeff());
    }
    const float smallest = *std::min_element(field.radius_mm.begin(), field.radius_mm.end());
    if (smallest >= finest * largest) {
        return std::nullopt;
    }
    return Error{where,
                 "the radius " + std::to_string(smallest) +
                     " mm is too small for coordinates up to " + std::to_string(largest) + " mm",
                 "check the unit, or move the surface to the origin"};
}

std::optional<Error> keep_away_problem(const std::vector<FixedDisc>& keep_away,
                                       const std::string& where) {
    for (std::size_t i = 0; i < keep_away.size(); ++i) {
        const FixedDisc& disc = keep_away[i];
        if (!disc.position_mm.allFinite() || !std::isfinite(disc.radius_mm) ||
            !(disc.radius_mm > 0.0F)) {
            return Error{where,
                         "keep-away point " + std::to_string(i + 1) +
                             " has no place or a radius that is not above 0",
                         "correct or leave it out"};
        }
    }
    return std::nullopt;
}

std::optional<Error> options_problem(const PoissonDiscOptions& options, const std::string& where) {
    const std::vector<double>& fractions = options.session_fractions;
    double before = 0.0;
    bool ascending = !fractions.empty() && fractions.back() == 1.0;
    for (const double fraction : fractions) {
        ascending = ascending && fraction > before;
        before = fraction;
    }
    if (!ascending) {
        return Error{where, "the shares of the sessions do not ascend to 1",
                     "give for example 0.3, 0.7, 1"};
    }
    if (!(options.organic_sigma >= 0.0 && options.organic_sigma <= 0.25)) {
        return Error{where, "the variation is " + std::to_string(options.organic_sigma),
                     "give 0 to 0.25"};
    }
    if (!std::isfinite(options.radius_high_mm) || options.radius_high_mm < 0.0) {
        return Error{
            where,
            "the largest radius for edits is " + std::to_string(options.radius_high_mm) + " mm",
            "give 0 or more"};
    }
    return std::nullopt;
}

std::optional<Error> count_problem(double count, const std::string& where) {
    if (count <= max_sample_points) {
        return std::nullopt;
    }
    return Error{where,
                 "about " + std::to_string(static_cast<long long>(std::min(count, 1e18))) +
                     " dots would come",
                 "ask for at most " + std::to_string(static_cast<long long>(max_sample_points)) +
                     ": check the unit, or use a larger spacing"};
}

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
    if (const Status good = check_mesh(mesh, where); !good) {
        return good.error();
    }
    for (const auto& problem :
         {field_problem(mesh, field, where), keep_away_problem(keep_away, where),
          options_problem(options, where)}) {
        if (problem) {
            return *problem;
        }
    }
    const double expected = expected_count(mesh, field, options.organic_sigma);
    if (expected == 0.0 && options.exact_count) {
        return Error{where, "the mask leaves no surface", "enlarge the mask"};
    }
    const double wanted =
        options.exact_count ? static_cast<double>(*options.exact_count) : expected;
    for (const auto& problem : {gradient_problem(mesh, field, where), count_problem(wanted, where),
                                precision_problem(mesh, field, where)}) {
        if (problem) {
            return *problem;
        }
    }
    return PatternGrower(where, mesh, field, keep_away, options).grow();
}

}  // namespace stubble
