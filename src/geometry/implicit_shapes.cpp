#include "geometry/implicit_shapes.h"

#include "base/check.h"

namespace stubble {
namespace {

using Knot4 = Eigen::Vector4d;

Knot4 catmull_rom(const Knot4& a, const Knot4& b, const Knot4& c, const Knot4& d, double t) {
    return 0.5 * (2.0 * b + (c - a) * t + (2.0 * a - 5.0 * b + 4.0 * c - d) * t * t +
                  (3.0 * b - a - 3.0 * c + d) * t * t * t);
}

}  // namespace

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
    const auto knot = [&](std::size_t i) {
        const TubeKnot& k = knots[std::min(i, knots.size() - 1)];
        return Knot4(k.center_mm.x(), k.center_mm.y(), k.center_mm.z(), k.radius_mm);
    };
    std::vector<TubeKnot> fine;
    for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
        for (int step = 0; step < cones_per_span; ++step) {
            const Knot4 q = catmull_rom(knot(i == 0 ? 0 : i - 1), knot(i), knot(i + 1), knot(i + 2),
                                        static_cast<double>(step) / cones_per_span);
            fine.push_back({q.head<3>(), q[3]});
        }
    }
    fine.push_back(knots.back());
    return straight_tube(fine);
}

}  // namespace stubble
