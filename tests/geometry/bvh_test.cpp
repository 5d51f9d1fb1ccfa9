#include "geometry/bvh.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.h"
#include "fixtures/surface_meshes.h"

using namespace stubble;
using namespace stubble::fixtures;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
// What single precision may move a decision on meshes of 100 mm.
constexpr double rounding_mm = 1e-4;

class Randomness {
public:
    explicit Randomness(std::uint64_t seed) : seed_(seed) {}
    double between(double low, double high) {
        return low + (high - low) * uniform(hash64(seed_, next_++));
    }
    Point3 in_cube(double half) {
        const double x = between(-half, half);
        const double y = between(-half, half);
        return {x, y, between(-half, half)};
    }
    Point3 direction() {
        Point3 d = in_cube(1.0);
        while (d.squaredNorm() > 1.0 || d.squaredNorm() < 0.01) {
            d = in_cube(1.0);
        }
        return d.normalized();
    }

private:
    std::uint64_t seed_;
    std::uint64_t next_ = 0;
};

// Triangles anywhere, of sizes from tiny to large.
TriangleMesh random_triangles(std::size_t count, std::uint64_t seed) {
    Randomness random(seed);
    TriangleMesh mesh;
    for (std::size_t i = 0; i < count; ++i) {
        const Point3 middle = random.in_cube(80.0);
        const double size = std::pow(10.0, random.between(-1.5, count > 100 ? 1.5 : 1.9));
        const auto first = static_cast<std::uint32_t>(mesh.vertices_mm.size());
        for (int k = 0; k < 3; ++k) {
            mesh.vertices_mm.emplace_back((middle + random.in_cube(size)).cast<float>());
        }
        mesh.triangles.push_back({first, first + 1, first + 2});
    }
    return mesh;
}

// A place in or near some triangle, so that rays towards it often meet something.
Point3 place_near(const TriangleMesh& mesh, Randomness& random) {
    const auto share = random.between(0.0, 1.0) * static_cast<double>(mesh.triangles.size());
    const double v = random.between(-0.2, 1.0);
    const double w = random.between(-0.2, 1.0);
    return point_of(mesh, {static_cast<std::uint32_t>(share), {1.0 - v - w, v, w}, 0.0});
}

// What a ray meets of one triangle: its distance, and how far inside the edges, seen along the ray.
struct Meeting {
    double distance_mm = infinity;
    double inside_mm = -infinity;
};

// From the plane of the triangle, unlike the code tested.
Meeting meeting(const TriangleMesh& mesh, std::size_t triangle, const Ray& ray) {
    const Point3 a = mesh.corner(triangle, 0).cast<double>();
    const Point3 b = mesh.corner(triangle, 1).cast<double>();
    const Point3 c = mesh.corner(triangle, 2).cast<double>();
    const Point3 normal = (b - a).cross(c - a);
    const double slope = normal.dot(ray.direction);
    if (slope == 0.0) {
        return {};
    }
    const double t = normal.dot(a - ray.origin_mm) / slope;
    const Point3 there = ray.origin_mm + t * ray.direction;
    const auto from_edge = [&](const Point3& from, const Point3& to) {
        const Point3 across = ray.direction.cross(to - from).normalized();
        return std::copysign(1.0, slope) * across.dot(there - from);
    };
    return {t, std::min({from_edge(a, b), from_edge(b, c), from_edge(c, a)})};
}

// The nearest of all triangles that are met at least `inside_mm` inside.
double nearest_meeting(const TriangleMesh& mesh, const Ray& ray, double inside_mm) {
    double nearest = infinity;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        const Meeting here = meeting(mesh, t, ray);
        if (here.inside_mm >= inside_mm && here.distance_mm >= ray.min_mm &&
            here.distance_mm <= ray.max_mm) {
            nearest = std::min(nearest, here.distance_mm);
        }
    }
    return nearest;
}

