#include "sampling/poisson_disc_brush.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/random.h"
#include "geometry/row_table.h"
#include "sampling/pattern_points.h"
#include "sampling/sampling_input.h"

namespace stubble {
namespace {

RowTable<std::uint32_t> triangles_of_vertices(const TriangleMesh& mesh) {
    return {mesh.vertices_mm.size(), [&](auto add) {
                for (std::uint32_t t = 0; t < mesh.triangles.size(); ++t) {
                    for (const std::uint32_t v : mesh.triangles[t]) {
                        add(v, t);
                    }
                }
            }};
}

// One session: the field at its scale, and its level.
struct Session {
    double scale = 1.0;
    SurfaceField field;
    std::unique_ptr<PoissonDiscLevel> level;
};

}  // namespace

class PoissonDiscBrush::State {
public:
    State(const TriangleMesh& mesh, const SurfaceField& field,
          const std::vector<FixedDisc>& keep_away, const PoissonDiscOptions& options)
        : mesh_(mesh),
          field_(field),
          normals_(agreeing_normals(mesh)),
          around_(triangles_of_vertices(mesh)) {
        const float largest = *std::max_element(field.radius_mm.begin(), field.radius_mm.end());
        high_mm_ = std::max(options.radius_high_mm, static_cast<double>(largest));
        sessions_.resize(options.session_fractions.size());
        for (std::size_t i = 0; i < sessions_.size(); ++i) {
            Session& session = sessions_[i];
            session.scale = session_scale(options.session_fractions[i]);
            session.field = scaled_field(field, session.scale);
            const LevelOptions level_options{static_cast<float>(high_mm_ * session.scale),
                                             static_cast<float>(options.organic_sigma),
                                             hash64(options.seed, i)};
            session.level =
                std::make_unique<PoissonDiscLevel>(mesh_, normals_, session.field, level_options);
            session.level->add_fixed(keep_away);
        }
        static_cast<void>(repair());
    }

    Result<DotChange> change(const FieldChange& change) {
        if (const Status good = check(change); !good) {
            return good.error();
        }
        const SurfaceField before = values_at(change.vertices);
        const std::vector<std::uint32_t> triangles = triangles_around(change.vertices);
        set_values(change.vertices, {change.radius_mm, change.mask});
        if (const Status good = check_triangles(triangles); !good) {
            set_values(change.vertices, before);
            return good.error();
        }
        for (Session& session : sessions_) {
            session.level->before_change(triangles);
            for (const std::uint32_t v : change.vertices) {
                session.field.radius_mm[v] =
                    static_cast<float>(field_.radius_mm[v] * session.scale);
                if (!field_.mask.empty()) {
                    session.field.mask[v] = field_.mask[v];
                }
            }
            session.level->after_change(triangles);
        }
        return repair();
    }

    [[nodiscard]] RankedDots dots() const {
        RankedDots result;
        for (std::uint32_t i = 0; i < sessions_.size(); ++i) {
            PatternPoints points;
            sessions_[i].level->for_each_point([&](const LevelPointAt& at) {
                points.push_back(pattern_point(at, mesh_, sessions_[i].scale, i));
            });
            sort_by_rank(points);
            for (const PatternPoint& point : points) {
                result.dots.push_back(surface_dot(point));
            }
        }
        return result;
    }

    [[nodiscard]] const SurfaceField& field() const { return field_; }

private:
    [[nodiscard]] Status check(const FieldChange& change) const {
        const std::size_t count = change.vertices.size();
        if (change.radius_mm.size() != count ||
            change.mask.size() != (field_.mask.empty() ? 0 : count)) {
            return Error{"the brush", "does not give one value per vertex", "correct the lists"};
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (change.vertices[i] >= mesh_.vertices_mm.size()) {
                return Error{
                    "the brush",
                    "names vertex " + std::to_string(change.vertices[i]) + ", which is not there",
                    "correct the lists"};
            }
            const float radius = change.radius_mm[i];
            if (!(radius > 0.0F && static_cast<double>(radius) <= high_mm_)) {
                return Error{"the brush", "a radius is " + std::to_string(radius) + " mm",
                             "give radii above 0 and up to " + std::to_string(high_mm_)};
            }
            if (!field_.mask.empty() && !std::isfinite(change.mask[i])) {
                return Error{"the brush", "a value of the mask is no number", "correct the lists"};
            }
        }
        return Done{};
    }

    // With the values of the field as they are now.
    [[nodiscard]] Status check_triangles(const std::vector<std::uint32_t>& triangles) const {
        double fragments = 0.0;
        for (const std::uint32_t triangle : triangles) {
            if (const Status good = check_gradient(mesh_, field_, triangle, "the brush"); !good) {
                return good;
            }
            const double rows = fragment_rows(mesh_, normals_[triangle], field_, triangle);
            fragments += rows * rows;
        }
        return check_fragments(fragments, "the brush");
    }

