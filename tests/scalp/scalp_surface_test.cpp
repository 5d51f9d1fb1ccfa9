#include "scalp/scalp_surface.h"

#include <gtest/gtest.h>

#include "fixtures/average_head.h"
#include "scalp/scalp_border.h"

using namespace stubble;

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