// Weights are shares, and the place they give is where the ray is after that distance.
void expect_on_ray(const TriangleMesh& mesh, const SurfaceHit& hit, const Ray& ray) {
    ASSERT_LT(hit.triangle, mesh.triangles.size());
    EXPECT_GE(hit.weights.minCoeff(), 0.0);
    EXPECT_NEAR(hit.weights.sum(), 1.0, 1e-12);
    const Point3 there = ray.origin_mm + hit.distance_mm * ray.direction.normalized();
    EXPECT_LT((point_of(mesh, hit) - there).norm(), rounding_mm);
}

// Nearer than every triangle clearly met, not nearer than every triangle nearly met. Returns whether there was a hit.
bool expect_as_brute_force(const TriangleMesh& mesh, const Bvh& bvh, const Ray& ray) {
    const double surely = nearest_meeting(mesh, ray, rounding_mm);
    const double perhaps = nearest_meeting(mesh, ray, -rounding_mm);
    const auto hit = bvh.closest_hit(ray);
    EXPECT_EQ(hit.has_value(), bvh.any_hit(ray));
    if (hit) {
        EXPECT_LE(hit->distance_mm, surely + rounding_mm);
        EXPECT_GE(hit->distance_mm, perhaps - rounding_mm);
        expect_on_ray(mesh, *hit, ray);
    } else {
        EXPECT_EQ(surely, infinity);
    }
    return hit.has_value();
}

}  // namespace

TEST(Bvh, RaysMeetWhatBruteForceFinds) {
    int hits = 0;
    for (const std::size_t count : {1, 2, 4, 5, 17, 300}) {
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            const TriangleMesh mesh = random_triangles(count, seed);
            const Bvh bvh(mesh);
            Randomness random(seed + 100);
            for (int i = 0; i < 250; ++i) {
                const Point3 origin = random.in_cube(150.0);
                const Point3 aim = place_near(mesh, random);
                hits += expect_as_brute_force(mesh, bvh, {origin, (aim - origin).normalized()});
            }
        }
    }
    EXPECT_GT(hits, 1000);
}

TEST(Bvh, OnlySurfaceBetweenTheLimitsCounts) {
    const TriangleMesh mesh = random_triangles(300, 5);
    const Bvh bvh(mesh);
    Randomness random(6);
    int hits = 0;
    for (int i = 0; i < 2000; ++i) {
        const Point3 origin = random.in_cube(90.0);
        const Point3 direction = (place_near(mesh, random) - origin).normalized();
        const double from = random.between(0.0, 60.0);
        hits += expect_as_brute_force(mesh, bvh, {origin, direction, from, from + 60.0});
    }
    EXPECT_GT(hits, 200);
    const Bvh plane(square_mesh(100.0, 10.0));
    const auto meets = [&](double min_mm, double max_mm) {
        return plane.any_hit({{3, 4, 50}, {0, 0, -1}, min_mm, max_mm});
    };
    EXPECT_TRUE(meets(49.9, 50.1));
    EXPECT_FALSE(meets(0.0, 49.9));
    EXPECT_FALSE(meets(50.1, infinity));
    EXPECT_FALSE(meets(51.0, 49.0));
    EXPECT_FALSE(meets(not_a_number, 60.0));
    EXPECT_FALSE(meets(0.0, not_a_number));
}

TEST(Bvh, DistancesAreInMillimetresWhateverTheLengthOfTheDirection) {
    const TriangleMesh mesh = sphere_mesh(90.0, 3);
    const Bvh bvh(mesh);
    const auto unit = bvh.closest_hit({{5, 6, 300}, {0.01, 0.02, -1}});
    ASSERT_TRUE(unit);
    for (const double length : {1e-250, 1e-9, 3.0, 1e9, 1e250}) {
        const auto hit = bvh.closest_hit({{5, 6, 300}, length * Point3(0.01, 0.02, -1)});
        ASSERT_TRUE(hit) << length;
        EXPECT_EQ(hit->triangle, unit->triangle);
        EXPECT_NEAR(hit->distance_mm, unit->distance_mm, 1e-9);
    }
}

