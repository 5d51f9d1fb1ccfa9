// Poisson-disc dots on a sphere of 81,920 triangles: dots a second, memory, two threads, brush strokes. `poisson_disc_bench
// write-mesh FILE` writes that sphere as OFF for other programs to be measured on; `once [threads]` samples it once.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "base/parallel.h"
#include "benchmarks/stopwatch.h"
#include "geometry/shape_meshes.h"
#include "sampling/poisson_disc_brush.h"
#include "sampling/sample_verify.h"

namespace {

using namespace stubble;

constexpr int rounds = 5;

// Radii that give 20k, 100k, 500k and 1M dots (science of the sampler).
constexpr float radius_20k = 1.8826F;
constexpr float radius_100k = 0.84194F;
constexpr float radius_500k = 0.37653F;
constexpr float radius_1m = 0.26625F;

SurfaceField even_field(const TriangleMesh& mesh, float radius) {
    return {std::vector<float>(mesh.vertices_mm.size(), radius), {}};
}

void check(bool condition, const char* claim) {
    if (!condition) {
        std::fprintf(stderr, "benchmark: wrong result: %s\n", claim);
        std::exit(1);
    }
}

double peak_memory_mb() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

// What was timed must be right: strict, maximal, and the same for any number of threads.
void check_pattern(const TriangleMesh& mesh, float radius, const RankedDots& dots) {
    const PatternCheck found = verify_pattern(mesh, even_field(mesh, radius), {}, dots, {10.0, 7});
    check(found.conflicts == 0, "no two dots in conflict");
    check(found.uncovered_probes == 0, "no gap left");
    set_thread_count(3);
    check(sample_surface(mesh, even_field(mesh, radius), {}, {}).value().hash() == dots.hash(),
          "same dots with three threads");
}

void measure_sizes(const TriangleMesh& mesh) {
    for (const float radius : {radius_20k, radius_100k, radius_500k, radius_1m}) {
        const double before_mb = peak_memory_mb();
        RankedDots dots;
        const auto run_on = [&](int threads) {
            return [&, threads] {
                set_thread_count(threads);
                dots = sample_surface(mesh, even_field(mesh, radius), {}, {}).value();
            };
        };
        const int repetitions = radius < radius_100k ? 3 : rounds;
        const auto times = bench::interleaved_medians({run_on(1), run_on(2)}, repetitions);
        const auto count = static_cast<double>(dots.dots.size());
        std::printf(
            "%8.0f dots: 1 thread %7.1f ms CPU, %6.0f thousand dots/s; 2 threads %7.1f ms wall, "
            "speed-up %.2f; %4.0f bytes a dot more than before\n",
            count, times[0].cpu_ms, count / times[0].cpu_ms, times[1].wall_ms,
            times[0].wall_ms / times[1].wall_ms,
            (peak_memory_mb() - before_mb) * 1024.0 * 1024.0 / count);
        std::fflush(stdout);
        if (radius == radius_100k) {
            check_pattern(mesh, radius, dots);
        }
    }
}

// A stroke that widens and narrows the spacing within 8 mm of a place.
FieldChange stroke(const TriangleMesh& mesh, const SurfaceField& field, const Vector3f& place,
                   float factor) {
    FieldChange change;
    for (std::uint32_t v = 0; v < mesh.vertices_mm.size(); ++v) {
        if ((mesh.vertices_mm[v] - place).norm() < 8.0F) {
            change.vertices.push_back(v);
            change.radius_mm.push_back(field.radius_mm[v] * factor);
        }
    }
    return change;
}

void measure_brush(const TriangleMesh& mesh) {
    set_thread_count(2);
    auto brush = PoissonDiscBrush::create(mesh, even_field(mesh, radius_100k), {}, {}).value();
    std::vector<double> wall;
    for (std::size_t i = 0; i < 20; ++i) {
        const Vector3f place = mesh.vertices_mm[i * 1999 % mesh.vertices_mm.size()];
        const FieldChange change = stroke(mesh, brush.field(), place, 0.8F);
        DotChange dots;
        wall.push_back(bench::time_of([&] { dots = brush.change(change).value(); }).wall_ms);
        check(!dots.added.empty(), "a stroke changes dots");
    }
    check(brush.dots().hash() == sample_surface(mesh, brush.field(), {}, {}).value().hash(),
          "strokes give the dots of a full run");
    std::printf(
        "brush of 8 mm radius among 100k dots, 2 threads: median %.2f ms, largest %.2f ms of 20 "
        "strokes\n",
        bench::median(wall), *std::max_element(wall.begin(), wall.end()));
}

void write_mesh(const TriangleMesh& mesh, const char* path) {
    std::ofstream file(path);
    file << "OFF\n" << mesh.vertices_mm.size() << ' ' << mesh.triangles.size() << " 0\n";
    file.precision(9);
    for (const Vector3f& v : mesh.vertices_mm) {
        file << v.x() << ' ' << v.y() << ' ' << v.z() << '\n';
    }
    for (const auto& [a, b, c] : mesh.triangles) {
        file << "3 " << a << ' ' << b << ' ' << c << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    const TriangleMesh mesh = sphere_mesh(90.0, 6);
    if (argc == 3 && std::string(argv[1]) == "write-mesh") {
        write_mesh(mesh, argv[2]);
        return 0;
    }
    if (argc >= 2 && std::string(argv[1]) == "once") {
        // One run of 100k dots, for compare_peers.sh: name, points, CPU ms, wall ms, peak MB.
        set_thread_count(argc == 3 ? std::atoi(argv[2]) : 1);
        RankedDots dots;
        const bench::Times times = bench::time_of(
            [&] { dots = sample_surface(mesh, even_field(mesh, radius_100k), {}, {}).value(); });
        const auto count = static_cast<double>(dots.dots.size());
        std::printf("stubble %.0f %.1f %.1f %.0f\n", count, times.cpu_ms, times.wall_ms,
                    peak_memory_mb());
        return 0;
    }
    measure_sizes(mesh);
    measure_brush(mesh);
    return 0;
}
