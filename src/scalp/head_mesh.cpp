#include "scalp/head_mesh.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
#include "geometry/mesh_parts.h"
#include "geometry/surface_nets.h"
#include "geometry/surface_refinement.h"

namespace stubble {
namespace {

// Part of an axis with planes closer together.
struct FineRange {
    double low;
    double high;
    double spacing;
};

// Even planes from the last one to `end`.
void add_planes(double end, double spacing, std::vector<double>& places) {
    const double start = places.back();
    const int steps = static_cast<int>(std::ceil((end - start) / spacing));
    for (int i = 1; i <= steps; ++i) {
        places.push_back(start + (end - start) * i / steps);
    }
}

std::vector<double> planes(double low, double high, double spacing, const FineRange& fine) {
    std::vector<double> places{low};
    add_planes(fine.low, spacing, places);
    add_planes(fine.high, fine.spacing, places);
    add_planes(high, spacing, places);
    return places;
}

// From 0 outwards and mirrored.
std::vector<double> mirrored_planes(double high, double spacing, const FineRange& fine) {
    const std::vector<double> right = planes(0.0, high, spacing, fine);
    std::vector<double> both;
    for (auto x = right.rbegin(); x + 1 != right.rend(); ++x) {
        both.push_back(-*x);
    }
    both.insert(both.end(), right.begin(), right.end());
    return both;
}

// How fine a mesh is and how long it is evened out.
struct MeshPlan {
    double spacing_mm;
    int passes;         // over the whole mesh
    int detail_passes;  // over what was split
    bool is_split_twice;
};

MeshPlan plan_of(HeadResolution resolution) {
    return resolution == HeadResolution::Full ? MeshPlan{2.5, 5, 2, true}
                                              : MeshPlan{5.0, 2, 1, false};
}

// Real heights and widths that hold head and shoulders.
struct HeadBox {
    double half_width;
    double low;
    double high;
    double half_depth;
};

HeadBox box_of(const HeadSurface& surface) {
    const HeadShape& shape = surface.shape();
    const HeadWarp& warp = surface.warp();
    const double shoulder = 184.0 * std::max(1.0, shape.neck);  // canonical
    const double cut_below = -195.0 - 0.0008 * shoulder * shoulder;
    return {shoulder * std::max(1.0, shape.face_breadth),
            std::min(-222.0, warp.real_height(cut_below)), std::max(164.0, warp.real_height(145.0)),
            150.0 * std::max(1.0, shape.length * std::max(1.0, shape.neck))};
}

// Coarser planes give the ears handles.
RectilinearGrid head_grid(const HeadSurface& surface, double spacing) {
    const HeadShape& shape = surface.shape();
    const HeadBox box = box_of(surface);
    const double ear = shape.ear;
    const double fine = 1.6 * std::min(1.0, ear);
    const double ear_x = 71.5 * shape.face_breadth;
    const double ear_z = shape.length;
    return {{mirrored_planes(box.half_width, spacing, {ear_x - 8.0, ear_x + 27.0 * ear, fine}),
             planes(box.low, box.high, spacing, {-1.0 - 37.0 * ear, -1.0 + 36.0 * ear, fine}),
             planes(-box.half_depth, box.half_depth, spacing,
                    {ear_z - 34.0 * ear, ear_z + 13.0 * ear, fine})}};
}

// Without the pockets and crumbs that narrow places (nostrils) leave on a coarse grid.
SurfaceNet largest_part(SurfaceNet net) {
    const MeshParts parts = connected_parts(net.points_mm.size(), net.triangles);
    if (parts.count < 2) {
        return net;
    }
    std::vector<std::size_t> triangles(parts.count, 0);
    for (const std::uint32_t part : parts.of_triangle) {
        ++triangles[part];
    }
    const auto largest = std::max_element(triangles.begin(), triangles.end()) - triangles.begin();
    MeshPart part = part_of(net.triangles, parts, static_cast<std::size_t>(largest));
    SurfaceNet kept;
    for (const std::uint32_t vertex : part.vertices) {
        kept.points_mm.push_back(net.points_mm[vertex]);
    }
    kept.triangles.swap(part.triangles);
    return kept;
}

// Canonical places where triangles are split once.
bool is_face(const Point3& p) {
    return p.z() > 50.0 && std::abs(p.x()) < 56.0 && p.y() < 38.0 && p.y() > -80.0;
}

// ... and once more: eyes, mouth, tip of the nose.
bool is_fine_detail(const Point3& p) {
    const double x = std::abs(p.x());
    return (x > 12.0 && x < 52.0 && p.y() > 2.0 && p.y() < 27.0 && p.z() > 60.0) ||
           (x < 30.0 && p.y() < -44.0 && p.y() > -64.0 && p.z() > 70.0) ||
           (x < 20.0 && p.y() < -14.0 && p.y() > -36.0 && p.z() > 85.0);
}

Vector3f rounded(const Point3& p, double steps_per_unit) {
    return ((p * steps_per_unit).array().round() / steps_per_unit).matrix().cast<float>();
}

HeadMesh rounded_mesh(const SurfaceNet& net, const ImplicitGradient& distance) {
    HeadMesh head;
    head.mesh.triangles = net.triangles;
    head.mesh.vertices_mm.resize(net.points_mm.size());
    head.normals.resize(net.points_mm.size());
    parallel_for(net.points_mm.size(), 512, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            head.mesh.vertices_mm[i] = rounded(net.points_mm[i], 1024.0);
            head.normals[i] = rounded(distance(net.points_mm[i]).gradient().normalized(), 16384.0);
        }
    });
    return head;
}

}  // namespace

HeadMesh generate_head_mesh(const HeadSurface& surface, HeadResolution resolution) {
    const MeshPlan plan = plan_of(resolution);
    const ImplicitGradient gradient = [&](const Point3& p) {
        return surface.distance_and_gradient(p);
    };
    SurfaceNet net =
        largest_part(surface_nets([&](const Point3& p) { return surface.distance(p); },
                                  head_grid(surface, plan.spacing_mm), HeadSurface::steepest));
    relax_on_surface(gradient, {plan.passes, 0.7 * plan.spacing_mm}, net);
    const auto refine_where = [&](bool (*wanted)(const Point3&), double step) {
        const PointList changed = refine_triangles(
            [&](const Point3& p) { return wanted(surface.warp().to_canonical(p)); }, net);
        relax_on_surface(gradient, {plan.detail_passes, step * plan.spacing_mm}, changed, net);
    };
    refine_where(is_face, 0.4);
    if (plan.is_split_twice) {
        refine_where(is_fine_detail, 0.25);
    }
    return rounded_mesh(net, gradient);
}

}  // namespace stubble
