#include "sampling/poisson_disc_level.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "base/parallel.h"
#include "sampling/block_visitor.h"

namespace stubble {
namespace {

// Edge of a block over the largest radius. At least (largest factor) + 4/3 fragment_side: points lie up to 2/3 of a
// fragment's side outside their block, and two blocks of one colour must not feel each other. Larger, since a block is filled
// before its later neighbours have thrown a dart, which packs dots at its border a little closer.
constexpr float block_edge = 20.0F;

// Corner of the space around the surface.
Vector3f lattice_low(const TriangleMesh& mesh) {
    Vector3f low = mesh.vertices_mm.front();
    for (const Vector3f& vertex : mesh.vertices_mm) {
        low = low.cwiseMin(vertex);
    }
    return low;
}

}  // namespace

PoissonDiscLevel::PoissonDiscLevel(const TriangleMesh& mesh, const std::vector<Vector3f>& normals,
                                   const SurfaceField& field, const LevelOptions& options)
    : fragments_(mesh, normals, field, options.seed),
      options_(options),
      largest_factor_(largest_organic_factor(options.organic_sigma)),
      lattice_(block_edge * options.radius_high_mm, lattice_low(mesh)) {
    assign_fragments();
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
            const auto back = static_cast<std::size_t>(block_neighbours - 1 - i);
            block_at(other).neighbours[back] = number;
        }
    }
    for (const FixedDisc& fixed : large_fixed_) {
        if (reaches(fixed, block)) {
            add_fixed_to(block, block.large_fixed, fixed);
        }
    }
    return number;
}

void PoissonDiscLevel::assign_fragments() {
    std::vector<std::int32_t> numbers;  // block of each fragment
    numbers.reserve(static_cast<std::size_t>(fragments_.count()));
    BlockIndex last{-1, -1, -1};  // no block of the surface
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
        fragments_.for_each(triangle, [&](const FragmentRef& ref, const Vector3f&) {
            blocks_[static_cast<std::size_t>(*next++)].fragments.push_back(ref);
        });
    }
}

void PoissonDiscLevel::add_fixed(const std::vector<FixedDisc>& discs) {
    for (const FixedDisc& fixed : discs) {
        if (!is_large(fixed)) {
            Block& block = block_at(add_block(lattice_.index_of(fixed.position_mm.cast<float>())));
            add_fixed_to(block, block.fixed, fixed);
            mark_around(block);
            continue;
        }
        // It reaches beyond neighbouring blocks: every block that it reaches is told, and no
        // block's neighbours.
        large_fixed_.push_back(fixed);
        for (Block& block : blocks_) {
            if (reaches(fixed, block)) {
                add_fixed_to(block, block.large_fixed, fixed);
                block.is_dirty = true;
            }
        }
    }
}

bool PoissonDiscLevel::reaches(const FixedDisc& fixed, const Block& block) const {
    const float wanted = largest_factor_ * options_.radius_high_mm;
    const double overhang = static_cast<double>(fragment_side * options_.radius_high_mm);
    const Point3 low = block.origin.cast<double>();
    const Point3 high = low + Point3::Constant(static_cast<double>(lattice_.edge()));
    const Point3 nearest = fixed.position_mm.cwiseMax(low).cwiseMin(high);
    const double distance = (fixed.position_mm - nearest).norm();
    return distance < static_cast<double>(reach_of(fixed.radius_mm + wanted)) + overhang;
}

void PoissonDiscLevel::add_fixed_to(Block& block, std::vector<LocalDisc>& discs,
                                    const FixedDisc& fixed) {
    const Vector3f local = (fixed.position_mm - block.origin.cast<double>()).cast<float>();
    discs.push_back({Disc::of(local, fixed.radius_mm), fixed.normal, fixed.position_mm});
}

void PoissonDiscLevel::remove_fixed(const std::vector<FixedDisc>& discs) {
    for (const FixedDisc& fixed : discs) {
        STUBBLE_CHECK(!is_large(fixed));
        Block& block = block_at(add_block(lattice_.index_of(fixed.position_mm.cast<float>())));
        std::erase_if(block.fixed, [&](const LocalDisc& other) {
            return other.position_mm == fixed.position_mm;
        });
        mark_around(block);
    }
}

