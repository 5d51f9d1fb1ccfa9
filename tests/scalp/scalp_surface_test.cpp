#include "scalp/scalp_surface.h"

#include <gtest/gtest.h>

#include "fixtures/average_head.h"
#include "scalp/scalp_border.h"
#include "scalp/scalp_zones.h"

using namespace stubble;

namespace {

struct Areas {
    double total = 0.0;
    std::array<double, scalp_zone_count> zones{};
};

// In cm2, with the ear's clearance.
Areas areas_of(const ScalpSurface& scalp) {
    Areas areas;
    for (std::size_t t = 0; t < scalp.mesh.triangles.size(); ++t) {
        const Triangle& triangle = scalp.mesh.triangles[t];
        Point3 centroid = Point3::Zero();
        float off_ear = 0.0F;
        for (const std::uint32_t v : triangle) {
            centroid += scalp.canonical_mm[v] / 3.0;
            off_ear += scalp.off_ear_mm[v] / 3.0F;
        }
        const auto zone = scalp_zone_at(centroid);
        if (zone && off_ear > ear_clearance_mm) {
            const double area = triangle_area_mm2(scalp.mesh, t) / 100.0;
            areas.total += area;
            areas.zones[static_cast<std::size_t>(*zone)] += area;
        }
    }
    return areas;
}

}  // namespace

// Science page "Generated bald head", section 10.
TEST(ScalpSurface, ScalpAndZonesHaveTheirPublishedAreas) {
    const Areas man = areas_of(average_head(Sex::Male).scalp);
    EXPECT_NEAR(man.total, 602.0, 6.0);
    const std::array<double, scalp_zone_count> men{53, 120, 97, 31, 90, 211};
    const Areas woman = areas_of(average_head(Sex::Female).scalp);
    EXPECT_NEAR(woman.total, 547.0, 6.0);
    const std::array<double, scalp_zone_count> women{50, 111, 89, 29, 83, 186};
    for (std::size_t z = 0; z < scalp_zone_count; ++z) {
        EXPECT_NEAR(man.zones[z], men[z], 2.0) << z;
        EXPECT_NEAR(woman.zones[z], women[z], 2.0) << z;
    }
}

TEST(ScalpSurface, HoldsAllScalpAndKeepsItsVertices) {
    const TestHead& head = average_head();
    std::vector<char> kept(head.mesh.mesh.vertices_mm.size(), 0);
    for (std::size_t i = 0; i < head.scalp.head_vertex.size(); ++i) {
        EXPECT_EQ(head.scalp.mesh.vertices_mm[i],
                  head.mesh.mesh.vertices_mm[head.scalp.head_vertex[i]]);
        kept[head.scalp.head_vertex[i]] = 1;
    }
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const Point3 real = head.mesh.mesh.vertices_mm[i].cast<double>();
        if (is_scalp(head.surface.warp().to_canonical(real)) &&
            head.surface.distance_from_ear(real) > ear_clearance_mm) {
            EXPECT_TRUE(kept[i]) << real.transpose();
        }
    }
}

TEST(ScalpSurface, AllNumbersLieOnMultiplesOf1024thsOfAMillimetre) {
    const auto on_grid = [](double x) { return x * 1024.0 == std::round(x * 1024.0); };
    const ScalpSurface& scalp = average_head().scalp;
    for (std::size_t i = 0; i < scalp.canonical_mm.size(); ++i) {
        EXPECT_TRUE(on_grid(scalp.canonical_mm[i].x()) && on_grid(scalp.canonical_mm[i].y()) &&
                    on_grid(scalp.canonical_mm[i].z()));
        EXPECT_TRUE(on_grid(scalp.chart_mm[i].x()) && on_grid(scalp.chart_mm[i].y()));
        EXPECT_TRUE(on_grid(scalp.off_ear_mm[i]));
    }
}
