#include "sampling/nearby_discs.h"

#include <algorithm>

namespace stubble {
namespace {

constexpr std::int16_t no_list = -1;

Float4 max4(Float4 a, Float4 b) {
    return a > b ? a : b;
}

}  // namespace

void NearbyDiscs::reset(const std::vector<Fragment>& pieces, float largest_factor) {
    measure(pieces, largest_factor);
    choose_cells();
    keeps_numbers_ = false;
    added_ = 0;
    list_count_ = 0;
    list_of_.clear();
    for (const Fragment& piece : pieces) {
        list_of_.push_back(static_cast<std::uint16_t>(list_in_cell(piece.shape.centroid())));
    }
}

void NearbyDiscs::measure(const std::vector<Fragment>& pieces, float largest_factor) {
    low_ = high_ = pieces.front().shape.a.xyzr;
    float farthest = 0.0F;  // squared
    for (const Fragment& piece : pieces) {
        const Disc centroid = piece.shape.centroid();
        for (const Disc& corner : {piece.shape.a, piece.shape.b, piece.shape.c}) {
            low_ = min4(low_, corner.xyzr);
            high_ = max4(high_, corner.xyzr);
            farthest = std::max(farthest, squared_distance(corner, centroid));
        }
    }
    piece_size_ = std::sqrt(farthest);
    largest_radius_ = high_[3] * largest_factor;
}

void NearbyDiscs::choose_cells() {
    // Side of a cell in radii: shorter lists against more entries.
    constexpr float cell = 3.5F;
    const Float4 size = high_ - low_;
    for (int i = 0; i < 3; ++i) {
        const int wanted = static_cast<int>(size[i] / (cell * largest_radius_));
        const int count = std::clamp(wanted, 1, most_cells);
        cells_[static_cast<std::size_t>(i)] = count;
        cells_per_mm_[i] = count == 1 ? 0.0F : static_cast<float>(count) / size[i];
    }
    std::fill_n(list_in_cell_.begin(), cells_[0] * cells_[1] * cells_[2], no_list);
}

int NearbyDiscs::cell_along(int axis, float place) const {
    const float cell = (place - low_[axis]) * cells_per_mm_[axis];
    return std::clamp(static_cast<int>(cell), 0, cells_[static_cast<std::size_t>(axis)] - 1);
}

std::size_t NearbyDiscs::list_in_cell(const Disc& centroid) {
    const int x = cell_along(0, centroid.xyzr[0]);
    const int y = cell_along(1, centroid.xyzr[1]);
    const int z = cell_along(2, centroid.xyzr[2]);
    std::int16_t& list =
        list_in_cell_[static_cast<std::size_t>((z * cells_[1] + y) * cells_[0] + x)];
    if (list == no_list) {
        list = static_cast<std::int16_t>(list_count_++);
        if (list_count_ > lists_.size()) {
            lists_.emplace_back();
        }
        lists_[static_cast<std::size_t>(list)].discs.clear();
        lists_[static_cast<std::size_t>(list)].numbers.clear();
    }
    return static_cast<std::size_t>(list);
}

bool NearbyDiscs::is_near(const Disc& disc) const {
    const Float4 zero{};
    const Float4 outside = max4(max4(low_ - disc.xyzr, disc.xyzr - high_), zero);
    const Float4 squared = outside * outside;
    const float reach = reach_of(disc.radius() + largest_radius_);
    return squared[0] + squared[1] + squared[2] <= reach * reach;
}

void NearbyDiscs::add(const Disc& disc) {
    const std::uint32_t number = added_++;
    if (!is_near(disc)) {
        return;
    }
    // A piece's places lie up to piece_size_ from its centroid.
    const float reach = reach_of(disc.radius() + largest_radius_) + piece_size_;
    const Float4 from = disc.xyzr - reach;
    const Float4 to = disc.xyzr + reach;
    const int x_end = cell_along(0, to[0]);
    const int y_end = cell_along(1, to[1]);
    const int z_end = cell_along(2, to[2]);
    for (int z = cell_along(2, from[2]); z <= z_end; ++z) {
        for (int y = cell_along(1, from[1]); y <= y_end; ++y) {
            for (int x = cell_along(0, from[0]); x <= x_end; ++x) {
                const std::int16_t list =
                    list_in_cell_[static_cast<std::size_t>((z * cells_[1] + y) * cells_[0] + x)];
                if (list != no_list) {
                    List& near = lists_[static_cast<std::size_t>(list)];
                    near.discs.add(disc);
                    if (keeps_numbers_) {
                        near.numbers.push_back(number);
                    }
                }
            }
        }
    }
}

}  // namespace stubble