// All that read a block's fixed discs.
void PoissonDiscLevel::mark_around(Block& block) {
    block.is_dirty = true;
    for (const std::int32_t number : block.neighbours) {
        if (number != BlockTable::none) {
            block_at(number).is_dirty = true;
        }
    }
}

void PoissonDiscLevel::before_change(const std::vector<std::uint32_t>& triangles) {
    for (const std::uint32_t triangle : triangles) {
        fragments_.for_each(triangle, [&](const FragmentRef& ref, const Vector3f& centroid) {
            Block& block = block_at(add_block(lattice_.index_of(centroid)));
            const auto found =
                std::lower_bound(block.fragments.begin(), block.fragments.end(), ref);
            STUBBLE_CHECK(found != block.fragments.end() && *found == ref);
            block.fragments.erase(found);
            block.is_dirty = true;
        });
    }
}

void PoissonDiscLevel::after_change(const std::vector<std::uint32_t>& triangles) {
    for (const std::uint32_t triangle : triangles) {
        fragments_.recount(triangle);
        fragments_.for_each(triangle, [&](const FragmentRef& ref, const Vector3f& centroid) {
            Block& block = block_at(add_block(lattice_.index_of(centroid)));
            block.fragments.insert(
                std::lower_bound(block.fragments.begin(), block.fragments.end(), ref), ref);
            block.is_dirty = true;
        });
    }
}

std::size_t PoissonDiscLevel::count() const {
    std::size_t count = 0;
    for (const Block& block : blocks_) {
        count += block.points.size();
    }
    return count;
}

void PoissonDiscLevel::run() {
    run_colors(nullptr);
}

PoissonDiscLevel::Change PoissonDiscLevel::repair() {
    Change change;
    run_colors(&change);
    return change;
}

void PoissonDiscLevel::run_colors(Change* change) {
    BlockVisitors visitors(*this);
    for (int color = 0; color < 8; ++color) {
        run_color(color, visitors, change);
    }
}

namespace {

bool is_same(const LevelPoint& a, const LevelPoint& b) {
    return a.id == b.id && a.triangle == b.triangle && a.disc.place() == b.disc.place() &&
           a.disc.radius() == b.disc.radius();
}

// Appends the points that are in one list and not in the other.
void append_missing(const std::vector<LevelPoint>& from, const std::vector<LevelPoint>& in,
                    const Vector3f& origin, std::vector<LevelPointAt>& out) {
    for (const LevelPoint& point : from) {
        const auto same = [&](const LevelPoint& other) { return is_same(point, other); };
        if (std::none_of(in.begin(), in.end(), same)) {
            out.push_back({origin, point});
        }
    }
}

}  // namespace

void PoissonDiscLevel::run_color(int color, BlockVisitors& visitors, Change* change) {
    std::vector<std::size_t> numbers;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
        if (blocks_[i].color == color && blocks_[i].is_dirty) {
            numbers.push_back(i);
        }
    }
    std::vector<std::vector<LevelPoint>> before(numbers.size());
    parallel_for(numbers.size(), 2, [&](std::size_t begin, std::size_t end) {
        visitors.lend([&](BlockVisitor& visitor) {
            for (std::size_t i = begin; i < end; ++i) {
                Block& block = blocks_[numbers[i]];
                before[i] = std::exchange(block.points, visitor.visit(block));
            }
        });
    });
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        Block& block = blocks_[numbers[i]];
        block.is_dirty = false;
        const std::vector<LevelPoint>& after = block.points;
        if (std::equal(before[i].begin(), before[i].end(), after.begin(), after.end(), is_same)) {
            continue;
        }
        mark_readers(block);
        if (change != nullptr) {
            append_missing(before[i], after, block.origin, change->removed);
            append_missing(after, before[i], block.origin, change->added);
        }
    }
}

// The blocks that read a block's points.
void PoissonDiscLevel::mark_readers(const Block& block) {
    for (const std::int32_t number : block.neighbours) {
        if (number != BlockTable::none && block_at(number).color > block.color) {
            block_at(number).is_dirty = true;
        }
    }
}

}  // namespace stubble
