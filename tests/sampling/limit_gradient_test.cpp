#include "sampling/limit_gradient.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "geometry/shape_meshes.h"

using namespace stubble;

namespace {

double steepest(const TriangleMesh& mesh, const std::vector<float>& radius) {
    double slope = 0.0;
    for (const Triangle& t : mesh.triangles) {
        for (std::size_t i = 0; i < 3; ++i) {
            const std::uint32_t a = t[i];
            const std::uint32_t b = t[(i + 1) % 3];
            const double length = (mesh.vertices_mm[a] - mesh.vertices_mm[b]).cast<double>().norm();
            slope = std::max(
                slope,
                std::abs(static_cast<double>(radius[a]) - static_cast<double>(radius[b])) / length);
        }
    }
    return slope;
}

}  // namespace

TEST(LimitGradient, AStepBecomesARampOfTheSlopeBesideTheLowSide) {
    const TriangleMesh mesh = rectangle_mesh({{0, 0}, {20, 2}}, 1.0);
    std::vector<float> radius;
    for (const Vector3f& v : mesh.vertices_mm) {
        radius.push_back(v.x() < 10.5F ? 1.0F : 4.0F);
    }
    limit_gradient(mesh, 0.5, radius);
    for (std::size_t i = 0; i < radius.size(); ++i) {
        const float x = mesh.vertices_mm[i].x();
        EXPECT_NEAR(radius[i], std::min(1.0F + 0.5F * std::max(x - 10.0F, 0.0F), 4.0F), 1e-5F) << x;
    }
}

TEST(LimitGradient, NoRadiusRisesAndNoEdgeStaysSteeper) {
    const TriangleMesh mesh = sphere_mesh(20.0, 3);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        std::vector<float> radius;
        for (std::uint64_t i = 0; i < mesh.vertices_mm.size(); ++i) {
            radius.push_back(0.3F + 4.0F * static_cast<float>(uniform(hash64(seed, i))));
        }
        std::vector<float> limited = radius;
        limit_gradient(mesh, 0.7, limited);
        EXPECT_LE(steepest(mesh, limited), 0.7 * (1.0 + 1e-5));
        for (std::size_t i = 0; i < radius.size(); ++i) {
            EXPECT_LE(limited[i], radius[i]);
        }
        EXPECT_EQ(*std::min_element(limited.begin(), limited.end()),
                  *std::min_element(radius.begin(), radius.end()));
    }
}

TEST(LimitGradient, GentleFieldsStayAsTheyAre) {
    const TriangleMesh mesh = rectangle_mesh({{0, 0}, {20, 20}}, 1.0);
    std::vector<float> radius;
    for (const Vector3f& v : mesh.vertices_mm) {
        radius.push_back(1.0F + 0.1F * v.x() + 0.2F * v.y());
    }
    const std::vector<float> before = radius;
    limit_gradient(mesh, 1.0, radius);
    EXPECT_EQ(radius, before);
}
