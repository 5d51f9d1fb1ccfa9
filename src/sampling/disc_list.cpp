#include "sampling/disc_list.h"

namespace stubble {
namespace {

// Share of a squared distance by which conflicts are found early and covers late. Coordinates are below 40 radii in number,
// so their rounding moves a squared distance by less than this.
constexpr float margin = 2e-5F;
constexpr float conflict_scale = 0.25F * (1.0F + margin);
constexpr float cover_scale = 0.25F * (1.0F - margin);

// Padding: so far away that it is never in conflict and never covers.
constexpr float far_away = 1e18F;

// A disc in every lane.
struct Disc8 {
    Float8 x;
    Float8 y;
    Float8 z;
    Float8 r;
    [[gnu::always_inline]] explicit Disc8(const Disc& disc)
        : x(all8(disc.xyzr[0])),
          y(all8(disc.xyzr[1])),
          z(all8(disc.xyzr[2])),
          r(all8(disc.xyzr[3])) {}
};

// Lanes in which the discs of a group are nearer than the square root of scale times the sum of the radii.
template <typename Group>
[[gnu::always_inline]] inline Int8 within(const Group& discs, const Disc8& disc, float scale) {
    const Float8 dx = discs.x - disc.x;
    const Float8 dy = discs.y - disc.y;
    const Float8 dz = discs.z - disc.z;
    const Float8 radii = discs.r + disc.r;
    return dx * dx + dy * dy + dz * dz < radii * radii * scale;
}

}  // namespace

Disc DiscList::operator[](std::size_t i) const {
    const Group& group = groups_[i / lanes];
    const std::size_t lane = i % lanes;
    return {Float4{group.x[lane], group.y[lane], group.z[lane], group.r[lane]}};
}

void DiscList::begin_group() {
    if (size_ / lanes == groups_.size()) {
        groups_.emplace_back();
    }
    groups_[size_ / lanes] = {all8(far_away), Float8{}, Float8{}, Float8{}};
}

STUBBLE_WIDE_LANES bool DiscList::conflicts(const Disc& disc) const {
    const Disc8 wanted(disc);
    Int8 hit{};
    for (std::size_t i = 0; i < groups(); ++i) {
        hit |= within(groups_[i], wanted, conflict_scale);
    }
    return lane_bits8(hit) != 0;
}

STUBBLE_WIDE_LANES float DiscList::room(const Disc& place) const {
    const Disc8 wanted(place);
    Float8 least = all8(far_away);
    for (std::size_t i = 0; i < groups(); ++i) {
        const Float8 dx = groups_[i].x - wanted.x;
        const Float8 dy = groups_[i].y - wanted.y;
        const Float8 dz = groups_[i].z - wanted.z;
        const Float8 squared = dx * dx + dy * dy + dz * dz;
        const Float8 room = 2.0F * sqrt8(squared) - groups_[i].r;
        least = room < least ? room : least;
    }
    const float smallest = -largest8(-least);
    // As much less as conflicts are found early.
    return smallest * (1.0F - margin);
}

STUBBLE_WIDE_LANES unsigned DiscList::covered_quarters(const Quarters& quarters) const {
    const Disc8 corner[3] = {Disc8(quarters.whole.a), Disc8(quarters.whole.b),
                             Disc8(quarters.whole.c)};
    const Disc8 side[3] = {Disc8(quarters.ab), Disc8(quarters.bc), Disc8(quarters.ca)};
    Int8 hit{};
    for (std::size_t i = 0; i < groups(); ++i) {
        const Group& discs = groups_[i];
        const Int8 a = within(discs, corner[0], cover_scale);
        const Int8 b = within(discs, corner[1], cover_scale);
        const Int8 c = within(discs, corner[2], cover_scale);
        const Int8 ab = within(discs, side[0], cover_scale);
        const Int8 bc = within(discs, side[1], cover_scale);
        const Int8 ca = within(discs, side[2], cover_scale);
        hit |= (a & ab & ca & 1) | (ab & b & bc & 2) | (ca & bc & c & 4) | (ab & bc & ca & 8);
    }
    return any8(hit);
}

}  // namespace stubble