TEST(Bvh, RaysWithoutADirectionOrPlaceMeetNothing) {
    const Bvh bvh(sphere_mesh(90.0, 2));
    for (const Ray& ray : {Ray{{0, 0, 0}, {0, 0, 0}}, Ray{{0, 0, 0}, {not_a_number, 0, 1}},
                           Ray{{0, 0, 0}, {infinity, 0, 1}}, Ray{{not_a_number, 0, 0}, {0, 0, 1}},
                           Ray{{0, 0, -infinity}, {0, 0, 1}}}) {
        EXPECT_FALSE(bvh.closest_hit(ray));
        EXPECT_FALSE(bvh.any_hit(ray));
    }
}

TEST(Bvh, AnEmptyMeshIsNeverFound) {
    const Bvh bvh(TriangleMesh{});
    EXPECT_FALSE(bvh.closest_hit({}));
    EXPECT_FALSE(bvh.any_hit({}));
    EXPECT_FALSE(bvh.nearest_point({0, 0, 0}));
}

// Axis-parallel rays through faces, edges and corners of axis-parallel squares, whose boxes are flat.
TEST(Bvh, AxisParallelRaysMeetAxisParallelSurfaces) {
    for (int axis = 0; axis < 3; ++axis) {
        TriangleMesh mesh = square_mesh(100.0, 10.0);
        for (Vector3f& v : mesh.vertices_mm) {
            v = Vector3f(v[(3 - axis) % 3], v[(4 - axis) % 3], v[(5 - axis) % 3]);
        }
        const int normal = (axis + 2) % 3;
        const Bvh bvh(mesh);
        for (int i = -50; i <= 50; ++i) {
            for (int j = -50; j <= 50; j += 5) {
                for (const double side : {-1.0, 1.0}) {
                    Ray ray;
                    ray.origin_mm[axis] = i;
                    ray.origin_mm[(axis + 1) % 3] = j;
                    ray.origin_mm[normal] = 7.0 * side;
                    ray.direction = -side * Point3::Unit(normal);
                    const auto hit = bvh.closest_hit(ray);
                    ASSERT_TRUE(hit) << axis << ' ' << i << ' ' << j;
                    EXPECT_NEAR(hit->distance_mm, 7.0, 1e-12);
                    EXPECT_NEAR(point_of(mesh, *hit)[axis], i, 1e-5);
                }
            }
        }
    }
}

TEST(Bvh, RaysInThePlaneOfASheetPassAndMeetWhatStandsAcross) {
    const TriangleMesh sheet = square_mesh(100.0, 10.0);
    const TriangleMesh wall = {{{60, -50, -50}, {60, 50, -50}, {60, 0, 50}}, {{0, 1, 2}}};
    const TriangleMesh both = joined(sheet, wall);
    const Bvh alone(sheet);
    const Bvh with_wall(both);
    for (double y = -44.0; y < 46.0; y += 2.5) {
        const Ray ray{{-80, y, 0}, {1, 0, 0}};
        EXPECT_FALSE(alone.closest_hit(ray));
        const bool crosses_wall = std::abs(y) < 25.0;
        const auto hit = with_wall.closest_hit(ray);
        ASSERT_EQ(hit.has_value(), crosses_wall) << y;
        if (hit) {
            EXPECT_NEAR(hit->distance_mm, 140.0, 1e-9);
        }
    }
}

TEST(Bvh, NoRaySlipsOutOfAClosedMesh) {
    const TriangleMesh sphere = sphere_mesh(90.0, 5);
    for (const Vector3f& middle : {Vector3f(0, 0, 0), Vector3f(31.7F, -420.3F, 77.1F)}) {
        const TriangleMesh mesh = moved(sphere, middle);
        const Bvh bvh(mesh);
        Randomness random(11);
        int escaped = 0;
        for (int i = 0; i < 100'000; ++i) {
            const Point3 origin = middle.cast<double>() + random.in_cube(45.0);
            escaped += bvh.closest_hit({origin, random.direction()}) ? 0 : 1;
        }
        EXPECT_EQ(escaped, 0);
    }
}

