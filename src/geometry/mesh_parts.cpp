#include "geometry/mesh_parts.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"

namespace stubble {
namespace {

constexpr std::uint32_t none = 0xFFFFFFFFU;

// Union-find; each set is named by its smallest member.
class VertexSets {
public:
    explicit VertexSets(std::size_t count) : parent_(count) {
        std::iota(parent_.begin(), parent_.end(), 0U);
    }
    std::uint32_t set_of(std::uint32_t vertex) {
        while (parent_[vertex] != vertex) {
            vertex = parent_[vertex] = parent_[parent_[vertex]];
        }
        return vertex;
    }
    void merge(std::uint32_t a, std::uint32_t b) {
        a = set_of(a);
        b = set_of(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::uint32_t> parent_;
};

}  // namespace

MeshParts connected_parts(std::size_t vertex_count, const std::vector<Triangle>& triangles) {
    VertexSets sets(vertex_count);
    for (const auto& [a, b, c] : triangles) {
        sets.merge(a, b);
        sets.merge(b, c);
    }
    MeshParts parts;
    std::vector<std::uint32_t> number(vertex_count, none);
    for (const Triangle& t : triangles) {
        std::uint32_t& part = number[sets.set_of(t[0])];
        if (part == none) {
            part = static_cast<std::uint32_t>(parts.count++);
        }
        parts.of_triangle.push_back(part);
    }
    return parts;
}

MeshPart part_of(const std::vector<Triangle>& triangles, const MeshParts& parts, std::size_t part) {
    STUBBLE_CHECK(part < parts.count && parts.of_triangle.size() == triangles.size());
    MeshPart taken;
    for (std::size_t t = 0; t < triangles.size(); ++t) {
        if (parts.of_triangle[t] == part) {
            taken.triangles.push_back(triangles[t]);
            taken.vertices.insert(taken.vertices.end(), triangles[t].begin(), triangles[t].end());
        }
    }
    std::sort(taken.vertices.begin(), taken.vertices.end());
    taken.vertices.erase(std::unique(taken.vertices.begin(), taken.vertices.end()),
                         taken.vertices.end());
    std::vector<std::uint32_t> number(taken.vertices.back() + std::size_t{1}, none);
    for (std::uint32_t i = 0; i < taken.vertices.size(); ++i) {
        number[taken.vertices[i]] = i;
    }
    for (Triangle& t : taken.triangles) {
        t = {number[t[0]], number[t[1]], number[t[2]]};
    }
    return taken;
}

}  // namespace stubble
