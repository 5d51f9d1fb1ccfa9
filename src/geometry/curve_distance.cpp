#include "geometry/curve_distance.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "geometry/polyline.h"

namespace stubble {

CurveDistance::CurveDistance(std::vector<Point3> corners) : corners_(std::move(corners)) {
    STUBBLE_CHECK(!corners_.empty());
    constexpr std::size_t pieces_per_run = 12;
    const std::size_t end = corners_.size() - 1;
    for (std::size_t first = 0; first == 0 || first < end; first += pieces_per_run) {
        const std::size_t last = std::min(first + pieces_per_run, end);
        Eigen::AlignedBox3d box;
        for (std::size_t i = first; i <= last; ++i) {
            box.extend(corners_[i]);
        }
        runs_.push_back({first, last, box.center(), box.diagonal().norm() / 2.0});
    }
}

double CurveDistance::distance(const Point3& place, double farthest) const {
    double best2 = farthest * farthest;
    for (const Run& run : runs_) {
        const double reach = std::sqrt(best2) + run.radius;
        if ((place - run.center).squaredNorm() >= reach * reach) {
            continue;
        }
        for (std::size_t i = run.first; i <= run.last; ++i) {
            const Point3& to = corners_[std::min(i + 1, run.last)];
            best2 =
                std::min(best2, (nearest_on_segment(corners_[i], to, place) - place).squaredNorm());
        }
    }
    return std::sqrt(best2);
}

}  // namespace stubble
