#include "sampling/block_visitor.h"

#include <algorithm>

#include "base/random.h"
#include "sampling/random_order.h"

namespace stubble {
namespace {

// Fragments smaller than this share of r^2 throw their dart only now and then, so that small triangles are not favoured.
constexpr float whole_dart_area = 0.3F;

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

// A place in a triangle, uniform, with the radius wanted there.
Disc random_place(const RadiusTriangle& t, std::uint64_t bits) {
    const float u = static_cast<float>(bits & 0xffffff) * 0x1p-24F;
    const float v = static_cast<float>(bits >> 24 & 0xffffff) * 0x1p-24F;
    return u + v > 1.0F ? t.at(1.0F - u, 1.0F - v) : t.at(u, v);
}

// Whether a small fragment throws no dart in the first phase.
bool is_left_out(const RadiusTriangle& shape, std::uint64_t bits) {
    const float radius = shape.smallest_radius();
    return static_cast<float>(bits >> 48) * 0x1p-16F * (whole_dart_area * radius * radius) >
           shape.area();
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

const std::vector<LevelPoint>& BlockVisitor::visit(const Block& block,
                                                   PoissonDiscLevel::Phase phase) {
    points_.clear();
    pieces_.clear();
    level_.fragments_.load(block.fragments, block.origin, pieces_);
    if (!pieces_.empty()) {
        // Random, as darts thrown at the whole surface would come.
        order_by_random_key(
            pieces_.size(), [&](std::size_t i) { return pieces_[i].id; }, order_);
        gather(block, phase);
        phase == PoissonDiscLevel::ThrowDarts ? throw_darts() : fill_gaps();
    }
    return points_;
}

void BlockVisitor::gather(const Block& block, PoissonDiscLevel::Phase phase) {
    is_folded_ = level_.is_folded(block);
    normals_.clear();
    nearby_.reset(pieces_, level_.largest_factor_);
    if (is_folded_) {
        nearby_.keep_numbers();
    }
    add_fixed_of(block, block);
    for (const PoissonDiscLevel::LocalDisc& large : block.large_fixed) {
        add(large.disc, large.normal);
    }
    const bool filling = phase == PoissonDiscLevel::FillGaps;
    if (filling) {
        add_points_of(block, block, PoissonDiscLevel::ThrowDarts);
    }
    for (const std::int32_t number : block.neighbours) {
        if (number == BlockTable::none) {
            continue;
        }
        const Block& other = level_.blocks_[static_cast<std::size_t>(number)];
        add_fixed_of(other, block);
        const bool earlier = other.color < block.color;
        if (filling || earlier) {
            add_points_of(other, block, PoissonDiscLevel::ThrowDarts);
        }
        if (filling && earlier) {
            add_points_of(other, block, PoissonDiscLevel::FillGaps);
        }
    }
}

void BlockVisitor::add_points_of(const Block& from, const Block& block,
                                 PoissonDiscLevel::Phase phase) {
    const Float4 offset = Disc::of(from.origin - block.origin, 0.0F).xyzr;
    for (const LevelPoint& point : from.points[phase]) {
        add({point.disc.xyzr + offset}, level_.fragments_.normal(point.triangle));
    }
}

void BlockVisitor::add_fixed_of(const Block& from, const Block& block) {
    const Float4 offset = Disc::of(from.origin - block.origin, 0.0F).xyzr;
    for (const PoissonDiscLevel::LocalDisc& fixed : from.fixed) {
        add({fixed.disc.xyzr + offset}, fixed.normal);
    }
}

void BlockVisitor::add(const Disc& disc, const Vector3f& normal) {
    nearby_.add(disc);
    if (is_folded_) {
        normals_.push_back(normal);
    }
}

// Discs that can matter for a piece and lie on its sheet.
const DiscList& BlockVisitor::discs_for(std::size_t piece) {
    const DiscList& discs = nearby_.of(piece);
    if (!is_folded_) {
        return discs;
    }
    const std::vector<std::uint32_t>& numbers = nearby_.numbers_of(piece);
    same_sheet_.clear();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (counts_for(normals_[numbers[i]], pieces_[piece].triangle)) {
            same_sheet_.add(discs[i]);
        }
    }
    return same_sheet_;
}

bool BlockVisitor::counts_for(const Vector3f& normal, std::uint32_t triangle) const {
    return normal.isZero(0.0F) ||
           normal.dot(level_.fragments_.normal(triangle)) > opposite_sheets_cosine;
}

void BlockVisitor::throw_darts() {
    for (const std::uint32_t i : order_) {
        const Fragment& piece = pieces_[i];
        const std::uint64_t bits = hash64(piece.id);
        if (is_left_out(piece.shape, bits)) {
            continue;
        }
        if (const auto disc = dart(piece.shape, bits, discs_for(i))) {
            accept(*disc, piece.triangle, bits);
        }
    }
}

// The point that a dart makes, when it hits free surface.
std::optional<Disc> BlockVisitor::dart(const RadiusTriangle& shape, std::uint64_t bits,
                                       const DiscList& discs) const {
    Disc disc = random_place(shape, bits);
    const float sigma = level_.options_.organic_sigma;
    if (sigma == 0.0F) {
        return discs.conflicts(disc) ? std::nullopt : std::optional(disc);
    }
    const float room = discs.room(disc);
    if (room < disc.radius()) {
        return std::nullopt;
    }
    disc.xyzr[3] = std::min(room, disc.radius() * organic_factor(sigma, bits));
    return disc;
}

void BlockVisitor::accept(const Disc& disc, std::uint32_t triangle, std::uint64_t bits) {
    // A number of its own: small fragments throw only darts with small bits, and would all rank first.
    points_.push_back({disc, hash64(bits), triangle});
    add(disc, level_.fragments_.normal(triangle));
}

void BlockVisitor::fill_gaps() {
    find_roots();
    for (int depth = 0; depth < gap_depth && !gaps_.empty(); ++depth) {
        smaller_gaps_.clear();
        for (const Gap& gap : gaps_) {
            fill(gap);
        }
        std::swap(gaps_, smaller_gaps_);
    }
}

void BlockVisitor::find_roots() {
    root_count_ = 0;
    gaps_.clear();
    for (const std::uint32_t i : order_) {
        const Fragment& piece = pieces_[i];
        if (root_count_ == roots_.size()) {
            roots_.emplace_back();
        }
        Root& root = roots_[root_count_];
        root.centroid = piece.shape.centroid();
        root.size = piece.shape.farthest_corner(root.centroid);
        root.largest_radius = level_.largest_factor_ * piece.shape.largest_radius();
        root.triangle = piece.triangle;
        const float reach = root.size + reach_of(root.largest_radius);
        discs_for(i).copy_near(root.centroid, reach, root.discs);
        if (root.discs.covered_quarters(Quarters(piece.shape)) != all_quarters) {
            gaps_.push_back({piece.shape, hash64(piece.id + 7), root_count_++});
        }
    }
}

void BlockVisitor::fill(const Gap& gap) {
    const Quarters quarters(gap.shape);
    const DiscList& discs = roots_[gap.root].discs;
    unsigned covered = discs.covered_quarters(quarters);
    if (covered == all_quarters) {
        return;
    }
    const std::uint64_t bits = hash64(gap.id);
    // Only where a gap may be: into one of the quarters that are not covered.
    int target = static_cast<int>(bits >> 62);
    while ((covered >> target & 1U) != 0) {
        target = (target + 1) % 4;
    }
    if (const auto disc = dart(quarters.quarter(target), bits, discs)) {
        const std::uint32_t triangle = roots_[gap.root].triangle;
        accept(*disc, triangle, bits);
        tell_roots(*disc, triangle);
        covered = discs.covered_quarters(quarters);
    }
    for (int i = 0; i < 4; ++i) {
        if ((covered >> i & 1U) == 0) {
            const std::uint64_t id = hash64(gap.id * 4 + 1 + static_cast<std::uint64_t>(i));
            smaller_gaps_.push_back({quarters.quarter(i), id, gap.root});
        }
    }
}

void BlockVisitor::tell_roots(const Disc& disc, std::uint32_t triangle) {
    const Vector3f& normal = level_.fragments_.normal(triangle);
    for (std::size_t i = 0; i < root_count_; ++i) {
        Root& root = roots_[i];
        const float reach = root.size + reach_of(root.largest_radius + disc.radius());
        const bool near = squared_distance(disc, root.centroid) < reach * reach;
        if (near && (!is_folded_ || counts_for(normal, root.triangle))) {
            root.discs.add(disc);
        }
    }
}

}  // namespace stubble
