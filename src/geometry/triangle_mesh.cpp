#include "geometry/triangle_mesh.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "base/parallel.h"
#include "base/random.h"
#include "geometry/row_table.h"

namespace stubble {
namespace {

Point3 area_vector(const TriangleMesh& mesh, std::size_t triangle) {
    const Point3 a = mesh.corner(triangle, 0).cast<double>();
    const Point3 b = mesh.corner(triangle, 1).cast<double>();
    const Point3 c = mesh.corner(triangle, 2).cast<double>();
    return 0.5 * (b - a).cross(c - a);
}

// An edge of a triangle as seen from it. Edges are kept with their vertex of smaller index.
struct HalfEdge {
    std::uint32_t high = 0;  // the other vertex
    std::uint32_t triangle = 0;
    bool ascending = false;  // runs from the smaller to the larger index

    friend bool operator<(const HalfEdge& a, const HalfEdge& b) {
        return a.high != b.high ? a.high < b.high : a.triangle < b.triangle;
    }
};

// Calls visit(low, edge) for the three edges of every triangle.
template <typename Visit>
void for_each_half_edge(const TriangleMesh& mesh, Visit visit) {
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        for (std::size_t i = 0; i < 3; ++i) {
            const std::uint32_t from = mesh.triangles[t][i];
            const std::uint32_t to = mesh.triangles[t][(i + 1) % 3];
            visit(std::min(from, to),
                  HalfEdge{std::max(from, to), static_cast<std::uint32_t>(t), from < to});
        }
    }
}

// Edges of exactly two triangles, as those triangles see them.
using SharedEdge = std::pair<HalfEdge, HalfEdge>;

std::vector<SharedEdge> shared_edges(const TriangleMesh& mesh) {
    RowTable<HalfEdge> edges(mesh.vertices_mm.size(),
                             [&](auto add) { for_each_half_edge(mesh, add); });
    std::vector<SharedEdge> shared;
    for (std::size_t v = 0; v < edges.rows(); ++v) {
        const std::span<HalfEdge> row = edges[v];
        std::sort(row.begin(), row.end());
        for (auto edge = row.begin(); edge != row.end();) {
            const auto other = std::find_if(
                edge, row.end(), [&](const HalfEdge& e) { return e.high != edge->high; });
            if (other - edge == 2) {
                shared.emplace_back(edge[0], edge[1]);
            }
            edge = other;
        }
    }
    return shared;
}

// True when every edge is passed as often in one direction as in the other: then the windings agree already. Compares sums
// of hashes; by chance they are equal once in 2^64 times.
bool windings_agree(const TriangleMesh& mesh) {
    std::uint64_t difference = 0;
    for_each_half_edge(mesh, [&](std::uint32_t low, const HalfEdge& edge) {
        const std::uint64_t hash = hash64(std::uint64_t{low} << 32 | edge.high);
        difference += edge.ascending ? hash : ~hash + 1;
    });
    return difference == 0;
}

// The triangle behind an edge, and whether the two wind in opposite ways.
struct Neighbour {
    std::uint32_t triangle = 0;
    bool flipped = false;
};

// Neighbours across edges of exactly two triangles.
using Adjacency = RowTable<Neighbour>;

Adjacency adjacency_of(const TriangleMesh& mesh) {
    const std::vector<SharedEdge> shared = shared_edges(mesh);
    return {mesh.triangles.size(), [&](auto add) {
                for (const auto& [one, other] : shared) {
                    const bool flipped = one.ascending == other.ascending;
                    add(one.triangle, {other.triangle, flipped});
                    add(other.triangle, {one.triangle, flipped});
                }
            }};
}

// Walks over one connected part and turns normals until neighbours agree with its first triangle.
// Returns the part's triangles.
std::vector<std::uint32_t> orient_part(const Adjacency& adjacency, std::uint32_t start,
                                       std::vector<int>& turns) {
    std::vector<std::uint32_t> part{start};
    turns[start] = 1;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const std::uint32_t here = part[i];
        for (const Neighbour& next : adjacency[here]) {
            if (turns[next.triangle] == 0) {
                turns[next.triangle] = next.flipped ? -turns[here] : turns[here];
                part.push_back(next.triangle);
            }
        }
    }
    return part;
}

