// Discs around the pieces of a block, in short lists: one for each group of neighbouring pieces.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "sampling/disc_list.h"
#include "sampling/surface_fragments.h"

namespace stubble {

// A little more than half the sum of two radii: how near a disc must be to matter.
[[nodiscard]] inline float reach_of(float radii) {
    return 0.5001F * radii;
}

class NearbyDiscs {
public:
    // Begins anew for these pieces, without discs. Radii may be `largest_factor` times what the pieces ask for.
    void reset(const std::vector<Fragment>& pieces, float largest_factor);

    // From now until the next reset, numbers_of is kept.
    void keep_numbers() { keeps_numbers_ = true; }

    // Whether a disc can matter for any piece.
    [[nodiscard]] bool is_near(const Disc& disc) const;

    // Puts a disc into every list for which it can matter.
    void add(const Disc& disc);

    // All discs that can matter for a piece, and more.
    [[nodiscard]] const DiscList& of(std::size_t piece) const {
        return lists_[list_of_[piece]].discs;
    }
    // Which of all discs added (from 0) those are.
    [[nodiscard]] const std::vector<std::uint32_t>& numbers_of(std::size_t piece) const {
        return lists_[list_of_[piece]].numbers;
    }

private:
    struct List {
        DiscList discs;
        std::vector<std::uint32_t> numbers;
    };

    void measure(const std::vector<Fragment>& pieces, float largest_factor);
    void choose_cells();
    // The cell of a place: x, y and z within the grid, also for places outside.
    [[nodiscard]] Int4 cell_of(Float4 place) const;
    [[nodiscard]] std::size_t place_of(int x, int y, int z) const {
        const int row = z * cells_[1] + y;
        const int place = row * cells_[0] + x;
        return static_cast<std::size_t>(place);
    }
    [[nodiscard]] std::size_t list_in_cell(const Disc& centroid);
    void add_to(List& list, const Disc& disc, std::uint32_t number) const;

    static constexpr int most_cells = 8;  // along an axis
    static constexpr std::size_t most_lists = std::size_t{most_cells} * most_cells * most_cells;

    // Corners of the box around all pieces, and the largest radius in it.
    Float4 low_{};
    Float4 high_{};
    float largest_radius_ = 0.0F;
    float piece_size_ = 0.0F;  // largest distance of a piece's corner from its centroid
    Int4 cells_{};             // along the axes
    Float4 cells_per_mm_{};
    std::array<std::int16_t, most_lists> list_in_cell_{};
    bool keeps_numbers_ = false;
    std::uint32_t added_ = 0;
    std::vector<List> lists_;  // the first list_count_ are in use
    std::size_t list_count_ = 0;
    std::vector<std::uint16_t> list_of_;  // per piece
};

}  // namespace stubble
