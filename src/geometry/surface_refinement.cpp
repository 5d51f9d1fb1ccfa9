#include "geometry/surface_refinement.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <unordered_map>

#include "base/parallel.h"

namespace stubble {
namespace {

constexpr std::size_t points_per_task = 512;

// Points that share an edge with a point, row by row.
class PointNeighbours {
public:
    PointNeighbours(std::size_t points, const std::vector<Triangle>& triangles)
        : starts_(points + 1, 0) {
        for (const Triangle& t : triangles) {
            for (const std::uint32_t corner : t) {
                ++starts_[corner + 1];
            }
        }
        for (std::size_t i = 1; i < starts_.size(); ++i) {
            starts_[i] += starts_[i - 1];
        }
        next_.resize(starts_.back());
        std::vector<std::uint32_t> end(starts_.begin(), starts_.end() - 1);
        for (const Triangle& t : triangles) {
            for (std::size_t e = 0; e < 3; ++e) {
                next_[end[t[e]]++] = t[(e + 1) % 3];
            }
        }
    }

    // In a closed oriented mesh each neighbour once.
    [[nodiscard]] Point3 mean(std::uint32_t point, const std::vector<Point3>& points) const {
        Point3 sum = Point3::Zero();
        for (std::uint32_t i = starts_[point]; i < starts_[point + 1]; ++i) {
            sum += points[next_[i]];
        }
        const std::uint32_t count = starts_[point + 1] - starts_[point];
        return count > 0 ? Point3(sum / count) : points[point];
    }

private:
    std::vector<std::uint32_t> starts_;
    std::vector<std::uint32_t> next_;
};

struct NewtonStep {
    Point3 outward;  // unit
    double length_mm;
};

// Moves a place towards the surface.
NewtonStep newton_step(const ImplicitGradient& distance, double longest_mm, Point3& place) {
    constexpr double least_square = 0.05;  // of a gradient, so that a flat place makes no leap
    const Dual d = distance(place);
    const Point3 gradient = d.gradient();
    Point3 step = gradient * (-d.value() / std::max(gradient.squaredNorm(), least_square));
    const double length = step.norm();
    if (length > longest_mm) {
        step *= longest_mm / length;
    }
    place += step;
    return {gradient.normalized(), std::min(length, longest_mm)};
}

// In a narrow groove one step does not reach the surface.
void settle_on_surface(const ImplicitGradient& distance, double longest_mm, Point3& place) {
    constexpr int most_steps = 5;
    constexpr double settled_mm = 0.004;  // the error left behind goes with its square
    for (int step = 0; step < most_steps; ++step) {
        if (newton_step(distance, longest_mm, place).length_mm < settled_mm) {
            return;
        }
    }
}

// Index of the middle of each split edge.
class SplitEdges {
public:
    explicit SplitEdges(std::vector<Point3>& points) : points_(points) {}

    void split(std::uint32_t a, std::uint32_t b) {
        const auto [place, is_new] =
            middle_.try_emplace(key(a, b), static_cast<std::uint32_t>(points_.size()));
        if (is_new) {
            points_.emplace_back(0.5 * (points_[a] + points_[b]));
        }
    }
    // Middle of an edge, or `none`.
    [[nodiscard]] std::uint32_t middle(std::uint32_t a, std::uint32_t b) const {
        const auto found = middle_.find(key(a, b));
        return found == middle_.end() ? none : found->second;
    }
    static constexpr std::uint32_t none = 0xFFFFFFFFU;

private:
    static std::uint64_t key(std::uint32_t a, std::uint32_t b) {
        return std::uint64_t{std::min(a, b)} << 32 | std::max(a, b);
    }
    std::vector<Point3>& points_;
    std::unordered_map<std::uint64_t, std::uint32_t> middle_;
};

// Replaces a triangle by what its split edges ask for.
class TriangleSplitter {
public:
    TriangleSplitter(const std::vector<Point3>& points, const SplitEdges& edges,
                     std::vector<Triangle>& out)
        : points_(points), edges_(edges), out_(out) {}

