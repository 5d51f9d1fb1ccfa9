// The ear of the generated head as a formula: auricle, helix, lobe and the hollow of the concha, in true size.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scalp/head_shape.h"

namespace stubble {

template <typename T>
struct EarDistance {
    T auricle;
    T concha;  // the hollow
};

// The left ear, in real millimetres. Farther than 14 mm from the ear's ball only a lower bound.
class HeadEar {
public:
    explicit HeadEar(const HeadShape& shape);

    // Precondition: real.x >= 0 (mirrored).
    template <typename T>
    [[nodiscard]] EarDistance<T> distance(const Coordinates<T>& real) const;

private:
    double scale_;
    Point3 anchor_;
    Point3 back_;  // unit: backward and out
    Point3 up_;
    Point3 out_;  // of the auricle
};

}  // namespace stubble
