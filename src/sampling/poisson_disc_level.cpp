#include "sampling/poisson_disc_level.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "sampling/block_visitor.h"

namespace stubble {
namespace {

// Edge of a block over the largest radius. At least (largest factor) + 4/3 fragment_side: points lie up to 2/3 of a
// fragment's side outside their block, and two blocks of one colour must not feel each other.
constexpr float block_edge = 10.0F;

// Corner of the space around the surface.
Vector3f lattice_low(const TriangleMesh& mesh) {
    Vector3f low = mesh.vertices_mm.front();
    for (const Vector3f& vertex : mesh.vertices_mm) {
        low = low.cwiseMin(vertex);
    }
    return low;
}

}  // namespace

void NormalCone::add(const Vector3f& normal) {
    if (axis_.isZero(0.0F)) {
        axis_ = normal;
        return;
    }
    cosine_ = std::min(cosine_, axis_.dot(normal));
}

bool NormalCone::surely_same_sheet(const NormalCone& other) const {
    if (axis_.isZero(0.0F) || other.axis_.isZero(0.0F)) {
        return true;
    }
    const auto sine_of = [](float cosine) {
        return std::sqrt(std::max(1.0F - cosine * cosine, 0.0F));
    };
    // Both cones narrower than 52 degrees: together less than 104, so that the sums of angles below stay under 360.
    constexpr float narrow = 0.62F;
    if (cosine_ < narrow || other.cosine_ < narrow) {
        return false;
    }
    const float sine = sine_of(cosine_);
    const float other_sine = sine_of(other.cosine_);
    const float spread_cosine = cosine_ * other.cosine_ - sine * other_sine;
    const float spread_sine = sine * other.cosine_ + cosine_ * other_sine;
    const float between = std::clamp(axis_.dot(other.axis_), -1.0F, 1.0F);
    constexpr float caution = 1e-3F;
    // cos(angle between the axes + both spreads), which falls as long as that sum is below 180 degrees.
    return between > -spread_cosine && between * spread_cosine - sine_of(between) * spread_sine >
                                           opposite_sheets_cosine + caution;
}

PoissonDiscLevel::PoissonDiscLevel(const TriangleMesh& mesh, const std::vector<Vector3f>& normals,
                                   const SurfaceField& field, const LevelOptions& options)
    : fragments_(mesh, normals, field, options.seed),
      options_(options),
      largest_factor_(largest_organic_factor(options.organic_sigma)),
      lattice_(block_edge * options.radius_high_mm, lattice_low(mesh)) {
    assign_fragments();
    surface_blocks_ = blocks_.size();
}

std::int32_t PoissonDiscLevel::add_block(const BlockIndex& index) {
    const std::int32_t number = table_.insert(index);
    if (static_cast<std::size_t>(number) < blocks_.size()) {
        return number;
    }
    Block& block = blocks_.emplace_back();
    block.origin = lattice_.origin_of(index);
    block.color = block_color(index);
    for (int i = 0; i < block_neighbours; ++i) {
        const std::int32_t other = table_.find(neighbour_of(index, i));
        block.neighbours[static_cast<std::size_t>(i)] = other;
        if (other != BlockTable::none) {
            blocks_[static_cast<std::size_t>(other)]
                .neighbours[static_cast<std::size_t>(block_neighbours - 1 - i)] = number;
        }
    }
    return number;
}

void PoissonDiscLevel::assign_fragments() {
    std::vector<std::int32_t> numbers;  // block of each fragment
    BlockIndex last{-1, -1, -1};        // no block of the surface
    std::int32_t number = BlockTable::none;
    std::vector<std::uint32_t> counts;
    for (std::uint32_t triangle = 0; triangle < fragments_.triangles(); ++triangle) {
        fragments_.for_each(triangle, [&](const FragmentRef&, const Vector3f& centroid) {
            const BlockIndex index = lattice_.index_of(centroid);
            if (!(index == last)) {
                last = index;
                number = add_block(index);
                counts.resize(blocks_.size(), 0);
            }
            numbers.push_back(number);
            ++counts[static_cast<std::size_t>(number)];
        });
    }
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        blocks_[i].fragments.reserve(counts[i]);
    }
    auto next = numbers.begin();
    for (std::uint32_t triangle = 0; triangle < fragments_.triangles(); ++triangle) {
        const Vector3f& normal = fragments_.normal(triangle);
        fragments_.for_each(triangle, [&](const FragmentRef& ref, const Vector3f&) {
            Block& block = blocks_[static_cast<std::size_t>(*next++)];
            block.normals.add(normal);
            block.fragments.push_back(ref);
        });
    }
}

