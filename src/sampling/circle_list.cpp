#include "sampling/circle_list.h"

#include <bit>
#include <cmath>

namespace stubble {
namespace {

// Padding: so far away, also from each other, that they hold nothing.
constexpr Float8 apart{1.0e18F, 1.1e18F, 1.2e18F, 1.3e18F, 1.4e18F, 1.5e18F, 1.6e18F, 1.7e18F};

// A place where two circles meet is a corner of a gap unless a third surely covers it. The computed place is within 1.5e-5 of
// the largest radius of the true one if the two meet at an angle and their centres are not too near, and within 3.5e-3 if
// not; so the third must cover it by twice as much. Then the true place is covered as well, and if that holds for all
// meetings and all sides, all is. (Radii are the inner ones: below the true ones by more than a coordinate is rounded.)
// All in squares of the largest radius unless said.
constexpr float good_meeting = 0.01F;   // half the chord between the two places, squared
constexpr float good_distance = 0.06F;  // between the centres, squared
constexpr float good_cover = 6e-5F;
constexpr float poor_cover = 1e-2F;
// Nearer centres: where the circles meet is not known.
constexpr float least_distance = 0.0025F;
constexpr float nested = 0.12F;         // unless their squared radii differ by more than this
constexpr float surely_apart = -2e-5F;  // half the chord, squared, as computed: no meeting
constexpr float good_inside = 2e-5F;    // distance from a side, in largest radii
constexpr float poor_inside = 4e-3F;

constexpr std::size_t lanes = CircleList::lanes;
constexpr Int8 every_lane{-1, -1, -1, -1, -1, -1, -1, -1};
constexpr Int8 first_four{-1, -1, -1, -1, 0, 0, 0, 0};

[[gnu::always_inline]] inline bool any_lane(const Int8& v) {
    return lane_bits8(v) != 0;
}

[[gnu::always_inline]] inline Float8 joined(const Float4& low, const Float4& high) {
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7);
}

// The circles of a list.
struct Circles {
    static constexpr std::size_t most = 64;

    const CircleList::Group* group[most / lanes];
    std::size_t groups;
    std::size_t count;
    float scale;  // squared radius of the largest
};

// The sides of a triangle, one a lane (the fourth is the first again): where they begin and end, and the normal of their
// half-plane, as long as the side, with the offset of its border along it.
struct Sides {
    Float4 from_x;
    Float4 from_y;
    Float4 to_x;
    Float4 to_y;
    Float4 normal_x;
    Float4 normal_y;
    Float4 offset;
    Float4 length2;

    [[gnu::always_inline]] explicit Sides(const PlaneTriangle& t)
        : from_x{0.0F, t.b.x, t.c.x, 0.0F},
          from_y{0.0F, t.b.y, t.c.y, 0.0F},
          to_x{t.b.x, t.c.x, 0.0F, t.b.x},
          to_y{t.b.y, t.c.y, 0.0F, t.b.y},
          normal_x(from_y - to_y),
          normal_y(to_x - from_x),
          offset(from_x * normal_x + from_y * normal_y),
          length2(normal_x * normal_x + normal_y * normal_y) {}
};

// Whether any circle covers the place by a squared distance of `caution` more than needed.
[[gnu::always_inline]] inline bool covers(const Circles& circles, const PlanePoint& p,
                                          float caution) {
    Int8 hit{};
    for (std::size_t i = 0; i < circles.groups; ++i) {
        const CircleList::Group& g = *circles.group[i];
        const Float8 dx = g.x - p.x;
        const Float8 dy = g.y - p.y;
        hit |= dx * dx + dy * dy < g.inner - caution;
    }
    return any_lane(hit);
}

// Walks along every side in both directions, from one circle to the next, as far as they cover it. Lanes 0 to 2: the sides;
// 4 to 6: the same backwards.
[[gnu::always_inline]] inline void find_bare_sides(const Circles& circles, const Sides& sides,
                                                   GapCorners& gap) {
    const Float8 from_x = joined(sides.from_x, sides.to_x);
    const Float8 from_y = joined(sides.from_y, sides.to_y);
    const Float8 to_x = joined(sides.to_x, sides.from_x);
    const Float8 to_y = joined(sides.to_y, sides.from_y);
    const Float8 dx = to_x - from_x;
    const Float8 dy = to_y - from_y;
    const Float8 length2 = dx * dx + dy * dy;
    if (any_lane(~(length2 > 1e-12F * circles.scale))) {
        gap.is_known = false;
        return;
    }
    // The stretch that each circle covers, in lengths of the side.
    Float8 begin[Circles::most];
    Float8 end[Circles::most];
    const Float8 per_length2 = 1.0F / length2;
    for (std::size_t i = 0; i < circles.count; ++i) {
        const CircleList::Group& g = *circles.group[i / lanes];
        const std::size_t lane = i % lanes;
        const Float8 qx = g.x[lane] - from_x;
        const Float8 qy = g.y[lane] - from_y;
        const Float8 middle = qx * dx + qy * dy;
        const Float8 half2 = middle * middle - length2 * (qx * qx + qy * qy - g.inner[lane]);
        // No numbers where the circle does not meet the line: they hold no place.
        const Float8 half = sqrt8(half2);
        begin[i] = (middle - half) * per_length2;
        end[i] = (middle + half) * per_length2;
    }
    Float8 reached{};
    for (Float8 before = all8(-1.0F); any_lane(reached > before) && any_lane(reached < 1.0F);) {
        before = reached;
        for (std::size_t i = 0; i < circles.count; ++i) {
            reached = max8(masked8(begin[i] <= reached, end[i]), reached);
        }
    }
    const std::uint32_t bare = lane_bits8(reached < 1.0F);
    const Float8 x = from_x + reached * dx;
    const Float8 y = from_y + reached * dy;
    for (std::uint32_t bits = bare & 0x77; bits != 0; bits &= bits - 1) {
        const auto lane = static_cast<std::size_t>(std::countr_zero(bits));
        gap.add({x[lane], y[lane]});
    }
}

// Up to 64 places where two circles meet.
struct Meetings {
    alignas(32) Float8 x[lanes];
    Float8 y[lanes];
    Float8 caution[lanes];
    std::uint64_t inside = 0;  // a bit for each in the piece
    std::size_t filled = 0;    // registers in use
};

[[gnu::always_inline]] inline void keep_bare(const Circles& circles, Meetings& meetings,
                                             GapCorners& gap) {
    for (; meetings.inside != 0; meetings.inside &= meetings.inside - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(meetings.inside));
        const PlanePoint p{meetings.x[i / lanes][i % lanes], meetings.y[i / lanes][i % lanes]};
        if (!covers(circles, p, meetings.caution[i / lanes][i % lanes])) {
            gap.add(p);
        }
    }
    meetings.filled = 0;
}

