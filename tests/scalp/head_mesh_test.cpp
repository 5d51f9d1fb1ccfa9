#include "scalp/head_mesh.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "base/random.h"
#include "fixtures/mesh_topology.h"
#include "fixtures/test_heads.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

constexpr HeadResolution full = HeadResolution::Full;
constexpr HeadResolution draft = HeadResolution::Draft;

// Made once for all tests of this file.
const HeadMesh& mesh_of(const TestHead& head, HeadResolution resolution) {
    static std::map<std::pair<std::string, HeadResolution>, HeadMesh> made;
    const auto [entry, is_new] = made.try_emplace({head.name, resolution});
    if (is_new) {
        entry->second = generate_head_mesh(HeadSurface(head.shape), resolution);
    }
    return entry->second;
}

TestHead mean_man() {
    return test_heads()[1];
}

// Unit, from the winding.
Point3 normal_of(const HeadMesh& head, std::size_t triangle) {
    const Point3 a = head.mesh.corner(triangle, 0).cast<double>();
    const Point3 b = head.mesh.corner(triangle, 1).cast<double>();
    const Point3 c = head.mesh.corner(triangle, 2).cast<double>();
    return (b - a).cross(c - a).normalized();
}

double longest_edge(const HeadMesh& head, std::size_t triangle) {
    double longest = 0.0;
    for (std::size_t i = 0; i < 3; ++i) {
        longest = std::max<double>(
            longest,
            (head.mesh.corner(triangle, i) - head.mesh.corner(triangle, (i + 1) % 3)).norm());
    }
    return longest;
}

double smallest_angle_deg(const HeadMesh& head, std::size_t triangle) {
    double smallest = 180.0;
    for (std::size_t i = 0; i < 3; ++i) {
        const Vector3f a = head.mesh.corner(triangle, (i + 1) % 3) - head.mesh.corner(triangle, i);
        const Vector3f b = head.mesh.corner(triangle, (i + 2) % 3) - head.mesh.corner(triangle, i);
        smallest = std::min<double>(
            smallest, std::acos(a.dot(b) / (a.norm() * b.norm())) * 180.0 / std::numbers::pi);
    }
    return smallest;
}

// Median of the longest edges of triangles in a box.
double coarseness(const HeadMesh& head, const Point3& low, const Point3& high) {
    std::vector<double> edges;
    for (std::size_t t = 0; t < head.mesh.triangles.size(); ++t) {
        const Point3 p = head.mesh.corner(t, 0).cast<double>();
        if ((p.array() > low.array()).all() && (p.array() < high.array()).all()) {
            edges.push_back(longest_edge(head, t));
        }
    }
    EXPECT_FALSE(edges.empty());
    std::nth_element(edges.begin(), edges.begin() + edges.size() / 2, edges.end());
    return edges[edges.size() / 2];
}

std::uint64_t hash_of(const HeadMesh& head) {
    std::uint64_t hash = 0;
    const auto add = [&](std::uint32_t bits) { hash = hash64(hash, bits); };
    for (const auto* vectors : {&head.mesh.vertices_mm, &head.normals}) {
        for (const Vector3f& v : *vectors) {
            for (int axis = 0; axis < 3; ++axis) {
                std::uint32_t bits = 0;
                std::memcpy(&bits, &v[axis], sizeof bits);
                add(bits);
            }
        }
    }
    for (const Triangle& t : head.mesh.triangles) {
        std::for_each(t.begin(), t.end(), add);
    }
    return hash;
}

// Largest difference of a number from a multiple of 1 / steps.
double off_grid(const std::vector<Vector3f>& vectors, double steps) {
    double largest = 0.0;
    for (const Vector3f& v : vectors) {
        for (int axis = 0; axis < 3; ++axis) {
            const double scaled = steps * static_cast<double>(v[axis]);
            largest = std::max(largest, std::abs(scaled - std::round(scaled)));
        }
    }
    return largest;
}

}  // namespace

// Science page "Generated bald head", section 13.7.
TEST(HeadMesh, AFullHeadIsOneClosedSurfaceWithoutHandles) {
    for (const TestHead& head : test_heads()) {
        EXPECT_EQ(topology_of(mesh_of(head, full).mesh), topology_of_a_sphere) << head.name;
    }
}

