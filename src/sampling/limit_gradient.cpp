#include "sampling/limit_gradient.h"

#include <queue>
#include <utility>

#include "base/check.h"

namespace stubble {
namespace {

// Edges from each vertex, as rows of a table: those of vertex v are ends[first[v]] up to ends[first[v + 1]].
struct EdgeTable {
    std::vector<std::size_t> first;
    std::vector<std::uint32_t> ends;

    explicit EdgeTable(const TriangleMesh& mesh) : first(mesh.vertices_mm.size() + 1, 0) {
        for (const Triangle& t : mesh.triangles) {
            for (const std::uint32_t v : t) {
                first[v + 1] += 2;
            }
        }
        for (std::size_t v = 1; v < first.size(); ++v) {
            first[v] += first[v - 1];
        }
        ends.resize(first.back());
        std::vector<std::size_t> next(first.begin(), first.end() - 1);
        for (const auto& [a, b, c] : mesh.triangles) {
            for (const auto& [from, to] : {std::pair(a, b), std::pair(b, c), std::pair(c, a)}) {
                ends[next[from]++] = to;
                ends[next[to]++] = from;
            }
        }
    }
};

}  // namespace

void limit_gradient(const TriangleMesh& mesh, double slope, std::vector<float>& radius_mm) {
    STUBBLE_CHECK(radius_mm.size() == mesh.vertices_mm.size() && slope > 0.0);
    const EdgeTable edges(mesh);
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
        for (std::size_t i = edges.first[v]; i < edges.first[v + 1]; ++i) {
            const std::uint32_t other = edges.ends[i];
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
