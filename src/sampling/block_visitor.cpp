#include "sampling/block_visitor.h"

#include <algorithm>

#include "base/random.h"
#include "sampling/random_order.h"

namespace stubble {
namespace {

// Rounds of first darts, in each of which a piece of at least this area (in squares of its smallest radius) throws one;
// smaller ones do now and then: darts come as thrown at the whole surface.
constexpr float dart_area = 1.6F;
constexpr std::uint64_t dart_rounds = 6;

// Rounds of darts at the gaps that are left, by the area of the box around them: halved from round to round. Then darts at
// each alone, before its piece is cut up.
constexpr float first_gap_area = 1.0F;
constexpr std::uint64_t gap_rounds = 8;
constexpr std::uint64_t gap_darts = 48;
constexpr std::uint64_t all_darts = dart_rounds + gap_rounds + gap_darts;

// Quarterings of a fragment in a gap; what is left then is below 1e-4 radii.
constexpr int gap_depth = 14;

// exp(x) for 0 <= x <= 2 by its Taylor series, relative error below 1e-9: no libm decides about a point.
double exact_exp(double x) {
    double series = 1.0;
    for (int n = 20; n >= 1; --n) {
        series = 1.0 + series * x / n;
    }
    return series;
}

// The random numbers of a piece's darts.
std::uint64_t dart_bits(const SurfacePiece& piece, std::uint64_t dart) {
    return hash64(piece.id + dart);
}

// Three numbers in [0, 1).
float random_share(std::uint64_t bits) {
    return static_cast<float>(bits >> 48) * 0x1p-16F;
}
float random_u(std::uint64_t bits) {
    return static_cast<float>(bits & 0xffffff) * 0x1p-24F;
}
float random_v(std::uint64_t bits) {
    return static_cast<float>(bits >> 24 & 0xffffff) * 0x1p-24F;
}

// A uniform place in a triangle: steps along two of its sides.
struct Steps {
    float u = 0.0F;
    float v = 0.0F;
};

Steps random_steps(std::uint64_t bits) {
    const float u = random_u(bits);
    const float v = random_v(bits);
    const float fold = u + v > 1.0F
                           ? 1.0F
                           : 0.0F;  // without a branch, which would be foreseen as seldom as a coin
    return {std::abs(fold - u), std::abs(fold - v)};
}

}  // namespace

float organic_factor(float sigma, std::uint64_t bits) {
    // Sum of four uniform numbers: mean 2, variance 1/3.
    const std::uint64_t h = hash64(bits + 1);
    const std::uint64_t sum = (h & 0xffff) + (h >> 16 & 0xffff) + (h >> 32 & 0xffff) + (h >> 48);
    constexpr double root3 = 1.7320508075688772;
    const double z = std::clamp((static_cast<double>(sum) * 0x1p-16 - 2.0) * root3, -2.0, 2.0);
    return static_cast<float>(exact_exp(static_cast<double>(sigma) * (z + 2.0)));
}

float largest_organic_factor(float sigma) {
    return static_cast<float>(exact_exp(4.0 * static_cast<double>(sigma)));
}

std::unique_ptr<BlockVisitor> BlockVisitors::take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) {
        return std::make_unique<BlockVisitor>(level_);
    }
    std::unique_ptr<BlockVisitor> visitor = std::move(idle_.back());
    idle_.pop_back();
    return visitor;
}

void BlockVisitors::give_back(std::unique_ptr<BlockVisitor> visitor) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(visitor));
}

const std::vector<LevelPoint>& BlockVisitor::visit(const Block& block) {
    points_.clear();
    fragments_.clear();
    level_.fragments_.load(block.fragments, block.origin, fragments_);
    if (!fragments_.empty()) {
        pieces_.reset(fragments_, level_.fragments_);
        // Random, as darts thrown at the whole surface would come.
        order_by_random_key(
            pieces_.size(), [&](std::size_t i) { return pieces_[i].id; }, order_);
        gather(block);
        throw_darts();
        fill_gaps();
    }
    return points_;
}

void BlockVisitor::gather(const Block& block) {
    discs_.clear();
    normals_.clear();
    add_fixed_of(block, block);
    for (const PoissonDiscLevel::LocalDisc& large : block.large_fixed) {
        add(large.disc, large.normal);
    }
    for (const std::int32_t number : block.neighbours) {
        if (number == BlockTable::none) {
            continue;
        }
        const Block& other = level_.blocks_[static_cast<std::size_t>(number)];
        add_fixed_of(other, block);
        if (other.color < block.color) {
            add_points_of(other, block);
        }
    }
}

