#include "sampling/limit_gradient.h"

#include <queue>
#include <utility>

#include "base/check.h"
#include "geometry/row_table.h"

namespace stubble {
namespace {

// The other ends of the edges of each vertex; those between two triangles twice.
RowTable<std::uint32_t> edge_ends(const TriangleMesh& mesh) {
    return {
        mesh.vertices_mm.size(), [&](auto add) {
            for (const auto& [a, b, c] : mesh.triangles) {
                for (const auto& [from, to] : {std::pair(a, b), std::pair(b, c), std::pair(c, a)}) {
                    add(from, to);
                    add(to, from);
                }
            }
        }};
}

}  // namespace

void limit_gradient(const TriangleMesh& mesh, double slope, std::vector<float>& radius_mm) {
    STUBBLE_CHECK(radius_mm.size() == mesh.vertices_mm.size() && slope > 0.0);
    const RowTable<std::uint32_t> edges = edge_ends(mesh);
    // Dijkstra from all vertices at once, each starting at its own radius: the smallest spreads first.
    using Entry = std::pair<float, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    for (std::uint32_t v = 0; v < radius_mm.size(); ++v) {
        queue.emplace(radius_mm[v], v);
    }
    while (!queue.empty()) {
        const auto [radius, v] = queue.top();
        queue.pop();
        if (radius > radius_mm[v]) {
            continue;  // lowered since
        }
        for (const std::uint32_t other : edges[v]) {
            const double length =
                (mesh.vertices_mm[v] - mesh.vertices_mm[other]).cast<double>().norm();
            const auto allowed = static_cast<float>(static_cast<double>(radius) + slope * length);
            if (allowed < radius_mm[other]) {
                radius_mm[other] = allowed;
                queue.emplace(allowed, other);
            }
        }
    }
}

}  // namespace stubble
