// Writes "simulation" visibly into a corner of a picture, so that nobody takes it for a photograph of a result.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "image/raster.h"

namespace stubble {

// White letters on a darkened strip at the lower left, 1/40 of the picture's shorter side high, at
// least 8 pixels.
void draw_simulation_mark(Raster& raster);

}  // namespace stubble
