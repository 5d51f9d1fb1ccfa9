#include "scalp/scalp_surface.h"

#include <cmath>

#include "base/parallel.h"
#include "scalp/scalp_border.h"
#include "scalp/scalp_chart.h"

namespace stubble {
namespace {

constexpr std::uint32_t not_kept = 0xFFFFFFFFU;
constexpr std::size_t vertices_per_task = 512;

template <typename Vector>
Vector rounded(const Vector& x) {
    constexpr double steps_per_mm = 1024.0;
    return ((x * steps_per_mm).array().round() / steps_per_mm).matrix();
}

// Near enough to the scalp that a hairline may come there.
std::vector<char> near_scalp(const HeadMesh& head, const HeadSurface& surface) {
    constexpr double margin_mm = -6.0;
    constexpr double inside_ear_mm = 1.0;
    std::vector<char> near(head.mesh.vertices_mm.size());
    parallel_for(near.size(), vertices_per_task, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const Point3 real = head.mesh.vertices_mm[i].cast<double>();
            const Point3 canonical = surface.warp().to_canonical(real);
            const bool is_near = canonical.y() > -75.0 &&
                                 border_margin_mm(canonical, NaturalHairline::Open) > margin_mm &&
                                 surface.distance_from_ear(real) > inside_ear_mm;
            near[i] = is_near ? 1 : 0;
        }
    });
    return near;
}

// Keeps the triangles whose corners are all near.
ScalpSurface cut_out(const HeadMesh& head, const std::vector<char>& near) {
    ScalpSurface scalp;
    std::vector<std::uint32_t> kept(near.size(), not_kept);
    for (const Triangle& t : head.mesh.triangles) {
        if (near[t[0]] == 0 || near[t[1]] == 0 || near[t[2]] == 0) {
            continue;
        }
        Triangle own{};
        for (std::size_t c = 0; c < 3; ++c) {
            if (kept[t[c]] == not_kept) {
                kept[t[c]] = static_cast<std::uint32_t>(scalp.head_vertex.size());
                scalp.head_vertex.push_back(t[c]);
                scalp.mesh.vertices_mm.push_back(head.mesh.vertices_mm[t[c]]);
                scalp.normals.push_back(head.normals[t[c]]);
            }
            own[c] = kept[t[c]];
        }
        scalp.mesh.triangles.push_back(own);
    }
    return scalp;
}

}  // namespace

ScalpSurface scalp_surface(const HeadMesh& head, const HeadSurface& surface) {
    ScalpSurface scalp = cut_out(head, near_scalp(head, surface));
    const std::size_t count = scalp.mesh.vertices_mm.size();
    scalp.canonical_mm.resize(count);
    scalp.chart_mm.resize(count);
    scalp.off_ear_mm.resize(count);
    const ScalpChart& chart = ScalpChart::standard();
    parallel_for(count, vertices_per_task, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const Point3 real = scalp.mesh.vertices_mm[i].cast<double>();
            scalp.canonical_mm[i] = rounded(surface.warp().to_canonical(real));
            scalp.chart_mm[i] = rounded(chart.to_chart(scalp.canonical_mm[i]));
            const Eigen::Vector<double, 1> ear(surface.distance_from_ear(real));
            scalp.off_ear_mm[i] = static_cast<float>(rounded(ear)[0]);
        }
    });
    return scalp;
}

}  // namespace stubble
