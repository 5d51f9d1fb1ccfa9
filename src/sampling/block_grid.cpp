#include "sampling/block_grid.h"

#include <cmath>

#include "base/random.h"

namespace stubble {
namespace {

// The next larger number with seven binary digits.
float with_few_digits(float x) {
    int exponent = 0;
    const float fraction = std::frexp(x, &exponent);
    return std::ldexp(std::ceil(fraction * 128.0F), exponent - 7);
}

}  // namespace

BlockLattice::BlockLattice(float edge, const Vector3f& low)
    : edge_(with_few_digits(edge)), inverse_edge_(1.0F / edge_) {
    for (int i = 0; i < 3; ++i) {
        low_[i] = std::floor(low[i] * inverse_edge_) * edge_;
        // The product may have been rounded up to a whole number.
        low_[i] -= low_[i] > low[i] ? edge_ : 0.0F;
    }
}

Vector3f BlockLattice::origin_of(const BlockIndex& index) const {
    return low_ + edge_ * Vector3f(static_cast<float>(index.x), static_cast<float>(index.y),
                                   static_cast<float>(index.z));
}

std::size_t BlockTable::slot_of(const BlockIndex& index) const {
    const std::size_t mask = slots_.size() - 1;
    const auto bits = [](std::int32_t i) {
        return static_cast<std::uint64_t>(static_cast<std::uint32_t>(i));
    };
    const std::uint64_t name = bits(index.x) | bits(index.y) << 21 | bits(index.z) << 42;
    std::size_t slot = hash64(name) & mask;
    while (slots_[slot] != none && !(indices_[static_cast<std::size_t>(slots_[slot])] == index)) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

std::int32_t BlockTable::find(const BlockIndex& index) const {
    return slots_[slot_of(index)];
}

std::int32_t BlockTable::insert(const BlockIndex& index) {
    if (2 * (indices_.size() + 1) > slots_.size()) {
        grow();
    }
    std::int32_t& slot = slots_[slot_of(index)];
    if (slot == none) {
        slot = static_cast<std::int32_t>(indices_.size());
        indices_.push_back(index);
    }
    return slot;
}

void BlockTable::grow() {
    slots_.assign(2 * slots_.size(), none);
    for (std::size_t i = 0; i < indices_.size(); ++i) {
        slots_[slot_of(indices_[i])] = static_cast<std::int32_t>(i);
    }
}

BlockIndex neighbour_of(const BlockIndex& index, int neighbour) {
    // 27 places in order, without the middle one (number 13).
    const int place = neighbour < 13 ? neighbour : neighbour + 1;
    return {index.x + place % 3 - 1, index.y + place / 3 % 3 - 1, index.z + place / 9 - 1};
}

}  // namespace stubble