    [[nodiscard]] SurfaceField values_at(const std::vector<std::uint32_t>& vertices) const {
        SurfaceField values;
        for (const std::uint32_t v : vertices) {
            values.radius_mm.push_back(field_.radius_mm[v]);
            if (!field_.mask.empty()) {
                values.mask.push_back(field_.mask[v]);
            }
        }
        return values;
    }

    void set_values(const std::vector<std::uint32_t>& vertices, const SurfaceField& values) {
        for (std::size_t i = 0; i < vertices.size(); ++i) {
            field_.radius_mm[vertices[i]] = values.radius_mm[i];
            if (!field_.mask.empty()) {
                field_.mask[vertices[i]] = values.mask[i];
            }
        }
    }

    [[nodiscard]] std::vector<std::uint32_t> triangles_around(
        const std::vector<std::uint32_t>& vertices) const {
        std::vector<std::uint32_t> triangles;
        for (const std::uint32_t v : vertices) {
            triangles.insert(triangles.end(), around_[v].begin(), around_[v].end());
        }
        std::sort(triangles.begin(), triangles.end());
        triangles.erase(std::unique(triangles.begin(), triangles.end()), triangles.end());
        return triangles;
    }

    // Session by session; what one has changed the later ones see.
    DotChange repair() {
        DotChange total;
        for (std::size_t i = 0; i < sessions_.size(); ++i) {
            const PoissonDiscLevel::Change change = sessions_[i].level->repair();
            const PatternPoints removed = points_of(change.removed, i);
            const PatternPoints added = points_of(change.added, i);
            for (std::size_t later = i + 1; later < sessions_.size(); ++later) {
                sessions_[later].level->remove_fixed(discs_of(removed, sessions_[later].scale));
                sessions_[later].level->add_fixed(discs_of(added, sessions_[later].scale));
            }
            for (const PatternPoint& point : removed) {
                total.removed.push_back(surface_dot(point));
            }
            for (const PatternPoint& point : added) {
                total.added.push_back(surface_dot(point));
            }
        }
        return total;
    }

    [[nodiscard]] PatternPoints points_of(const std::vector<LevelPointAt>& points,
                                          std::size_t session) const {
        PatternPoints result;
        for (const LevelPointAt& at : points) {
            result.push_back(pattern_point(at, mesh_, sessions_[session].scale,
                                           static_cast<std::uint32_t>(session)));
        }
        return result;
    }

    [[nodiscard]] std::vector<FixedDisc> discs_of(const PatternPoints& points, double scale) const {
        std::vector<FixedDisc> discs;
        for (const PatternPoint& point : points) {
            discs.push_back(fixed_disc(point, scale, normals_));
        }
        return discs;
    }

    const TriangleMesh& mesh_;
    SurfaceField field_;
    std::vector<Vector3f> normals_;
    RowTable<std::uint32_t> around_;  // triangles around each vertex
    double high_mm_ = 0.0;
    std::vector<Session> sessions_;
};

PoissonDiscBrush::PoissonDiscBrush(std::unique_ptr<State> state) : state_(std::move(state)) {}
PoissonDiscBrush::PoissonDiscBrush(PoissonDiscBrush&&) noexcept = default;
PoissonDiscBrush& PoissonDiscBrush::operator=(PoissonDiscBrush&&) noexcept = default;
PoissonDiscBrush::~PoissonDiscBrush() = default;

Result<PoissonDiscBrush> PoissonDiscBrush::create(const TriangleMesh& mesh,
                                                  const SurfaceField& field,
                                                  const std::vector<FixedDisc>& keep_away,
                                                  const PoissonDiscOptions& options) {
    if (options.exact_count) {
        return Error{"the brush", "cannot keep an exact count",
                     "leave the count out while the brush is used"};
    }
    if (const Status good = check_sampling_input(mesh, field, keep_away, options, "the surface");
        !good) {
        return good.error();
    }
    const double fragments = SurfaceFragments(mesh, agreeing_normals(mesh), field, 0).count();
    if (const Status good = check_fragments(fragments, "the surface"); !good) {
        return good.error();
    }
    return PoissonDiscBrush(std::make_unique<State>(mesh, field, keep_away, options));
}

Result<DotChange> PoissonDiscBrush::change(const FieldChange& change) {
    return state_->change(change);
}

RankedDots PoissonDiscBrush::dots() const {
    return state_->dots();
}

const SurfaceField& PoissonDiscBrush::field() const {
    return state_->field();
}

}  // namespace stubble
