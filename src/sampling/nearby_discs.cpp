#include "sampling/nearby_discs.h"

#include <algorithm>

namespace stubble {
namespace {

constexpr std::int16_t no_list = -1;

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
        cells_[i] = count;
        cells_per_mm_[i] = count == 1 ? 0.0F : static_cast<float>(count) / size[i];
    }
    std::fill_n(list_in_cell_.begin(), cells_[0] * cells_[1] * cells_[2], no_list);
}

Int4 NearbyDiscs::cell_of(Float4 place) const {
    const Int4 zero{};
    const Int4 cell = __builtin_convertvector((place - low_) * cells_per_mm_, Int4);
    const Int4 last = cells_ - 1;
    const Int4 below = cell < last ? cell : last;
    return below > zero ? below : zero;
}

std::size_t NearbyDiscs::list_in_cell(const Disc& centroid) {
    const Int4 cell = cell_of(centroid.xyzr);
    std::int16_t& list = list_in_cell_[place_of(cell[0], cell[1], cell[2])];
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

void NearbyDiscs::add_to(List& list, const Disc& disc, std::uint32_t number) const {
    list.discs.add(disc);
    if (keeps_numbers_) {
        list.numbers.push_back(number);
    }
}

void NearbyDiscs::add(const Disc& disc) {
    const std::uint32_t number = added_++;
    if (!is_near(disc)) {
        return;
    }
    // A piece's places lie up to piece_size_ from its centroid.
    const float reach = reach_of(disc.radius() + largest_radius_) + piece_size_;
    const Int4 from = cell_of(disc.xyzr - reach);
    const Int4 to = cell_of(disc.xyzr + reach);
    const auto add_to_row = [&](int y, int z) {
        for (int x = from[0]; x <= to[0]; ++x) {
            const std::int16_t list = list_in_cell_[place_of(x, y, z)];
            if (list != no_list) {
                add_to(lists_[static_cast<std::size_t>(list)], disc, number);
            }
        }
    };
    for (int z = from[2]; z <= to[2]; ++z) {
        for (int y = from[1]; y <= to[1]; ++y) {
            add_to_row(y, z);
        }
    }
}

}  // namespace stubble