// 1 or -1 for each triangle: whether its normal keeps the side of its winding.
std::vector<int> agreeing_turns(const TriangleMesh& mesh) {
    const std::size_t count = mesh.triangles.size();
    const Adjacency adjacency = adjacency_of(mesh);
    std::vector<int> turns(count, 0);
    for (std::size_t t = 0; t < count; ++t) {
        if (turns[t] != 0) {
            continue;
        }
        const auto part = orient_part(adjacency, static_cast<std::uint32_t>(t), turns);
        double kept = 0.0;
        for (const std::uint32_t i : part) {
            kept += turns[i] * triangle_area_mm2(mesh, i);
        }
        if (kept < 0.0) {
            for (const std::uint32_t i : part) {
                turns[i] = -turns[i];
            }
        }
    }
    return turns;
}

}  // namespace

Status check_mesh(const TriangleMesh& mesh, const std::string& where) {
    if (mesh.triangles.empty()) {
        return Error{where, "holds no triangles", "give a mesh with a surface"};
    }
    if (mesh.triangles.size() > max_mesh_triangles) {
        return Error{where, "has " + std::to_string(mesh.triangles.size()) + " triangles",
                     "simplify it to at most " + std::to_string(max_mesh_triangles)};
    }
    for (std::size_t v = 0; v < mesh.vertices_mm.size(); ++v) {
        if (!mesh.vertices_mm[v].allFinite()) {
            return Error{where,
                         "vertex " + std::to_string(v + 1) + " has a coordinate that is no number",
                         "repair the file"};
        }
    }
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        const Triangle& triangle = mesh.triangles[t];
        if (*std::max_element(triangle.begin(), triangle.end()) >= mesh.vertices_mm.size()) {
            return Error{where,
                         "triangle " + std::to_string(t + 1) + " names a vertex that is not there",
                         "repair the file"};
        }
    }
    const double area = surface_area_mm2(mesh);
    if (!(area > 0.0) || !std::isfinite(area)) {
        return Error{where, "its surface has no area", "give a mesh with a surface"};
    }
    return Done{};
}

double triangle_area_mm2(const TriangleMesh& mesh, std::size_t triangle) {
    return area_vector(mesh, triangle).norm();
}

double surface_area_mm2(const TriangleMesh& mesh) {
    double area = 0.0;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        area += triangle_area_mm2(mesh, t);
    }
    return area;
}

std::vector<Vector3f> agreeing_normals(const TriangleMesh& mesh) {
    const std::vector<int> turns =
        windings_agree(mesh) ? std::vector<int>(mesh.triangles.size(), 1) : agreeing_turns(mesh);
    std::vector<Vector3f> normals(mesh.triangles.size());
    parallel_for(normals.size(), 4096, [&](std::size_t begin, std::size_t end) {
        for (std::size_t t = begin; t < end; ++t) {
            const Point3 vector = area_vector(mesh, t) * turns[t];
            const double length = vector.norm();
            normals[t] =
                length > 0.0 ? Vector3f((vector / length).cast<float>()) : Vector3f::Zero();
        }
    });
    return normals;
}

std::vector<Vector3f> vertex_normals(const TriangleMesh& mesh) {
    const std::vector<Vector3f> of_triangles = agreeing_normals(mesh);
    std::vector<Vector3f> normals(mesh.vertices_mm.size(), Vector3f::Zero());
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        for (std::size_t i = 0; i < 3; ++i) {
            const Vector3f& here = mesh.corner(t, i);
            const Vector3f one = mesh.corner(t, (i + 1) % 3) - here;
            const Vector3f other = mesh.corner(t, (i + 2) % 3) - here;
            const float angle = std::atan2(one.cross(other).norm(), one.dot(other));
            normals[mesh.triangles[t][i]] += angle * of_triangles[t];
        }
    }
    for (Vector3f& normal : normals) {
        normal.normalize();  // leaves zero alone
    }
    return normals;
}

}  // namespace stubble