// Depths beyond which a place counts as inside.
struct Inside {
    Float4 normal_x;
    Float4 normal_y;
    Float4 good;
    Float4 poor;

    [[gnu::always_inline]] Inside(const Sides& sides, float scale)
        : normal_x(sides.normal_x), normal_y(sides.normal_y) {
        const Float4 unit = sqrt4(scale * sides.length2);
        good = sides.offset - good_inside * unit;
        poor = sides.offset - poor_inside * unit;
    }
};

struct Round8 {
    Float8 x;
    Float8 y;
    Float8 inner;
};

// Where circles meet their partners in the same lane.
[[gnu::always_inline]] inline void meet(const Circles& circles, const Round8& one,
                                        const Round8& other, const Int8& wanted,
                                        const Inside& inside, Meetings& meetings, GapCorners& gap) {
    const Float8 dx = other.x - one.x;
    const Float8 dy = other.y - one.y;
    const Float8 d2 = dx * dx + dy * dy;
    const Float8 per_d2 = 1.0F / d2;
    // From the middle between the centres `shift` of their distance to the chord, and `half` of it along the chord; both
    // circles have the same part in it, so that their order does not matter.
    const Float8 shift = 0.5F * (one.inner - other.inner) * per_d2;
    const Float8 half2 = 0.5F * (one.inner + other.inner) * per_d2 - 0.25F - shift * shift;
    const Float8 chord2 = half2 * d2;
    const Int8 meets = (chord2 > surely_apart * circles.scale) & wanted;
    const Int8 is_near = d2 < good_distance * circles.scale;
    if (any_lane(is_near & wanted)) {
        const Float8 difference = one.inner - other.inner;
        const Int8 coincide =
            (d2 < least_distance * circles.scale) & (d2 > 0.0F) &
            (difference * difference < nested * nested * circles.scale * circles.scale);
        gap.is_known = gap.is_known && !any_lane(coincide & wanted);
    }
    const Int8 is_poor = is_near | (chord2 < good_meeting * circles.scale);
    const Float8 half = sqrt8(half2 > 0.0F ? half2 : Float8{});
    const Float8 mx = 0.5F * (one.x + other.x) + shift * dx;
    const Float8 my = 0.5F * (one.y + other.y) + shift * dy;
    const Float8 hx = half * dy;
    const Float8 hy = half * dx;
    const Float8 caution =
        is_poor ? all8(poor_cover * circles.scale) : all8(good_cover * circles.scale);
    const Float8 xs[2] = {mx - hx, mx + hx};
    const Float8 ys[2] = {my + hy, my - hy};
    Int8 in[2] = {meets, meets};
    for (int i = 0; i < 3; ++i) {
        const Float8 border = is_poor ? all8(inside.poor[i]) : all8(inside.good[i]);
        in[0] &= xs[0] * inside.normal_x[i] + ys[0] * inside.normal_y[i] > border;
        in[1] &= xs[1] * inside.normal_x[i] + ys[1] * inside.normal_y[i] > border;
    }
    for (std::size_t k = 0; k < 2; ++k) {
        const std::size_t slot = meetings.filled++;
        meetings.x[slot] = xs[k];
        meetings.y[slot] = ys[k];
        meetings.caution[slot] = caution;
        meetings.inside |= std::uint64_t{lane_bits8(in[k])} << (lanes * slot);
    }
    if (meetings.filled == lanes) {
        keep_bare(circles, meetings, gap);
    }
}