TEST(HeadMesh, ADraftIsOneClosedSurfaceWithoutHandles) {
    for (const TestHead& head : test_heads()) {
        EXPECT_EQ(topology_of(mesh_of(head, draft).mesh), topology_of_a_sphere) << head.name;
    }
}

// The shoulders of these reached beyond a box of fixed size.
TEST(HeadMesh, WideNecksAndLargeHeadsAreClosedToo) {
    const std::vector<TestHead> heads{
        {"wide neck",
         {.breadth = 1.2,
          .length = 1.1,
          .height = 1.2,
          .face_height = 1.15,
          .face_breadth = 1.18,
          .neck = 1.3}},
        {"small ears",
         {.breadth = 0.8, .face_breadth = 0.8, .neck = 0.7, .ear = 0.7, .femininity = 1.0}}};
    for (const TestHead& head : heads) {
        EXPECT_EQ(topology_of(mesh_of(head, draft).mesh), topology_of_a_sphere) << head.name;
    }
}

// 5,354 cm3 is what the mesh of another implementation holds; a draft cuts curves short.
TEST(HeadMesh, TheMeanManHoldsTheVolumeOfTheSpecification) {
    const auto volume_cm3 = [](HeadResolution resolution) {
        const TriangleMesh& mesh = mesh_of(mean_man(), resolution).mesh;
        return enclosed_volume_mm3(mesh.vertices_mm, mesh.triangles) / 1000.0;
    };
    EXPECT_NEAR(volume_cm3(full), 5354.0, 10.0);
    EXPECT_NEAR(volume_cm3(draft), 5354.0, 15.0);
}

TEST(HeadMesh, NoTriangleOfAFullHeadIsTurnedOver) {
    for (const TestHead& head : test_heads()) {
        const HeadMesh& made = mesh_of(head, full);
        int turned = 0;
        for (std::size_t t = 0; t < made.mesh.triangles.size(); ++t) {
            const auto& [a, b, c] = made.mesh.triangles[t];
            const Vector3f outward = made.normals[a] + made.normals[b] + made.normals[c];
            turned += normal_of(made, t).dot(outward.cast<double>()) <= 0.0 ? 1 : 0;
        }
        EXPECT_EQ(turned, 0) << head.name;
    }
}

// In nostrils and along the lower edge of the shoulders a draft folds a little.
TEST(HeadMesh, ADraftFoldsNowhereOnTheScalp) {
    for (const TestHead& head : test_heads()) {
        const HeadMesh& made = mesh_of(head, draft);
        int turned = 0;
        int turned_on_scalp = 0;
        for (std::size_t t = 0; t < made.mesh.triangles.size(); ++t) {
            const auto& [a, b, c] = made.mesh.triangles[t];
            const Vector3f outward = made.normals[a] + made.normals[b] + made.normals[c];
            if (normal_of(made, t).dot(outward.cast<double>()) <= 0.0) {
                ++turned;
                turned_on_scalp += made.mesh.corner(t, 0).y() > 40.0F ? 1 : 0;
            }
        }
        EXPECT_LT(turned, 160) << head.name;
        EXPECT_EQ(turned_on_scalp, 0) << head.name;
    }
}

// Rounding moves a vertex by 0.00085 mm at most; two vertices meet over the smallest altitude.
TEST(HeadMesh, RoundingCannotTurnATriangleOver) {
    constexpr double moved_mm = 0.00085;
    for (const TestHead& head : test_heads()) {
        const HeadMesh& made = mesh_of(head, full);
        double smallest = 1e3;
        for (std::size_t t = 0; t < made.mesh.triangles.size(); ++t) {
            smallest =
                std::min(smallest, 2.0 * triangle_area_mm2(made.mesh, t) / longest_edge(made, t));
        }
        EXPECT_GT(smallest, 3.0 * moved_mm) << head.name;
    }
}

// The specification asks for 1e-4 mm on the scalp and 0.01 mm elsewhere before rounding; rounding alone gives up to
// 0.00085 mm times the slope of the formula.
TEST(HeadMesh, VerticesLieOnTheSkin) {
    for (const TestHead& head : test_heads()) {
        const HeadSurface surface(head.shape);
        double scalp = 0.0;
        double anywhere = 0.0;
        for (const Vector3f& v : mesh_of(head, full).mesh.vertices_mm) {
            const double off = std::abs(surface.distance(v.cast<double>()));
            anywhere = std::max(anywhere, off);
            scalp = v.y() > 40.0F ? std::max(scalp, off) : scalp;
        }
        EXPECT_LT(scalp, 0.00085 * 1.2 + 1e-4) << head.name;
        EXPECT_LT(anywhere, 0.00085 * 2.5 + 1e-4) << head.name;
    }
}

