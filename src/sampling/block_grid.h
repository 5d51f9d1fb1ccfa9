// Cuts the space around a surface into blocks that can be filled at the same time, eight colours one after the other.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "sampling/surface_fragments.h"

namespace stubble {

struct BlockIndex {
    std::int32_t x = 0;
    std::int32_t y = 0;
    std::int32_t z = 0;

    friend bool operator==(const BlockIndex&, const BlockIndex&) = default;
};

// Cubes of one edge. Edge and origin have few digits, so that the distance between block origins and the place of a vertex
// relative to one are exact in single precision.
class BlockLattice {
public:
    // `edge` is rounded up. `low`: a corner of the space, of which all places are the upper side.
    BlockLattice(float edge, const Vector3f& low);

    [[nodiscard]] float edge() const { return edge_; }
    [[nodiscard]] BlockIndex index_of(const Vector3f& place) const {
        const Vector3f blocks = (place - low_) * inverse_edge_;
        return {cell(blocks.x()), cell(blocks.y()), cell(blocks.z())};
    }
    [[nodiscard]] Vector3f origin_of(const BlockIndex& index) const;

private:
    // Rounded down; places far away all count as one block outside.
    [[nodiscard]] static std::int32_t cell(float blocks) {
        constexpr float outside = 1e6F;
        const float inside = blocks < outside ? (blocks > -outside ? blocks : -outside) : outside;
        const auto cut = static_cast<std::int32_t>(inside);
        return cut - (static_cast<float>(cut) > inside ? 1 : 0);
    }

    float edge_;
    float inverse_edge_;
    Vector3f low_;
};

// The blocks that hold something, found by their index.
class BlockTable {
public:
    static constexpr std::int32_t none = -1;

    [[nodiscard]] std::int32_t find(const BlockIndex& index) const;
    // The number of the block; `size()` grows by one when it is new.
    std::int32_t insert(const BlockIndex& index);
    [[nodiscard]] std::size_t size() const { return indices_.size(); }
    [[nodiscard]] const BlockIndex& index(std::int32_t block) const {
        return indices_[static_cast<std::size_t>(block)];
    }

private:
    [[nodiscard]] std::size_t slot_of(const BlockIndex& index) const;
    void grow();

    std::vector<BlockIndex> indices_;
    std::vector<std::int32_t> slots_ = std::vector<std::int32_t>(64, none);
};

// The 26 blocks around one; neighbour i of a block has it as neighbour 25 - i.
inline constexpr int block_neighbours = 26;
[[nodiscard]] BlockIndex neighbour_of(const BlockIndex& index, int neighbour);

// Blocks of one colour never touch: 0 to 7, the parities of the index.
[[nodiscard]] inline int block_color(const BlockIndex& index) {
    return (index.x & 1) | (index.y & 1) << 1 | (index.z & 1) << 2;
}

}  // namespace stubble
