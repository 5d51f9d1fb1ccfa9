// Blurs a round profile: what a camera of limited sharpness makes of a dot.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace stubble {

// Values of a round function of the distance r from its centre at r = 0, step, 2 step, ...,
// convolved in the plane with a Gaussian. Behind the last node the function is taken as 0. The
// kernel in polar coordinates is r'/s^2 exp(-(r^2 + r'^2)/(2 s^2)) I0(r r'/s^2).
class RadialBlur {
public:
    // Precondition: nodes >= 2, step > 0, sigma >= 0 in the unit of step.
    RadialBlur(int nodes, double step, double sigma);

    // Precondition: as many values as nodes.
    [[nodiscard]] std::vector<double> apply(const std::vector<double>& values) const;

private:
    // Weights of the neighbours of one node: values[first], values[first + 1], ...
    struct Row {
        std::size_t first = 0;
        std::vector<double> weights;
    };
    std::vector<Row> rows_;
};

}  // namespace stubble
