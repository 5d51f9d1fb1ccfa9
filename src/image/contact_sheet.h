// Several pictures side by side in a grid: views of a head, steps of time, for looking at them together.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>

#include "image/linear_image.h"

namespace stubble {

struct ContactSheetOptions {
    int columns = 3;
    int gap_px = 6;  // between pictures and around them
    std::array<float, 3> background{1.0F, 1.0F, 1.0F};
};

// In reading order. Every cell is as wide and high as the largest picture; smaller ones stand in the middle of theirs.
// Precondition: columns >= 1, gap_px >= 0.
[[nodiscard]] LinearImage contact_sheet(std::span<const LinearImage> pictures,
                                        const ContactSheetOptions& options = {});

}  // namespace stubble