void BlockVisitor::add_points_of(const Block& from, const Block& block) {
    const Float4 offset = Disc::of(from.origin - block.origin, 0.0F).xyzr;
    for (const LevelPoint& point : from.points) {
        const Disc disc{point.disc.xyzr + offset};
        if (pieces_.is_near(disc, level_.largest_factor_)) {
            add(disc, level_.fragments_.normal(point.triangle));
        }
    }
}

void BlockVisitor::add_fixed_of(const Block& from, const Block& block) {
    const Float4 offset = Disc::of(from.origin - block.origin, 0.0F).xyzr;
    for (const PoissonDiscLevel::LocalDisc& fixed : from.fixed) {
        const Disc disc{fixed.disc.xyzr + offset};
        if (pieces_.is_near(disc, level_.largest_factor_)) {
            add(disc, fixed.normal);
        }
    }
}

void BlockVisitor::add(const Disc& disc, const Vector3f& normal) {
    pieces_.add(disc, normal);
    discs_.push_back(disc);
    normals_.push_back(normal);
}

// The discs in space: organic radii and cut up pieces need them.
void BlockVisitor::find_near(const SurfacePiece& piece) {
    near_.clear();
    const RadiusTriangle& shape = fragments_[piece.fragment].shape;
    const Vector3f& normal = level_.fragments_.normal(piece.triangle);
    const Disc centroid = shape.centroid();
    const float size = shape.farthest_corner(centroid);
    const float wanted = level_.largest_factor_ * shape.largest_radius();
    for (std::size_t i = 0; i < discs_.size(); ++i) {
        const float reach = size + reach_of(discs_[i].radius() + wanted);
        if (squared_distance(discs_[i], centroid) < reach * reach &&
            same_sheet(normals_[i], normal)) {
            near_.add(discs_[i]);
        }
    }
}

void BlockVisitor::throw_darts() {
    for (std::uint64_t round = 0; round < dart_rounds; ++round) {
        for (const std::uint32_t i : order_) {
            const SurfacePiece& piece = pieces_[i];
            const std::uint64_t bits = dart_bits(piece, round);
            if (random_share(bits) * dart_area * piece.radius2 > piece.area || piece.is_steep) {
                continue;
            }
            const Steps steps = random_steps(bits);
            const PlanePoint place = piece.plane.at(steps.u, steps.v);
            if (!piece.circles.conflicts(place)) {
                accept(pieces_.place(i, place), piece, bits);
            }
        }
    }
}

// Makes a point, unless its organic radius has no room after all.
bool BlockVisitor::accept(Disc disc, const SurfacePiece& piece, std::uint64_t bits) {
    const float sigma = level_.options_.organic_sigma;
    if (sigma > 0.0F) {
        find_near(piece);
        const float room = near_.room(disc);
        if (room < disc.radius()) {
            return false;
        }
        disc.xyzr[3] = std::min(room, disc.radius() * organic_factor(sigma, bits));
    }
    // A number of its own: small fragments throw only darts with small bits, and would all rank first.
    points_.push_back({disc, hash64(bits), piece.triangle});
    add(disc, level_.fragments_.normal(piece.triangle));
    return true;
}

void BlockVisitor::fill_gaps() {
    find_gaps();
    throw_darts_at_gaps();
    for (const std::uint32_t i : open_) {
        if (!settle(gaps_[i])) {
            fill_by_quarters(pieces_[gaps_[i].piece]);
        }
    }
    for (const std::uint32_t i : order_) {
        if (pieces_[i].is_steep) {
            fill_by_quarters(pieces_[i]);
        }
    }
}

void BlockVisitor::find_gaps() {
    open_.clear();
    for (const std::uint32_t i : order_) {
        if (pieces_[i].is_steep) {
            continue;
        }
        if (open_.size() == gaps_.size()) {
            gaps_.emplace_back();
        }
        Gap& gap = gaps_[open_.size()];
        gap.piece = i;
        look_at(gap);
        if (!gap.corners.is_none()) {
            open_.push_back(static_cast<std::uint32_t>(open_.size()));
        }
    }
}

void BlockVisitor::look_at(Gap& gap) {
    const SurfacePiece& piece = pieces_[gap.piece];
    piece.circles.find_gap(piece.plane, gap.corners);
    gap.circles = piece.circles.size();
    gap.measure();
}