    void split(const Triangle& t) {
        std::array<std::uint32_t, 3> middle{};
        int count = 0;
        for (std::size_t e = 0; e < 3; ++e) {
            middle[e] = edges_.middle(t[e], t[(e + 1) % 3]);
            count += middle[e] != SplitEdges::none ? 1 : 0;
        }
        const auto is_split = [&](std::size_t e) { return middle[e] != SplitEdges::none; };
        if (count == 0) {
            out_.push_back(t);
        } else if (count == 3) {
            out_.push_back({t[0], middle[0], middle[2]});
            out_.push_back({middle[0], t[1], middle[1]});
            out_.push_back({middle[2], middle[1], t[2]});
            out_.push_back(middle);
        } else if (count == 1) {
            const std::size_t e = is_split(0) ? 0 : is_split(1) ? 1 : 2;
            out_.push_back({t[e], middle[e], t[(e + 2) % 3]});
            out_.push_back({middle[e], t[(e + 1) % 3], t[(e + 2) % 3]});
        } else {
            const std::size_t whole = !is_split(0) ? 0 : !is_split(1) ? 1 : 2;
            split_two(t, whole, middle[(whole + 1) % 3], middle[(whole + 2) % 3]);
        }
    }

private:
    // Edge `whole` (from a to b) stays; the middles are those of bc and ca.
    void split_two(const Triangle& t, std::size_t whole, std::uint32_t middle_bc,
                   std::uint32_t middle_ca) {
        const std::uint32_t a = t[whole];
        const std::uint32_t b = t[(whole + 1) % 3];
        out_.push_back({middle_bc, t[(whole + 2) % 3], middle_ca});
        // Clearly shorter: across a plane of symmetry both are equal, and last bits must not decide.
        if ((points_[a] - points_[middle_bc]).norm() <
            (1.0 - 1e-9) * (points_[b] - points_[middle_ca]).norm()) {
            out_.push_back({a, b, middle_bc});
            out_.push_back({a, middle_bc, middle_ca});
        } else {
            out_.push_back({a, b, middle_ca});
            out_.push_back({b, middle_bc, middle_ca});
        }
    }

    const std::vector<Point3>& points_;
    const SplitEdges& edges_;
    std::vector<Triangle>& out_;
};

// Of the triangles from `first` on.
void mark_corners(const std::vector<Triangle>& triangles, std::size_t first,
                  std::vector<bool>& is_marked) {
    for (std::size_t t = first; t < triangles.size(); ++t) {
        for (const std::uint32_t corner : triangles[t]) {
            is_marked[corner] = true;
        }
    }
}

PointList numbers_of(const std::vector<bool>& is_marked) {
    PointList numbers;
    for (std::uint32_t i = 0; i < is_marked.size(); ++i) {
        if (is_marked[i]) {
            numbers.push_back(i);
        }
    }
    return numbers;
}

}  // namespace

void relax_on_surface(const ImplicitGradient& distance, const Relaxation& relaxation,
                      const PointList& points, SurfaceNet& net) {
    constexpr double tangential_share = 0.6;
    const PointNeighbours neighbours(net.points_mm.size(), net.triangles);
    std::vector<Point3> normals(points.size());
    std::vector<Point3> moved(points.size());
    const auto for_each = [&](const std::function<void(std::size_t, std::uint32_t)>& visit) {
        parallel_for(points.size(), points_per_task, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                visit(i, points[i]);
            }
        });
    };
    for (int pass = 0; pass < relaxation.passes; ++pass) {
        for_each([&](std::size_t i, std::uint32_t point) {
            normals[i] =
                newton_step(distance, relaxation.longest_step_mm, net.points_mm[point]).outward;
        });
        for_each([&](std::size_t i, std::uint32_t point) {
            const Point3& place = net.points_mm[point];
            const Point3 away = neighbours.mean(point, net.points_mm) - place;
            moved[i] = place + tangential_share * (away - normals[i] * normals[i].dot(away));
        });
        for_each([&](std::size_t i, std::uint32_t point) { net.points_mm[point] = moved[i]; });
    }
    for_each([&](std::size_t, std::uint32_t point) {
        settle_on_surface(distance, relaxation.longest_step_mm, net.points_mm[point]);
    });
}

void relax_on_surface(const ImplicitGradient& distance, const Relaxation& relaxation,
                      SurfaceNet& net) {
    PointList all(net.points_mm.size());
    std::iota(all.begin(), all.end(), 0U);
    relax_on_surface(distance, relaxation, all, net);
}

PointList refine_triangles(const std::function<bool(const Point3&)>& wanted, SurfaceNet& net) {
    SplitEdges edges(net.points_mm);
    for (const Triangle& t : net.triangles) {
        if (wanted((net.points_mm[t[0]] + net.points_mm[t[1]] + net.points_mm[t[2]]) / 3.0)) {
            for (std::size_t e = 0; e < 3; ++e) {
                edges.split(t[e], t[(e + 1) % 3]);
            }
        }
    }
    std::vector<Triangle> refined;
    std::vector<bool> is_changed(net.points_mm.size(), false);
    TriangleSplitter splitter(net.points_mm, edges, refined);
    for (const Triangle& t : net.triangles) {
        const std::size_t before = refined.size();
        splitter.split(t);
        if (refined.size() > before + 1) {
            mark_corners(refined, before, is_changed);
        }
    }
    net.triangles.swap(refined);
    return numbers_of(is_changed);
}

}  // namespace stubble
