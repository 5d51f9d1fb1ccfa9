#include "sampling/point_cubes.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "base/random.h"

namespace stubble {

PointCubes::PointCubes(const std::vector<Point3>& places, double edge_mm)
    : edge_mm_(edge_mm), slots_(std::bit_ceil(2 * places.size() + 2)), points_(places.size()) {
    STUBBLE_CHECK(edge_mm > 0.0);
    std::vector<std::uint32_t> slot_of_point;
    slot_of_point.reserve(places.size());
    for (const Point3& place : places) {
        const Cube cube = cube_of(place);
        const std::size_t slot = slot_of(cube);
        slots_[slot].cube = cube;
        ++slots_[slot].end;
        slot_of_point.push_back(static_cast<std::uint32_t>(slot));
    }
    std::uint32_t begin = 0;
    for (Slot& slot : slots_) {
        const std::uint32_t count = slot.end;
        if (count > 0) {
            slot.begin = slot.end = begin;
            begin += count;
        }
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        points_[slots_[slot_of_point[i]].end++] = static_cast<std::uint32_t>(i);
    }
}

PointCubes::Cube PointCubes::cube_of(const Point3& place) const {
    constexpr double outside = 1e15;
    Cube cube{};
    for (int i = 0; i < 3; ++i) {
        cube[static_cast<std::size_t>(i)] = static_cast<std::int64_t>(
            std::floor(std::clamp(place[i] / edge_mm_, -outside, outside)));
    }
    return cube;
}

std::size_t PointCubes::slot_of(const Cube& cube) const {
    std::uint64_t hash = 0;
    for (const std::int64_t i : cube) {
        hash = hash64(hash ^ static_cast<std::uint64_t>(i));
    }
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = hash & mask;
    while (slots_[slot].end != 0 && slots_[slot].cube != cube) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

}  // namespace stubble