// The rays that rounding could lose: exactly at the vertices, at places on the edges, along axes and diagonals.
TEST(Bvh, RaysThroughVerticesAndEdgesOfAClosedMeshMeetIt) {
    const TriangleMesh mesh = sphere_mesh(90.0, 4);
    const Bvh bvh(mesh);
    Randomness random(12);
    int escaped = 0;
    for (int round = 0; round < 3; ++round) {
        const Point3 origin = round == 0 ? Point3(0, 0, 0) : random.in_cube(40.0);
        for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
            const Point3 a = mesh.corner(t, 0).cast<double>();
            const Point3 b = mesh.corner(t, 1).cast<double>();
            escaped += bvh.any_hit({origin, a - origin}) ? 0 : 1;
            const Point3 on_edge = a + random.between(0.0, 1.0) * (b - a);
            escaped += bvh.any_hit({origin, on_edge - origin}) ? 0 : 1;
            escaped += bvh.any_hit({origin, 0.5 * (a + b) - origin}) ? 0 : 1;
        }
        for (int code = 1; code < 27; ++code) {
            const Point3 direction(code % 3 - 1, code / 3 % 3 - 1, code / 9 - 1);
            escaped += !direction.isZero() && !bvh.any_hit({origin, direction}) ? 1 : 0;
        }
    }
    EXPECT_EQ(escaped, 0);
}

// A camera 100 km away rounds its own place, not the surface.
TEST(Bvh, RaysFromFarAwayMeetTheSurfacePrecisely) {
    const TriangleMesh mesh = sphere_mesh(90.0, 5);
    const Bvh bvh(mesh);
    Randomness random(13);
    for (int i = 0; i < 2000; ++i) {
        const Point3 aim = 60.0 * random.direction();
        const Point3 direction = random.direction();
        const auto near = bvh.closest_hit({aim - 500.0 * direction, direction});
        const auto far = bvh.closest_hit({aim - 1e8 * direction, direction});
        ASSERT_TRUE(near && far);
        EXPECT_NEAR((point_of(mesh, *near) - point_of(mesh, *far)).norm(), 0.0, 1e-3);
        EXPECT_NEAR(far->distance_mm - near->distance_mm, 1e8 - 500.0, 1e-4);
    }
    EXPECT_FALSE(bvh.any_hit({{1e300, 0, 0}, {1, 0, 0}}));
    // Too far to say where the surface is, but nothing breaks.
    const auto lost = bvh.closest_hit({{1e300, 0, 0}, {-1, 0, 0}});
    EXPECT_TRUE(!lost || lost->weights.allFinite());
}

TEST(Bvh, ARayMayLeaveTheSurfaceItStartsOn) {
    const TriangleMesh mesh = sphere_mesh(90.0, 4);
    const Bvh bvh(mesh);
    Randomness random(14);
    for (int i = 0; i < 5000; ++i) {
        const auto start = bvh.closest_hit({{0, 0, 0}, random.direction()});
        ASSERT_TRUE(start);
        const Point3 place = point_of(mesh, *start);
        // Outward nothing is left; inward the other side is met, not the place itself.
        EXPECT_FALSE(bvh.any_hit({place, place, 1e-3}));
        const auto across = bvh.closest_hit({place, -place, 1e-3});
        ASSERT_TRUE(across);
        EXPECT_GT(across->distance_mm, 170.0);
        // Without a limit the place itself may count, at distance 0.
        const auto itself = bvh.closest_hit({place, -place});
        ASSERT_TRUE(itself);
        EXPECT_TRUE(itself->distance_mm < rounding_mm || itself->distance_mm > 170.0);
    }
}

