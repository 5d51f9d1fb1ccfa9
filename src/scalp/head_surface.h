// The generated bald head as one formula: vault, face, neck and ears joined; below 0 inside, 0 on the skin.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scalp/head_ear.h"
#include "scalp/head_shape.h"

namespace stubble {

// About the distance in mm from the skin of a head, for places in the real head frame. The slope is near 1: within 40 mm of
// the skin and above the shoulders its median is 0.93, 99 % lie below 1.15; on the shoulders it reaches 2.5, and more at single
// places inside, where hollows meet. Mirror-symmetric exactly. Cut off below the collar bones.
class HeadSurface {
public:
    explicit HeadSurface(const HeadShape& shape);

    [[nodiscard]] double distance(const Point3& real) const;
    [[nodiscard]] Dual distance_and_gradient(const Point3& real) const;

    // The same without ears and without the cut below: what a tape measure touches.
    [[nodiscard]] double distance_without_ears(const Point3& real) const;
    [[nodiscard]] Dual distance_and_gradient_without_ears(const Point3& real) const;

    // How far a place is from the ear; beyond the ear's surroundings (about 14 mm) a lower bound.
    [[nodiscard]] double distance_from_ear(const Point3& real) const;

    // Slope that the formula seldom exceeds.
    static constexpr double steepest = 1.7;

    [[nodiscard]] const HeadShape& shape() const { return shape_; }
    [[nodiscard]] const HeadWarp& warp() const { return warp_; }

private:
    template <typename T>
    [[nodiscard]] T bare(const Coordinates<T>& canonical) const;
    template <typename T>
    [[nodiscard]] T with_ear(const Coordinates<T>& real, const T& head) const;
    template <typename T>
    [[nodiscard]] T whole(const Coordinates<T>& real) const;

    HeadShape shape_;
    HeadWarp warp_;
    HeadEar ear_;
};

}  // namespace stubble
