#include "scalp/head_mesh.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"
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

std::vector<double> planes(double low, double high, double spacing, const FineRange& fine) {
    std::vector<double> places;
    for (double x = low; x < high; x += x >= fine.low && x < fine.high ? fine.spacing : spacing) {
        places.push_back(x);
    }
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

// Holds head and shoulders; the ears need finer planes to come out whole.
RectilinearGrid head_grid(const HeadShape& shape, double spacing) {
    const double ear = shape.ear;
    const double fine = std::min(spacing, 1.6 * std::min(1.0, ear));
    const double ear_x = 71.5 * shape.face_breadth;
    const double ear_z = shape.length;
    return {{mirrored_planes(184.0, spacing, {ear_x - 8.0, ear_x + 27.0 * ear, fine}),
             planes(-222.0, 164.0, spacing, {-1.0 - 37.0 * ear, -1.0 + 36.0 * ear, fine}),
             planes(-150.0, 150.0, spacing, {ear_z - 34.0 * ear, ear_z + 13.0 * ear, fine})}};
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
    const double spacing = resolution == HeadResolution::Full ? 2.5 : 4.0;
    const ImplicitGradient gradient = [&](const Point3& p) {
        return surface.distance_and_gradient(p);
    };
    SurfaceNet net = surface_nets([&](const Point3& p) { return surface.distance(p); },
                                  head_grid(surface.shape(), spacing), HeadSurface::steepest);
    relax_on_surface(gradient, {3, 0.7 * spacing}, net);
    const auto refine_where = [&](bool (*wanted)(const Point3&), double step) {
        refine_triangles([&](const Point3& p) { return wanted(surface.warp().to_canonical(p)); },
                         net);
        relax_on_surface(gradient, {2, step * spacing}, net);
    };
    refine_where(is_face, 0.4);
    refine_where(is_fine_detail, 0.25);
    return rounded_mesh(net, gradient);
}

}  // namespace stubble