TEST(Bvh, TheNearestPointIsThatOfBruteForce) {
    for (const std::size_t count : {1, 3, 9, 300}) {
        const TriangleMesh mesh = random_triangles(count, count);
        const Bvh bvh(mesh);
        Randomness random(count + 1);
        for (int i = 0; i < 300; ++i) {
            const Point3 point = random.in_cube(i % 2 == 0 ? 80.0 : 1000.0);
            const auto nearest = bvh.nearest_point(point);
            ASSERT_TRUE(nearest);
            EXPECT_GE(nearest->weights.minCoeff(), 0.0);
            EXPECT_NEAR(nearest->weights.sum(), 1.0, 1e-12);
            EXPECT_NEAR((point_of(mesh, *nearest) - point).norm(), nearest->distance_mm, 1e-9);
            // No place of any triangle is nearer: vertices, and random places within.
            for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
                Point3 weights = Point3::Unit(static_cast<int>(t % 3));
                for (int k = 0; k < 4; ++k) {
                    const SurfaceHit other{static_cast<std::uint32_t>(t), weights, 0.0};
                    EXPECT_GE((point_of(mesh, other) - point).norm(), nearest->distance_mm - 1e-9);
                    weights = random.in_cube(1.0).cwiseAbs();
                    weights /= weights.sum();
                }
            }
        }
    }
}

// The three kinds of nearest places, known in closed form.
TEST(Bvh, TheNearestPointIsInsideOnAnEdgeOrACorner) {
    const TriangleMesh mesh{{{0, 0, 0}, {4, 0, 0}, {0, 3, 0}}, {{0, 1, 2}}};
    const Bvh bvh(mesh);
    const auto at = [&](const Point3& point) { return point_of(mesh, *bvh.nearest_point(point)); };
    EXPECT_TRUE(at({1, 1, 5}).isApprox(Point3(1, 1, 0), 1e-12));
    EXPECT_TRUE(at({2, -3, 1}).isApprox(Point3(2, 0, 0), 1e-12));
    EXPECT_TRUE(at({9, -3, 1}).isApprox(Point3(4, 0, 0), 1e-12));
    EXPECT_NEAR(at({-1, -2, 3}).norm(), 0.0, 1e-12);
    // Beyond the middle of the long side.
    EXPECT_TRUE(at({2 + 0.6, 1.5 + 0.8, 0}).isApprox(Point3(2, 1.5, 0), 1e-12));
    EXPECT_NEAR(bvh.nearest_point({1, 1, 5})->distance_mm, 5.0, 1e-12);
}

TEST(Bvh, PointsOnTheSurfaceAreTheirOwnNearestPoint) {
    const TriangleMesh mesh = sphere_mesh(90.0, 4);
    const Bvh bvh(mesh);
    Randomness random(15);
    for (std::uint32_t t = 0; t < mesh.triangles.size(); ++t) {
        Point3 weights = random.in_cube(1.0).cwiseAbs();
        weights /= weights.sum();
        const Point3 place = point_of(mesh, {t, weights, 0.0});
        const auto nearest = bvh.nearest_point(place);
        ASSERT_TRUE(nearest);
        EXPECT_LT(nearest->distance_mm, 1e-12);
        EXPECT_LT((point_of(mesh, *nearest) - place).norm(), 1e-12);
    }
}

TEST(Bvh, SurfaceBeyondTheLimitIsNotNear) {
    const Bvh bvh(sphere_mesh(90.0, 3));
    EXPECT_TRUE(bvh.nearest_point({0, 0, 100}, 12.0));
    EXPECT_FALSE(bvh.nearest_point({0, 0, 100}, 9.9));
    EXPECT_FALSE(bvh.nearest_point({0, 0, 100}, -1.0));
    EXPECT_FALSE(bvh.nearest_point({0, 0, 100}, not_a_number));
    EXPECT_FALSE(bvh.nearest_point({0, not_a_number, 100}));
    EXPECT_NEAR(bvh.nearest_point({0, 0, 1e25})->distance_mm / 1e25, 1.0, 1e-12);
    EXPECT_TRUE(bvh.nearest_point({0, 0, -1e150}));
}

