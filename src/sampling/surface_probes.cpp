#include "sampling/surface_probes.h"

#include <algorithm>
#include <array>

#include "base/random.h"

namespace stubble {
namespace {

// Sorts `count` places on a line by chance into equal bins, as independent draws do: numbers per bin.
std::vector<std::uint32_t> scatter(std::size_t count, std::size_t bins, std::uint64_t seed) {
    std::vector<std::uint32_t> numbers(bins, 0);
    for (std::size_t i = 0; i < count; ++i) {
        const double place = uniform(hash64(seed + i)) * static_cast<double>(bins);
        ++numbers[static_cast<std::size_t>(place)];
    }
    return numbers;
}

// A place in a triangle, uniform, with the mask there.
SurfaceProbe probe_in(const TriangleMesh& mesh, const SurfaceField& field, std::size_t triangle,
                      std::uint64_t bits) {
    double u = uniform(hash64(bits + 1));
    double v = uniform(hash64(bits + 2));
    if (u + v > 1.0) {
        u = 1.0 - u;
        v = 1.0 - v;
    }
    const std::array<double, 3> weights{1.0 - u - v, u, v};
    SurfaceProbe probe{Point3::Zero(), 0.0, 0.0, static_cast<std::uint32_t>(triangle)};
    for (std::size_t k = 0; k < 3; ++k) {
        const std::uint32_t vertex = mesh.triangles[triangle][k];
        probe.position_mm += weights[k] * mesh.vertices_mm[vertex].cast<double>();
        probe.radius_mm += weights[k] * field.radius_mm[vertex];
        probe.mask += weights[k] * (field.mask.empty() ? 1.0 : field.mask[vertex]);
    }
    return probe;
}

}  // namespace

std::vector<SurfaceProbe> surface_probes(const TriangleMesh& mesh, const SurfaceField& field,
                                         std::size_t count, std::uint64_t seed) {
    std::vector<double> area_up_to;
    double area = 0.0;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        area_up_to.push_back(area += triangle_area_mm2(mesh, t));
    }
    // Bins of area in order: neighbours in the list are neighbours on the surface, which keeps checks in the cache.
    const std::size_t bins = std::clamp<std::size_t>(count / 8, 1, 1U << 20);
    const std::vector<std::uint32_t> numbers = scatter(count, bins, hash64(seed, 0));
    std::vector<SurfaceProbe> probes;
    probes.reserve(count);
    std::uint64_t bits = hash64(seed, 1);
    auto first = area_up_to.cbegin();  // triangle in which the bin begins
    for (std::size_t bin = 0; bin < bins; ++bin) {
        const double width = area / static_cast<double>(bins);
        const double begin = static_cast<double>(bin) * width;
        while (first != area_up_to.cend() - 1 && *first <= begin) {
            ++first;
        }
        for (std::uint32_t i = 0; i < numbers[bin]; ++i) {
            bits += 3;
            const double place = begin + uniform(hash64(bits)) * width;
            auto found = first;
            while (found != area_up_to.cend() - 1 && *found <= place) {
                ++found;
            }
            const SurfaceProbe probe =
                probe_in(mesh, field, static_cast<std::size_t>(found - area_up_to.cbegin()), bits);
            if (probe.mask > 0.0) {
                probes.push_back(probe);
            }
        }
    }
    return probes;
}

}  // namespace stubble
