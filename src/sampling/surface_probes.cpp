#include "sampling/surface_probes.h"

#include <algorithm>
#include <array>

#include "base/random.h"

namespace stubble {

std::vector<SurfaceProbe> surface_probes(const TriangleMesh& mesh, const SurfaceField& field,
                                         std::size_t count, std::uint64_t seed) {
    std::vector<double> area_up_to;
    double area = 0.0;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        area_up_to.push_back(area += triangle_area_mm2(mesh, t));
    }
    std::vector<SurfaceProbe> probes;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t bits = hash64(seed, i);
        const auto found = std::upper_bound(area_up_to.begin(), area_up_to.end() - 1,
                                            uniform(hash64(bits, 0)) * area);
        const auto t = static_cast<std::size_t>(found - area_up_to.begin());
        double u = uniform(hash64(bits, 1));
        double v = uniform(hash64(bits, 2));
        if (u + v > 1.0) {
            u = 1.0 - u;
            v = 1.0 - v;
        }
        const std::array<double, 3> weights{1.0 - u - v, u, v};
        SurfaceProbe probe{Point3::Zero(), 0.0, static_cast<std::uint32_t>(t)};
        double mask = 0.0;
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint32_t vertex = mesh.triangles[t][k];
            probe.position_mm += weights[k] * mesh.vertices_mm[vertex].cast<double>();
            probe.radius_mm += weights[k] * field.radius_mm[vertex];
            mask += weights[k] * (field.mask.empty() ? 1.0 : field.mask[vertex]);
        }
        if (mask > 0.0) {
            probes.push_back(probe);
        }
    }
    return probes;
}

}  // namespace stubble