TEST(Bvh, TheFirstOfSeveralNearestTrianglesIsTaken) {
    TriangleMesh mesh = sphere_mesh(90.0, 3);
    const std::size_t count = mesh.triangles.size();
    mesh = joined(mesh, mesh);
    const Bvh bvh(mesh);
    Randomness random(16);
    for (int i = 0; i < 500; ++i) {
        EXPECT_LT(bvh.nearest_point(random.in_cube(120.0))->triangle, count);
    }
}

TEST(Bvh, TrianglesWithoutAreaAreMetByNoRayButMayBeNearest) {
    TriangleMesh mesh = sliver_mesh(30.0, 20.0, 0.01);
    const Bvh bvh(mesh);
    Randomness random(17);
    for (int i = 0; i < 3000; ++i) {
        const Point3 origin = random.in_cube(40.0) + Point3(15, 10, 0);
        const auto hit = bvh.closest_hit({origin, Point3(15, 10, 0) + random.in_cube(12) - origin});
        if (hit) {
            EXPECT_TRUE(hit->weights.allFinite());
            EXPECT_GT(triangle_area_mm2(mesh, hit->triangle), 0.0);
        }
        const auto nearest = bvh.nearest_point(origin);
        ASSERT_TRUE(nearest);
        EXPECT_TRUE(nearest->weights.allFinite());
    }
    const TriangleMesh needle{{{0, 0, 0}, {8, 0, 0}, {3, 0, 0}}, {{0, 1, 2}, {1, 1, 1}}};
    const Bvh flat(needle);
    EXPECT_FALSE(flat.any_hit({{2, 0, 5}, {0, 0, -1}}));
    EXPECT_NEAR(flat.nearest_point({5, 3, 4})->distance_mm, 5.0, 1e-12);
    EXPECT_NEAR(flat.nearest_point({11, 4, 0})->distance_mm, 5.0, 1e-12);
}

// All middles in one place, or ever smaller triangles around one place: no useful plane divides them.
TEST(Bvh, MeshesThatNoPlaneDividesAreStillSearched) {
    TriangleMesh mesh{{}, {}};
    for (int i = 0; i < 3000; ++i) {
        const auto first = static_cast<std::uint32_t>(mesh.vertices_mm.size());
        const float size = i % 2 == 0 ? 1.0F + static_cast<float>(i) : std::pow(0.97F, i) * 50.0F;
        for (int k = 0; k < 3; ++k) {
            mesh.vertices_mm.emplace_back(size * std::cos(2.1F * k), size * std::sin(2.1F * k),
                                          i % 2 == 0 ? 0.0F : size);
        }
        mesh.triangles.push_back({first, first + 1, first + 2});
    }
    for (int i = 0; i < 2000; ++i) {
        mesh.triangles.push_back(mesh.triangles[1]);
    }
    const Bvh bvh(mesh);
    Randomness random(18);
    for (int i = 0; i < 40; ++i) {
        const Point3 origin = random.in_cube(150.0);
        expect_as_brute_force(mesh, bvh, {origin, (random.in_cube(30.0) - origin).normalized()});
    }
}

TEST(Bvh, TheSameMeshGivesTheSameAnswers) {
    const TriangleMesh mesh = random_triangles(2000, 3);
    const Bvh one(mesh);
    const Bvh other(mesh);
    Randomness random(19);
    for (int i = 0; i < 3000; ++i) {
        const Ray ray{random.in_cube(100.0), random.direction()};
        const auto a = one.closest_hit(ray);
        const auto b = other.closest_hit(ray);
        ASSERT_EQ(a.has_value(), b.has_value());
        if (a) {
            EXPECT_EQ(a->triangle, b->triangle);
            EXPECT_EQ(a->distance_mm, b->distance_mm);
            EXPECT_EQ(a->weights, b->weights);
        }
    }
}
