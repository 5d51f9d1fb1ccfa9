#include "sampling/poisson_disc_plane.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/random.h"

namespace stubble {
namespace {

// Points in square bins as wide as the smallest spacing; a query visits the bins within reach.
class PointGrid {
public:
    PointGrid(const Box2& box, double bin_mm)
        : origin_(box.low),
          bin_mm_(bin_mm),
          columns_(static_cast<int>((box.high.x() - box.low.x()) / bin_mm) + 1),
          rows_(static_cast<int>((box.high.y() - box.low.y()) / bin_mm) + 1),
          bins_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

    void add(const SamplePoint& point) {
        largest_mm_ = std::max(largest_mm_, point.radius_mm);
        bins_[bin(column(point.position_mm.x()), row(point.position_mm.y()))].push_back(point);
    }
    [[nodiscard]] double largest_radius_mm() const { return largest_mm_; }

    // True when any point within `reach_mm` satisfies the predicate.
    template <typename Predicate>
    [[nodiscard]] bool any_near(const Point2& place, double reach_mm, Predicate predicate) const {
        const int x1 = column(place.x() + reach_mm);
        const int y1 = row(place.y() + reach_mm);
        for (int y = row(place.y() - reach_mm); y <= y1; ++y) {
            for (int x = column(place.x() - reach_mm); x <= x1; ++x) {
                const std::vector<SamplePoint>& points = bins_[bin(x, y)];
                if (std::any_of(points.begin(), points.end(), predicate)) {
                    return true;
                }
            }
        }
        return false;
    }

private:
    [[nodiscard]] int column(double x) const {
        return std::clamp(static_cast<int>(std::floor((x - origin_.x()) / bin_mm_)), 0,
                          columns_ - 1);
    }
    [[nodiscard]] int row(double y) const {
        return std::clamp(static_cast<int>(std::floor((y - origin_.y()) / bin_mm_)), 0, rows_ - 1);
    }
    [[nodiscard]] std::size_t bin(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) +
               static_cast<std::size_t>(x);
    }

    Point2 origin_;
    double bin_mm_;
    int columns_;
    int rows_;
    std::vector<std::vector<SamplePoint>> bins_;
    double largest_mm_ = 0.0;
};

// A square that may still take a point.
struct Square {
    Point2 low;
    double edge_mm;
    std::uint64_t id;  // path from the root square: its random numbers
};

// Factor >= 1 on the spacing of one point: exp(sigma (z + 2)), z normal within +-2, rounded to
// 1/1024 so that the last bits of libm decide nothing.
double organic_factor(double sigma, std::uint64_t bits) {
    if (sigma == 0.0) {
        return 1.0;
    }
    const double z = std::clamp(normal(bits), -2.0, 2.0);
    return std::round(std::exp(sigma * (z + 2.0)) * 1024.0) / 1024.0;
}

class DartThrower {
public:
    DartThrower(const PlaneDomain& domain, const PoissonDiscOptions& options)
        : domain_(domain), options_(options), grid_(domain.box_mm, domain.radius_low_mm) {}

    std::vector<SamplePoint> run() {
        std::vector<Square> squares = root_squares();
        // One dart per square and level: large squares first keeps the pattern free of the tree's
        // structure.
        for (int level = 0; level < levels && !squares.empty(); ++level) {
            std::sort(squares.begin(), squares.end(), [&](const Square& a, const Square& b) {
                return hash64(options_.seed, a.id) < hash64(options_.seed, b.id);
            });
            for (const Square& square : squares) {
                throw_dart(square);
            }
            squares = uncovered_children(squares);
        }
        return std::move(points_);
    }

private:
    // Squares start at 0.5 of the smallest spacing (a fraction of it, so that at most one point
    // falls into each) and end at 1/16 of it.
    static constexpr double root_edge = 0.5;
    static constexpr int levels = 5;

    [[nodiscard]] std::vector<Square> root_squares() const {
        const double edge = root_edge * domain_.radius_low_mm;
        const Point2 size = domain_.box_mm.high - domain_.box_mm.low;
        const int columns = static_cast<int>(std::ceil(size.x() / edge));
        const int rows = static_cast<int>(std::ceil(size.y() / edge));
        std::vector<Square> squares;
        for (int y = 0; y < rows; ++y) {
            for (int x = 0; x < columns; ++x) {
                const Square square{
                    domain_.box_mm.low + edge * Point2(x, y), edge,
                    (static_cast<std::uint64_t>(y) << 32) | static_cast<std::uint64_t>(x)};
                if (touches_domain(square)) {
                    squares.push_back(square);
                }
            }
        }
        return squares;
    }

