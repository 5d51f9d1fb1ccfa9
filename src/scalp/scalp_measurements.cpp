#include "scalp/scalp_measurements.h"

namespace stubble {

ScalpAreas scalp_areas(const ScalpSurface& scalp) {
    ScalpAreas areas;
    for (std::size_t t = 0; t < scalp.mesh.triangles.size(); ++t) {
        Point3 centroid = Point3::Zero();
        float off_ear = 0.0F;
        for (const std::uint32_t v : scalp.mesh.triangles[t]) {
            centroid += scalp.canonical_mm[v] / 3.0;
            off_ear += scalp.off_ear_mm[v] / 3.0F;
        }
        const auto zone = scalp_zone_at(centroid);
        if (zone && off_ear > ear_clearance_mm) {
            constexpr double mm2_per_cm2 = 100.0;
            const double area = triangle_area_mm2(scalp.mesh, t) / mm2_per_cm2;
            areas.total_cm2 += area;
            areas.zones_cm2[static_cast<std::size_t>(*zone)] += area;
        }
    }
    return areas;
}

}  // namespace stubble