TEST(HeadMesh, VerticesAndNormalsAreRounded) {
    for (const HeadResolution resolution : {full, draft}) {
        const HeadMesh& made = mesh_of(mean_man(), resolution);
        EXPECT_EQ(off_grid(made.mesh.vertices_mm, 1024.0), 0.0);
        EXPECT_EQ(off_grid(made.normals, 16384.0), 0.0);
    }
}

TEST(HeadMesh, NormalsAreUnitAndThoseOfTheFormula) {
    const HeadSurface surface(mean_man().shape);
    const HeadMesh& made = mesh_of(mean_man(), full);
    ASSERT_EQ(made.normals.size(), made.mesh.vertices_mm.size());
    double largest = 0.0;
    for (std::size_t i = 0; i < made.normals.size(); ++i) {
        EXPECT_NEAR(made.normals[i].norm(), 1.0F, 1e-4F);
        const Point3 p = made.mesh.vertices_mm[i].cast<double>();
        const Point3 outward = surface.distance_and_gradient(p).gradient().normalized();
        largest = std::max(largest, (outward - made.normals[i].cast<double>()).norm());
    }
    // Between the lips and in the grooves of the ear the normal turns within hundredths of a millimetre.
    EXPECT_LT(largest, 0.03);
}

TEST(HeadMesh, EyesMouthNoseAndEarsAreFinerThanTheScalp) {
    const HeadMesh& made = mesh_of(mean_man(), full);
    // Between the planes that are closer together for the ears.
    const double scalp = coarseness(made, {-55, 60, -150}, {55, 150, -40});
    EXPECT_NEAR(scalp, 2.15, 0.3);
    EXPECT_LT(coarseness(made, {15, 4, 62}, {50, 25, 110}), 0.55 * scalp);
    EXPECT_LT(coarseness(made, {-28, -62, 72}, {28, -46, 120}), 0.55 * scalp);
    EXPECT_LT(coarseness(made, {-18, -34, 87}, {18, -16, 120}), 0.55 * scalp);
    EXPECT_LT(coarseness(made, {76, -30, -30}, {110, 25, 5}), 0.8 * scalp);
}

TEST(HeadMesh, ItHasAsManyVerticesAsItsHeaderSays) {
    EXPECT_NEAR(static_cast<double>(mesh_of(mean_man(), full).mesh.vertices_mm.size()), 1.0e5, 1e4);
    EXPECT_NEAR(static_cast<double>(mesh_of(mean_man(), draft).mesh.vertices_mm.size()), 3.9e4,
                3e3);
}

TEST(HeadMesh, TrianglesOfTheScalpAreEven) {
    for (const TestHead& head : test_heads()) {
        const HeadMesh& made = mesh_of(head, full);
        double smallest = 180.0;
        for (std::size_t t = 0; t < made.mesh.triangles.size(); ++t) {
            if (made.mesh.corner(t, 0).y() > 40.0F) {
                smallest = std::min(smallest, smallest_angle_deg(made, t));
            }
        }
        EXPECT_GT(smallest, 15.0) << head.name;
    }
}

TEST(HeadMesh, TheSameBytesForAnyNumberOfThreads) {
    const HeadSurface surface(mean_man().shape);
    set_thread_count(1);
    const HeadMesh one = generate_head_mesh(surface, draft);
    for (const int threads : {2, 8}) {
        set_thread_count(threads);
        EXPECT_EQ(hash_of(generate_head_mesh(surface, draft)), hash_of(one)) << threads;
    }
    set_thread_count(1);
    EXPECT_EQ(hash_of(generate_head_mesh(surface, full)), hash_of(mesh_of(mean_man(), full)));
    set_thread_count(0);
}

// Dots lie on this mesh, and caches keep it: raise head_model_version with these numbers.
TEST(HeadMesh, TheMeshIsTheOneOfTheLastVersion) {
    EXPECT_EQ(hash_of(mesh_of(mean_man(), full)), 0x426ab027e0e65e06U);
    EXPECT_EQ(hash_of(mesh_of(mean_man(), draft)), 0x84a23a270884d5d6U);
}