    [[nodiscard]] static std::array<Point2, 4> corners(const Square& square) {
        const double e = square.edge_mm;
        return {square.low, square.low + Point2(e, 0), square.low + Point2(0, e),
                square.low + Point2(e, e)};
    }

    [[nodiscard]] bool touches_domain(const Square& square) const {
        const Point2 centre = square.low + Point2::Constant(square.edge_mm / 2.0);
        const auto all = corners(square);
        return domain_.radius_mm(centre) > 0.0 ||
               std::any_of(all.begin(), all.end(),
                           [&](const Point2& p) { return domain_.radius_mm(p) > 0.0; });
    }

    void throw_dart(const Square& square) {
        const std::uint64_t bits = hash64(options_.seed ^ 0x64617274ULL, square.id);
        const Point2 place = square.low + square.edge_mm * Point2(uniform(hash64(bits, 0)),
                                                                  uniform(hash64(bits, 1)));
        const double radius = domain_.radius_mm(place);
        if (radius <= 0.0) {
            return;
        }
        double room = radius * organic_factor(options_.organic_sigma, hash64(bits, 2));
        const double reach = (grid_.largest_radius_mm() + room) / 2.0;
        const bool blocked = grid_.any_near(place, reach, [&](const SamplePoint& other) {
            room = std::min(room, 2.0 * (other.position_mm - place).norm() - other.radius_mm);
            return room < radius;
        });
        if (!blocked) {
            points_.push_back({place, room});
            grid_.add(points_.back());
        }
    }

    // Covered: one point takes all four corners into its reach (its reach is convex where the
    // spacing varies linearly).
    [[nodiscard]] bool covered(const Square& square) const {
        const auto all = corners(square);
        std::array<double, 4> radius{};
        std::transform(all.begin(), all.end(), radius.begin(),
                       [&](const Point2& p) { return domain_.radius_mm(p); });
        const double largest = *std::max_element(radius.begin(), radius.end());
        if (*std::min_element(radius.begin(), radius.end()) <= 0.0) {
            return false;
        }
        return grid_.any_near(all[0], (grid_.largest_radius_mm() + largest) / 2.0,
                              [&](const SamplePoint& point) {
                                  for (std::size_t i = 0; i < all.size(); ++i) {
                                      if ((point.position_mm - all[i]).norm() >=
                                          (point.radius_mm + radius[i]) / 2.0) {
                                          return false;
                                      }
                                  }
                                  return true;
                              });
    }

    [[nodiscard]] std::vector<Square> uncovered_children(const std::vector<Square>& squares) const {
        std::vector<Square> children;
        for (const Square& square : squares) {
            if (covered(square)) {
                continue;
            }
            const double half = square.edge_mm / 2.0;
            for (std::uint64_t i = 0; i < 4; ++i) {
                const Point2 low = square.low + half * Point2(static_cast<double>(i & 1),
                                                              static_cast<double>(i >> 1));
                const Square child{low, half, hash64(square.id, i + 1)};
                if (touches_domain(child) && !covered(child)) {
                    children.push_back(child);
                }
            }
        }
        return children;
    }

    const PlaneDomain& domain_;
    const PoissonDiscOptions& options_;
    PointGrid grid_;
    std::vector<SamplePoint> points_;
};

}  // namespace

Result<std::vector<SamplePoint>> sample_plane(const PlaneDomain& domain,
                                              const PoissonDiscOptions& options) {
    const Point2 size = domain.box_mm.high - domain.box_mm.low;
    const double most = size.x() * size.y() / (domain.radius_low_mm * domain.radius_low_mm);
    if (!(most <= max_plane_points)) {
        return Error{"the treated zone",
                     "more than " + std::to_string(static_cast<long long>(max_plane_points)) +
                         " dots would come",
                     "check its scale, or lower the density"};
    }
    return DartThrower(domain, options).run();
}

}  // namespace stubble
