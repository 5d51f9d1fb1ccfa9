#include "geometry/implicit_shapes.h"

#include "base/check.h"
#include "geometry/polyline.h"

namespace stubble {
Tube straight_tube(const std::vector<TubeKnot>& knots) {
    STUBBLE_CHECK(knots.size() >= 2);
    Tube tube;
    Eigen::AlignedBox3d box;
    for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
        tube.cones.push_back({knots[i].center_mm, knots[i].radius_mm, knots[i + 1].center_mm,
                              knots[i + 1].radius_mm});
    }
    for (const TubeKnot& knot : knots) {
        box.extend(knot.center_mm);
    }
    tube.ball_center_mm = box.center();
    tube.ball_radius_mm = 0.0;
    for (const TubeKnot& knot : knots) {
        tube.ball_radius_mm = std::max(
            tube.ball_radius_mm, (knot.center_mm - tube.ball_center_mm).norm() + knot.radius_mm);
    }
    return tube;
}

Tube smooth_tube(const std::vector<TubeKnot>& knots) {
    STUBBLE_CHECK(knots.size() >= 2);
    constexpr int cones_per_span = 4;
    std::vector<Eigen::Vector4d> corners;
    corners.reserve(knots.size());
    for (const TubeKnot& k : knots) {
        corners.emplace_back(k.center_mm.x(), k.center_mm.y(), k.center_mm.z(), k.radius_mm);
    }
    std::vector<TubeKnot> fine;
    for (const Eigen::Vector4d& q : catmull_rom(corners, cones_per_span)) {
        fine.push_back({q.head<3>(), q[3]});
    }
    return straight_tube(fine);
}

}  // namespace stubble
