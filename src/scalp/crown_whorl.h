// The hair whorl of the crown: where its middle is, and whether the hair turns clockwise around it; double whorls.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "geometry/vec.h"

namespace stubble {

// The client's right or left.
enum class WhorlSide { Right, Left };

// As seen from outside, along the hair from its root.
enum class WhorlSense { Clockwise, CounterClockwise };

struct Whorl {
    Point3 place_mm = Point3(-9.1, 115.2, -58.7);  // canonical
    WhorlSense sense = WhorlSense::Clockwise;
};

// A single whorl 9 mm beside the midline and 62 mm of arc behind the vertex (Park 2014, n = 952: 62.5 mm). Right
// of the midline in 70.8 % of people, clockwise in 83.9 % (Schmidt 2008, n = 519); other counts: clockwise 51 %
// (Japan) to 94 % (US newborns).
[[nodiscard]] Whorl crown_whorl(WhorlSide side = WhorlSide::Right,
                                WhorlSense sense = WhorlSense::Clockwise);

// Two whorls, as about 5 % of people have: 20 mm right and left of the midline at the same height, turning
// clockwise and counter-clockwise (places and senses assumed).
[[nodiscard]] std::vector<Whorl> double_crown_whorl();

}  // namespace stubble
