// The generated head: fit to measures, full and draft mesh, one evaluation of the formula, and loading from the cache.
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "base/parallel.h"
#include "base/random.h"
#include "benchmarks/stopwatch.h"
#include "scalp/head_cache.h"

namespace {

using namespace stubble;

constexpr int rounds = 5;

void check(bool condition, const char* claim) {
    if (!condition) {
        std::fprintf(stderr, "benchmark: wrong result: %s\n", claim);
        std::exit(1);
    }
}

AskedMeasures some_measures() {
    AskedMeasures asked;
    asked.circumference_mm = 570;
    asked.coronal_arc_mm = 352;
    return asked;
}

double farthest_from_skin_mm(const HeadMesh& head, const HeadSurface& surface) {
    double farthest = 0.0;
    for (const Vector3f& v : head.mesh.vertices_mm) {
        farthest = std::max(farthest, std::abs(surface.distance(v.cast<double>())));
    }
    return farthest;
}

void print(const char* what, const bench::Times& one, const bench::Times& two) {
    std::printf(
        "%-12s 1 thread %7.1f ms CPU; 2 threads %7.1f ms wall, %7.1f ms CPU, speed-up %.2f\n", what,
        one.cpu_ms, two.wall_ms, two.cpu_ms, one.wall_ms / two.wall_ms);
}

void measure_making() {
    FittedHead fitted;
    HeadMesh full;
    HeadMesh draft;
    std::vector<std::function<void()>> jobs;
    for (const int threads : {1, 2}) {
        jobs.emplace_back([&, threads] {
            set_thread_count(threads);
            fitted = fit_head(some_measures(), "benchmark").value();
        });
        jobs.emplace_back([&, threads] {
            set_thread_count(threads);
            full = generate_head_mesh(HeadSurface(fitted.shape), HeadResolution::Full);
        });
        jobs.emplace_back([&, threads] {
            set_thread_count(threads);
            draft = generate_head_mesh(HeadSurface(fitted.shape), HeadResolution::Draft);
        });
    }
    const auto times = bench::interleaved_medians(jobs, rounds);
    print("fit", times[0], times[3]);
    print("full mesh", times[1], times[4]);
    print("draft mesh", times[2], times[5]);
    check(std::abs(fitted.measures.circumference - 570.0) < 0.1, "the circumference asked for");
    const HeadSurface surface(fitted.shape);
    check(farthest_from_skin_mm(full, surface) < 0.003, "vertices of the full mesh on the skin");
    check(farthest_from_skin_mm(draft, surface) < 0.02, "vertices of the draft on the skin");
}

// Near the skin, as most evaluations are.
void measure_formula() {
    const HeadSurface surface(HeadShape{});
    std::vector<Point3> places;
    for (std::uint64_t i = 0; places.size() < 20000; ++i) {
        const auto number = [&](std::uint64_t axis) { return uniform(hash64(i, axis)) - 0.5; };
        const Point3 p(180.0 * number(0), 320.0 * number(1) - 20.0, 240.0 * number(2));
        if (std::abs(surface.distance(p)) < 3.0) {
            places.push_back(p);
        }
    }
    double values = 0.0;
    double duals = 0.0;
    const auto times =
        bench::interleaved_medians({[&] {
                                        values = 0.0;
                                        for (const Point3& p : places) {
                                            values += surface.distance(p);
                                        }
                                    },
                                    [&] {
                                        duals = 0.0;
                                        for (const Point3& p : places) {
                                            duals += surface.distance_and_gradient(p).value();
                                        }
                                    }},
                                   rounds);
    check(std::abs(values - duals) < 1e-6, "the same distances with and without gradients");
    const double per_place = 1e3 / static_cast<double>(places.size());
    std::printf("formula      %.2f us a distance, %.2f us with gradient\n",
                times[0].cpu_ms * per_place, times[1].cpu_ms * per_place);
}

void measure_cache() {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                         ("stubble-head-bench-" + std::to_string(::getpid()));
    HeadCacheOptions options;
    options.folder = folder;
    const PreparedHead made =
        load_or_make_head(some_measures(), HeadResolution::Full, "benchmark", options).value();
    PreparedHead kept;
    const auto times = bench::interleaved_medians(
        {[&] { kept = kept_head(some_measures(), HeadResolution::Full, options).value(); }}, 21);
    std::filesystem::remove_all(folder);
    check(kept.mesh.mesh.vertices_mm == made.mesh.mesh.vertices_mm, "the same mesh from the cache");
    std::printf("cache        %.2f ms wall, %.2f ms CPU to load the full mesh\n", times[0].wall_ms,
                times[0].cpu_ms);
}

}  // namespace

int main() {
    measure_making();
    measure_formula();
    measure_cache();
    return 0;
}
