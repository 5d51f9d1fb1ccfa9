// Face, jaw and neck of the generated head as formulas: cheeks, chin, brows, closed eyes, nose, lips.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scalp/head_shape.h"

namespace stubble {

// T: double or Dual. All places are canonical with x >= 0 (mirrored and rounded at the midline).

template <typename T>
[[nodiscard]] T neck_distance(const HeadShape& shape, const Coordinates<T>& place);

// Cheeks, chin and jaw, without the features in front.
template <typename T>
[[nodiscard]] T jaw_distance(const HeadShape& shape, const Coordinates<T>& place);

// Joins to `head` (its distance without them) what lies on the front of the face: brow, eyes, nose, mouth.
template <typename T>
[[nodiscard]] T with_face_features(const HeadShape& shape, const Coordinates<T>& place, T head);

}  // namespace stubble
