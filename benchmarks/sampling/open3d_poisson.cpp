// Open3D as a peer of the sampler: SamplePointsPoissonDisk on an OFF mesh. Prints one line:
// open3d <points> <CPU ms> <wall ms> <peak MB>, without loading. Built by compare_peers.sh where libopen3d-dev is installed.
#include <open3d/Open3D.h>

#include <cstdio>
#include <cstdlib>

#include "benchmarks/stopwatch.h"

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "open3d_poisson mesh.off count\n");
        return 2;
    }
    const auto mesh = open3d::io::CreateMeshFromFile(argv[1]);
    std::shared_ptr<open3d::geometry::PointCloud> points;
    const auto times = stubble::bench::time_of([&] {
        points = mesh->SamplePointsPoissonDisk(static_cast<std::size_t>(std::atoll(argv[2])), 5.0);
    });
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("open3d %zu %.1f %.1f %.0f\n", points->points_.size(), times.cpu_ms, times.wall_ms,
                static_cast<double>(usage.ru_maxrss) / 1024.0);
    return 0;
}
