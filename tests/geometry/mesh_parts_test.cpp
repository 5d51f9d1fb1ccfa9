#include "geometry/mesh_parts.h"

#include <gtest/gtest.h>

#include "fixtures/mesh_topology.h"
#include "fixtures/surface_meshes.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

MeshParts parts_of(const TriangleMesh& mesh) {
    return connected_parts(mesh.vertices_mm.size(), mesh.triangles);
}

// Two spheres and a sheet, their triangles mixed.
TriangleMesh three_pieces() {
    TriangleMesh mesh = joined(joined(sphere_mesh(10.0, 2), moved(sphere_mesh(5.0, 1), {30, 0, 0})),
                               moved(square_mesh(4.0, 1.0), {0, 40, 0}));
    std::vector<Triangle> mixed;
    for (std::size_t step = 0; step < 7; ++step) {
        for (std::size_t t = step; t < mesh.triangles.size(); t += 7) {
            mixed.push_back(mesh.triangles[t]);
        }
    }
    mesh.triangles = mixed;
    return mesh;
}

}  // namespace

TEST(MeshParts, ASphereIsOnePart) {
    const TriangleMesh sphere = sphere_mesh(10.0, 2);
    EXPECT_EQ(parts_of(sphere).count, 1U);
    const MeshPart part = part_of(sphere.triangles, parts_of(sphere), 0);
    EXPECT_EQ(part.triangles, sphere.triangles);
    EXPECT_EQ(part.vertices.size(), sphere.vertices_mm.size());
}

TEST(MeshParts, NothingHasNoParts) {
    EXPECT_EQ(connected_parts(0, {}).count, 0U);
    EXPECT_EQ(connected_parts(5, {}).count, 0U);
}

TEST(MeshParts, PiecesApartAreToldApart) {
    const TriangleMesh mesh = three_pieces();
    const MeshParts parts = parts_of(mesh);
    ASSERT_EQ(parts.count, 3U);
    std::size_t triangles = 0;
    for (std::size_t p = 0; p < parts.count; ++p) {
        const MeshPart part = part_of(mesh.triangles, parts, p);
        const MeshTopology found = topology_of(part.vertices.size(), part.triangles);
        EXPECT_EQ(found.components, 1U);
        EXPECT_EQ(found.unused_vertices, 0U);
        triangles += part.triangles.size();
    }
    EXPECT_EQ(triangles, mesh.triangles.size());
}

TEST(MeshParts, APartKeepsThePlacesOfItsTriangles) {
    const TriangleMesh mesh = three_pieces();
    const MeshParts parts = parts_of(mesh);
    const MeshPart part = part_of(mesh.triangles, parts, parts.of_triangle[4]);
    std::size_t next = 0;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        if (parts.of_triangle[t] == parts.of_triangle[4]) {
            for (std::size_t corner = 0; corner < 3; ++corner) {
                EXPECT_EQ(part.vertices[part.triangles[next][corner]], mesh.triangles[t][corner]);
            }
            ++next;
        }
    }
    EXPECT_EQ(next, part.triangles.size());
}

TEST(MeshParts, OneSharedVertexConnects) {
    EXPECT_EQ(connected_parts(5, {{0, 1, 2}, {2, 3, 4}}).count, 1U);
    EXPECT_EQ(connected_parts(6, {{0, 1, 2}, {3, 4, 5}}).count, 2U);
}