// Whether a gap is still there after circles have come.
bool BlockVisitor::is_open(Gap& gap) {
    const CircleList& circles = pieces_[gap.piece].circles;
    if (gap.circles == circles.size()) {
        return true;
    }
    for (; gap.circles < circles.size(); ++gap.circles) {
        if (gap.corners.are_inside(circles[gap.circles])) {
            return false;
        }
    }
    look_at(gap);
    return !gap.corners.is_none();
}

// Larger ones more often: darts come nearly as thrown at all of them together.
void BlockVisitor::throw_darts_at_gaps() {
    float round_area = first_gap_area;
    for (std::uint64_t round = 0; round < gap_rounds; ++round, round_area *= 0.5F) {
        std::erase_if(open_, [&](std::uint32_t i) {
            Gap& gap = gaps_[i];
            if (!is_open(gap)) {
                return true;
            }
            const std::uint64_t bits = dart_bits(pieces_[gap.piece], dart_rounds + round);
            if (gap.corners.is_known &&
                random_share(bits) * round_area * pieces_[gap.piece].radius2 <= gap.area) {
                throw_dart(gap, bits);
            }
            return false;
        });
    }
}

// Throws a dart into the box around a gap.
void BlockVisitor::throw_dart(const Gap& gap, std::uint64_t bits) {
    const SurfacePiece& piece = pieces_[gap.piece];
    const PlanePoint place{gap.low.x + random_u(bits) * gap.size.x,
                           gap.low.y + random_v(bits) * gap.size.y};
    if (piece.plane.holds(place) && !piece.circles.conflicts(place)) {
        accept(pieces_.place(gap.piece, place), piece, bits);
    }
}

// Throws darts at one gap until it is none; false when that does not succeed.
bool BlockVisitor::settle(Gap& gap) {
    const SurfacePiece& piece = pieces_[gap.piece];
    for (std::uint64_t dart = 0; dart < gap_darts; ++dart) {
        if (!is_open(gap)) {
            return true;
        }
        if (!gap.corners.is_known) {
            return false;
        }
        throw_dart(gap, dart_bits(piece, dart_rounds + gap_rounds + dart));
    }
    return false;
}

void BlockVisitor::Gap::measure() {
    if (corners.count == 0) {
        area = 0.0F;
        return;
    }
    low = corners.corners[0];
    PlanePoint high = low;
    for (std::size_t i = 1; i < corners.count; ++i) {
        const PlanePoint& corner = corners.corners[i];
        low = {std::min(low.x, corner.x), std::min(low.y, corner.y)};
        high = {std::max(high.x, corner.x), std::max(high.y, corner.y)};
    }
    size = {high.x - low.x, high.y - low.y};
    area = size.x * size.y;
}

// Cuts what no disc covers into quarters, throws a dart into each, until all is covered. Slow and sure.
void BlockVisitor::fill_by_quarters(SurfacePiece& piece) {
    find_near(piece);
    parts_.assign(1, {fragments_[piece.fragment].shape, dart_bits(piece, all_darts)});
    for (int depth = 0; depth < gap_depth && !parts_.empty(); ++depth) {
        smaller_parts_.clear();
        for (const Part& part : parts_) {
            fill_quarters(part, piece);
        }
        std::swap(parts_, smaller_parts_);
    }
}

void BlockVisitor::fill_quarters(const Part& part, SurfacePiece& piece) {
    const Quarters quarters(part.shape);
    unsigned covered = near_.covered_quarters(quarters);
    if (covered == all_quarters) {
        return;
    }
    const std::uint64_t bits = hash64(part.id);
    // Only where a gap may be: into one of the quarters that are not covered.
    int target = static_cast<int>(bits >> 62);
    while ((covered >> target & 1U) != 0) {
        target = (target + 1) % 4;
    }
    const Steps steps = random_steps(bits);
    const Disc dart = quarters.quarter(target).at(steps.u, steps.v);
    if (!near_.conflicts(dart) && accept(dart, piece, bits)) {
        near_.add(points_.back().disc);
        covered = near_.covered_quarters(quarters);
    }
    for (int i = 0; i < 4; ++i) {
        if ((covered >> i & 1U) == 0) {
            const std::uint64_t id = hash64(part.id * 4 + 1 + static_cast<std::uint64_t>(i));
            smaller_parts_.push_back({quarters.quarter(i), id});
        }
    }
}

}  // namespace stubble