void PoissonDiscLevel::add_fixed(const std::vector<FixedDisc>& discs) {
    for (const FixedDisc& fixed : discs) {
        if (fixed.radius_mm > largest_factor_ * options_.radius_high_mm) {
            add_large_fixed(fixed);
            continue;
        }
        const BlockIndex index = lattice_.index_of(fixed.position_mm.cast<float>());
        if (touches_surface_block(index)) {
            Block& block = blocks_[static_cast<std::size_t>(add_block(index))];
            add_fixed_to(block, block.fixed, fixed);
        }
    }
}

// A disc that may reach beyond neighbouring blocks is told to every block that it reaches, and by none to its neighbours.
void PoissonDiscLevel::add_large_fixed(const FixedDisc& fixed) {
    const double overhang = static_cast<double>(fragment_side * options_.radius_high_mm);
    const double reach =
        0.51 * static_cast<double>(fixed.radius_mm + largest_factor_ * options_.radius_high_mm) +
        overhang;
    for (std::size_t i = 0; i < surface_blocks_; ++i) {
        const Point3 low = blocks_[i].origin.cast<double>();
        const Point3 high = low + Point3::Constant(static_cast<double>(lattice_.edge()));
        const Point3 nearest = fixed.position_mm.cwiseMax(low).cwiseMin(high);
        if ((fixed.position_mm - nearest).norm() < reach) {
            add_fixed_to(blocks_[i], blocks_[i].large_fixed, fixed);
        }
    }
}

void PoissonDiscLevel::add_fixed_to(Block& block, std::vector<LocalDisc>& discs,
                                    const FixedDisc& fixed) {
    const Vector3f local = (fixed.position_mm - block.origin.cast<double>()).cast<float>();
    discs.push_back({Disc::of(local, fixed.radius_mm), fixed.normal});
    if (!fixed.normal.isZero(0.0F)) {
        block.normals.add(fixed.normal);
    }
}

// Whether the surface has a block at an index or beside it.
bool PoissonDiscLevel::touches_surface_block(const BlockIndex& index) const {
    const auto is_surface = [&](const BlockIndex& at) {
        const std::int32_t number = table_.find(at);
        return number != BlockTable::none && static_cast<std::size_t>(number) < surface_blocks_;
    };
    bool found = is_surface(index);
    for (int i = 0; i < block_neighbours && !found; ++i) {
        found = is_surface(neighbour_of(index, i));
    }
    return found;
}

std::size_t PoissonDiscLevel::count() const {
    std::size_t count = 0;
    for (const Block& block : blocks_) {
        count += block.points[ThrowDarts].size() + block.points[FillGaps].size();
    }
    return count;
}

void PoissonDiscLevel::find_folds() {
    for (Block& block : blocks_) {
        const auto is_unsafe = [&](std::int32_t number) {
            return number != BlockTable::none &&
                   !block.normals.surely_same_sheet(
                       blocks_[static_cast<std::size_t>(number)].normals);
        };
        block.is_folded = !block.normals.surely_same_sheet(block.normals) ||
                          std::any_of(block.neighbours.begin(), block.neighbours.end(), is_unsafe);
    }
}

void PoissonDiscLevel::run() {
    find_folds();
    for (const Phase phase : {ThrowDarts, FillGaps}) {
        for (int color = 0; color < 8; ++color) {
            run_stage(phase, color);
        }
    }
}

void PoissonDiscLevel::run_stage(Phase phase, int color) {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        if (blocks_[i].color == color) {
            numbers.push_back(i);
        }
    }
    parallel_for(numbers.size(), 8, [&](std::size_t begin, std::size_t end) {
        BlockVisitor visitor(*this);
        for (std::size_t i = begin; i < end; ++i) {
            blocks_[numbers[i]].points[phase] = visitor.visit(blocks_[numbers[i]], phase);
        }
    });
}

}  // namespace stubble
