#include "sampling/sized_points.h"

#include <algorithm>
#include <cmath>

#include "sampling/disc.h"

namespace stubble {

SizedPoints::SizedPoints(const std::vector<SizedPoint>& points) {
    members_.reserve(points.size());
    for (const SizedPoint& point : points) {
        members_.push_back({point, members_.size()});
    }
    if (!members_.empty()) {
        add_node(0, members_.size());
    }
}

std::uint32_t SizedPoints::add_node(std::size_t begin, std::size_t end) {
    constexpr std::size_t few = 8;
    Node node{members_[begin].point.position_mm, members_[begin].point.position_mm};
    for (std::size_t i = begin; i < end; ++i) {
        node.low = node.low.cwiseMin(members_[i].point.position_mm);
        node.high = node.high.cwiseMax(members_[i].point.position_mm);
        node.largest_mm = std::max(node.largest_mm, members_[i].point.radius_mm);
    }
    node.begin = static_cast<std::uint32_t>(begin);
    node.end = static_cast<std::uint32_t>(end);
    const auto number = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(node);
    if (end - begin <= few) {
        return number;
    }
    Eigen::Index axis = 0;
    (node.high - node.low).maxCoeff(&axis);
    const std::size_t middle = begin + (end - begin) / 2;
    const auto at = [&](std::size_t i) {
        return members_.begin() + static_cast<std::ptrdiff_t>(i);
    };
    std::nth_element(at(begin), at(middle), at(end), [&](const Member& a, const Member& b) {
        return a.point.position_mm[axis] < b.point.position_mm[axis];
    });
    add_node(begin, middle);
    const std::uint32_t second = add_node(middle, end);
    nodes_[number].second = second;
    return number;
}

double SizedPoints::least_ratio(const Node& node, const SizedPoint& place) {
    const Point3 nearest = place.position_mm.cwiseMax(node.low).cwiseMin(node.high);
    return (place.position_mm - nearest).norm() / (0.5 * (place.radius_mm + node.largest_mm));
}

double SizedPoints::nearest_ratio(const SizedPoint& place, std::size_t except) const {
    Search search{place, except, farthest};
    if (!nodes_.empty()) {
        this->search(0, search);
    }
    return search.nearest < farthest ? search.nearest : std::numeric_limits<double>::infinity();
}

void SizedPoints::search(std::uint32_t number, Search& search) const {
    const Node& node = nodes_[number];
    if (node.second != 0) {
        const std::uint32_t first = number + 1;
        const double to_first = least_ratio(nodes_[first], search.place);
        const double to_second = least_ratio(nodes_[node.second], search.place);
        const bool in_order = to_first <= to_second;
        if (std::min(to_first, to_second) < search.nearest) {
            this->search(in_order ? first : node.second, search);
        }
        if (std::max(to_first, to_second) < search.nearest) {
            this->search(in_order ? node.second : first, search);
        }
        return;
    }
    for (std::uint32_t i = node.begin; i < node.end; ++i) {
        const auto& [other, index] = members_[i];
        const double mean = 0.5 * (search.place.radius_mm + other.radius_mm);
        const double ratio = (search.place.position_mm - other.position_mm).norm() / mean;
        if (ratio < search.nearest && index != search.except &&
            same_sheet(search.place.normal, other.normal)) {
            search.nearest = ratio;
        }
    }
}

}  // namespace stubble
