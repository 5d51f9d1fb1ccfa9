// Ray casts and a plain picture of a sphere of 327,680 triangles: time to build the hierarchy, rays a second, one picture.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "base/parallel.h"
#include "base/random.h"
#include "benchmarks/stopwatch.h"
#include "geometry/shape_meshes.h"
#include "render/mesh_picture.h"

namespace {

using namespace stubble;

constexpr int rounds = 5;
constexpr int rays = 200'000;

void check(bool condition, const char* claim) {
    if (!condition) {
        std::fprintf(stderr, "benchmark: wrong result: %s\n", claim);
        std::exit(1);
    }
}

Point3 random_place(std::uint64_t index, double half_mm) {
    const auto coordinate = [&](std::uint64_t axis) {
        return half_mm * (2.0 * uniform(hash64(index, axis)) - 1.0);
    };
    return {coordinate(0), coordinate(1), coordinate(2)};
}

void measure_rays(const TriangleMesh& mesh) {
    int closest = 0;
    int any = 0;
    double nearest_mm = 0.0;
    const Bvh bvh(mesh);
    const auto times = bench::interleaved_medians(
        {[&] { const Bvh built(mesh); },
         [&] {
             closest = 0;
             for (std::uint64_t i = 0; i < rays; ++i) {
                 const Ray ray{random_place(i, 40.0), random_place(i + rays, 1.0)};
                 closest += bvh.closest_hit(ray) ? 1 : 0;
             }
         },
         [&] {
             any = 0;
             for (std::uint64_t i = 0; i < rays; ++i) {
                 const Ray ray{random_place(i, 40.0), random_place(i + rays, 1.0)};
                 any += bvh.any_hit(ray) ? 1 : 0;
             }
         },
         [&] {
             nearest_mm = 0.0;
             for (std::uint64_t i = 0; i < rays; ++i) {
                 const Point3 place = (88.0 + 4.0 * uniform(hash64(i, 3))) *
                                      random_place(i + rays, 1.0).normalized();
                 nearest_mm += bvh.nearest_point(place)->distance_mm / rays;
             }
         }},
        rounds);
    check(closest == rays && any == rays, "every ray from inside meets the sphere");
    check(std::abs(nearest_mm - 1.0) < 0.02, "the surface is on average 1 mm away");
    std::printf("hierarchy of %zu triangles: %.0f ms CPU\n", mesh.triangles.size(),
                times[0].cpu_ms);
    const char* const names[] = {"closest hits", "any hits", "nearest points"};
    for (std::size_t i = 0; i < 3; ++i) {
        std::printf("%14s: %5.2f million/s a thread\n", names[i], rays / times[i + 1].cpu_ms / 1e3);
    }
}

void measure_picture(const TriangleMesh& mesh) {
    const DrawableMesh head = drawable(mesh);
    SurfaceMarks marks;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        marks.dots.push_back({90.0 * random_place(i, 1.0).normalized(), 0.35});
    }
    const Lens lens;
    const Camera camera = orbit_camera(view_of(mesh, HeadView::Front, lens), lens);
    LinearImage one;
    LinearImage two;
    const auto times = bench::interleaved_medians({[&] {
                                                       set_thread_count(1);
                                                       one = draw_mesh(head, camera, marks);
                                                   },
                                                   [&] {
                                                       set_thread_count(2);
                                                       two = draw_mesh(head, camera, marks);
                                                   }},
                                                  3);
    check(one.rgb == two.rgb, "the same picture with two threads");
    std::printf("picture of 1000 x 1000 pixels: 1 thread %.0f ms CPU, 2 threads %.0f ms wall\n",
                times[0].cpu_ms, times[1].wall_ms);
}

}  // namespace

int main() {
    const TriangleMesh mesh = sphere_mesh(90.0, 7);
    set_thread_count(1);
    measure_rays(mesh);
    measure_picture(mesh);
    return 0;
}
