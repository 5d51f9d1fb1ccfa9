#include "sampling/block_pieces.h"

#include <algorithm>
#include <bit>

namespace stubble {
namespace {

// The box of a shape, with the radii as a fourth axis.
struct Box {
    Float4 low;
    Float4 high;

    explicit Box(const RadiusTriangle& t)
        : low(min4(min4(t.a.xyzr, t.b.xyzr), t.c.xyzr)),
          high(max4(max4(t.a.xyzr, t.b.xyzr), t.c.xyzr)) {}

    void add(const RadiusTriangle& t) {
        const Box other(t);
        low = min4(low, other.low);
        high = max4(high, other.high);
    }
};

}  // namespace

void BlockPieces::reset(const std::vector<Fragment>& fragments, const SurfaceFragments& surface) {
    order_by_place(fragments);
    begin_pieces(fragments, surface);
}

void BlockPieces::order_by_place(const std::vector<Fragment>& fragments) {
    places_.clear();
    for (const Fragment& fragment : fragments) {
        places_.push_back({fragment.shape.a.xyzr, static_cast<std::uint32_t>(places_.size())});
    }
    split(0, places_.size());
}

// Halves what lies along the longest side of the box around it, until eight are left.
void BlockPieces::split(std::size_t begin, std::size_t end) {
    const std::size_t groups = (end - begin + lanes - 1) / lanes;
    if (groups < 2) {
        return;
    }
    Float4 low = places_[begin].xyz;
    Float4 high = low;
    for (std::size_t i = begin + 1; i < end; ++i) {
        low = min4(low, places_[i].xyz);
        high = max4(high, places_[i].xyz);
    }
    const Float4 size = high - low;
    const int rest = size[1] > size[2] ? 1 : 2;
    const int axis = size[0] > size[rest] ? 0 : rest;
    const std::size_t middle = begin + lanes * (groups / 2);
    const auto at = [&](std::size_t i) { return places_.begin() + static_cast<std::ptrdiff_t>(i); };
    std::nth_element(at(begin), at(middle), at(end),
                     [&](const Place& a, const Place& b) { return a.xyz[axis] < b.xyz[axis]; });
    split(begin, middle);
    split(middle, end);
}

void BlockPieces::begin_pieces(const std::vector<Fragment>& fragments,
                               const SurfaceFragments& surface) {
    size_ = fragments.size();
    if (pieces_.size() < size_) {
        pieces_.resize(size_);
    }
    groups_.resize((size_ + lanes - 1) / lanes);
    boxes_.resize((groups_.size() + lanes - 1) / lanes);
    const Box first(fragments.front().shape);
    low_ = first.low;
    high_ = first.high;
    for (std::size_t group = 0; group < groups_.size(); ++group) {
        PlaneMaps& maps = groups_[group];
        const std::size_t begin = lanes * group;
        const std::size_t end = std::min(begin + lanes, size_);
        maps.clear();
        for (std::size_t i = begin; i < end; ++i) {
            const Fragment& fragment = fragments[places_[i].fragment];
            maps.set(i - begin, fragment.shape, surface.normal(fragment.triangle));
        }
        maps.compute();
        for (std::size_t i = begin; i < end; ++i) {
            const Fragment& fragment = fragments[places_[i].fragment];
            SurfacePiece& piece = pieces_[i];
            piece.id = fragment.id;
            piece.triangle = fragment.triangle;
            piece.fragment = places_[i].fragment;
            piece.area = maps.area(i - begin);
            piece.radius2 = maps.radius2(i - begin);
            piece.is_steep = maps.is_steep(i - begin);
            piece.plane = maps.triangle(i - begin);
            piece.circles.clear();
        }
        enclose(group, fragments);
    }
}

void BlockPieces::enclose(std::size_t group, const std::vector<Fragment>& fragments) {
    const std::size_t begin = lanes * group;
    Box box(fragments[places_[begin].fragment].shape);
    for (std::size_t i = begin + 1; i < std::min(begin + lanes, size_); ++i) {
        box.add(fragments[places_[i].fragment].shape);
    }
    low_ = min4(low_, box.low);
    high_ = max4(high_, box.high);
    Boxes& boxes = boxes_[group / lanes];
    const std::size_t lane = group % lanes;
    if (lane == 0) {
        // Lanes without a group are as far away as a disc can be.
        constexpr float far_away = 1e18F;
        boxes = Boxes();
        boxes.low[0] = boxes.high[0] = all8(far_away);
    }
    for (int i = 0; i < 3; ++i) {
        boxes.low[i][lane] = box.low[i];
        boxes.high[i][lane] = box.high[i];
    }
    boxes.radius[lane] = box.high[3];
}

namespace {

// Boxes within reach of a disc.
template <typename Boxes>
[[gnu::always_inline]] inline std::uint32_t near_boxes(const Boxes& boxes, const Disc& disc) {
    Float8 squared{};
    for (int i = 0; i < 3; ++i) {
        const float at = disc.xyzr[i];
        const Float8 below = boxes.low[i] - at;
        const Float8 above = at - boxes.high[i];
        const Float8 farther = below > above ? below : above;
        const Float8 outside = farther > 0.0F ? farther : Float8{};
        squared += outside * outside;
    }
    const Float8 reach = 0.5001F * (disc.xyzr[3] + boxes.radius);
    return lane_bits8(squared < reach * reach);
}

}  // namespace

STUBBLE_WIDE_LANES void BlockPieces::add(const Disc& disc, const Vector3f& normal) {
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        // First all groups, then all pieces: loops that end at unforeseen times cost more than what they do.
        Circles8 circles[lanes];
        std::uint64_t reached = 0;
        for (std::uint32_t near = near_boxes(boxes_[i], disc); near != 0; near &= near - 1) {
            const auto k = static_cast<std::size_t>(std::countr_zero(near));
            const PlaneMaps& maps = groups_[i * lanes + k];
            circles[k] = maps.circles_of(disc);
            reached |= std::uint64_t{lane_bits8(maps.reached(circles[k], normal))} << (lanes * k);
        }
        for (; reached != 0; reached &= reached - 1) {
            const auto piece = static_cast<std::size_t>(std::countr_zero(reached));
            const Circles8& from = circles[piece / lanes];
            const std::size_t lane = piece % lanes;
            pieces_[i * lanes * lanes + piece].circles.add(
                {{from.x[lane], from.y[lane]}, from.inner[lane], from.outer[lane]});
        }
    }
}

}  // namespace stubble