// All pairs of eight circles in four batches, those of the first few first.
template <int batch>
[[gnu::always_inline]] inline Float8 first_of_pairs(const Float8& v) {
    return batch == 0   ? __builtin_shufflevector(v, v, 0, 0, 1, 0, 1, 2, 0, 1)
           : batch == 1 ? __builtin_shufflevector(v, v, 2, 3, 0, 1, 2, 3, 4, 0)
           : batch == 2 ? __builtin_shufflevector(v, v, 1, 2, 3, 4, 5, 0, 1, 2)
                        : __builtin_shufflevector(v, v, 3, 4, 5, 6, 0, 0, 0, 0);
}
template <int batch>
[[gnu::always_inline]] inline Float8 second_of_pairs(const Float8& v) {
    return batch == 0   ? __builtin_shufflevector(v, v, 1, 2, 2, 3, 3, 3, 4, 4)
           : batch == 1 ? __builtin_shufflevector(v, v, 4, 4, 5, 5, 5, 5, 5, 6)
           : batch == 2 ? __builtin_shufflevector(v, v, 6, 6, 6, 6, 6, 7, 7, 7)
                        : __builtin_shufflevector(v, v, 7, 7, 7, 7, 0, 0, 0, 0);
}

template <int batch>
[[gnu::always_inline]] inline void meet_in_pairs(const Circles& circles, const CircleList::Group& g,
                                                 const Inside& inside, Meetings& meetings,
                                                 GapCorners& gap) {
    const Round8 first{first_of_pairs<batch>(g.x), first_of_pairs<batch>(g.y),
                       first_of_pairs<batch>(g.inner)};
    const Round8 second{second_of_pairs<batch>(g.x), second_of_pairs<batch>(g.y),
                        second_of_pairs<batch>(g.inner)};
    meet(circles, first, second, batch == 3 ? first_four : every_lane, inside, meetings, gap);
}

// Where any two circles meet inside the piece and no third covers the place.
[[gnu::always_inline]] inline void find_bare_meetings(const Circles& circles, const Sides& sides,
                                                      GapCorners& gap) {
    Meetings meetings;
    const Inside inside(sides, circles.scale);
    for (std::size_t i = 0; i < circles.groups; ++i) {
        const CircleList::Group& g = *circles.group[i];
        const std::size_t in_group = circles.count - lanes * i;
        meet_in_pairs<0>(circles, g, inside, meetings, gap);
        if (in_group > 4) {
            meet_in_pairs<1>(circles, g, inside, meetings, gap);
        }
        if (in_group > 6) {
            meet_in_pairs<2>(circles, g, inside, meetings, gap);
        }
        if (in_group > 7) {
            meet_in_pairs<3>(circles, g, inside, meetings, gap);
        }
        for (std::size_t k = lanes * (i + 1); k < circles.count; ++k) {
            const CircleList::Group& later = *circles.group[k / lanes];
            const Round8 one{all8(later.x[k % lanes]), all8(later.y[k % lanes]),
                             all8(later.inner[k % lanes])};
            meet(circles, {g.x, g.y, g.inner}, one, every_lane, inside, meetings, gap);
        }
    }
    keep_bare(circles, meetings, gap);
}

}  // namespace

bool GapCorners::are_inside(const Circle& circle) const {
    const float limit = circle.inner - poor_cover * (circle.inner > scale ? circle.inner : scale);
    for (std::size_t i = 0; i < count; ++i) {
        const float dx = corners[i].x - circle.center.x;
        const float dy = corners[i].y - circle.center.y;
        if (!(dx * dx + dy * dy < limit)) {
            return false;
        }
    }
    return is_known;
}

void CircleList::begin_group() {
    const Group none{apart, Float8{}, Float8{}, Float8{}};
    if (size_ == 0) {
        first_ = none;
    } else if (size_ / lanes > more_.size()) {
        more_.push_back(none);
    } else {
        more_[size_ / lanes - 1] = none;
    }
}

STUBBLE_WIDE_LANES bool CircleList::conflicts(const PlanePoint& place) const {
    Int8 hit{};
    for (std::size_t i = 0; i < groups(); ++i) {
        const Group& g = group(i);
        const Float8 dx = g.x - place.x;
        const Float8 dy = g.y - place.y;
        hit |= dx * dx + dy * dy < g.outer;
    }
    return any_lane(hit);
}

STUBBLE_WIDE_LANES void CircleList::find_gap(const PlaneTriangle& triangle, GapCorners& gap) const {
    gap.count = 0;
    gap.is_known = size_ <= Circles::most;
    if (!gap.is_known) {
        return;
    }
    Circles circles{{}, groups(), size_, 0.0F};
    Float8 largest{};
    for (std::size_t i = 0; i < groups(); ++i) {
        circles.group[i] = &group(i);
        largest = max8(group(i).outer, largest);
    }
    gap.scale = circles.scale = largest8(largest);
    const Sides sides(triangle);
    find_bare_sides(circles, sides, gap);
    find_bare_meetings(circles, sides, gap);
}

}  // namespace stubble
