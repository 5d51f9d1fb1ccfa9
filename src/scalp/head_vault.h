// The vault of the skull: forehead, crown, back and sides of the head as a closed formula around a centre.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "scalp/head_shape.h"

namespace stubble {

// Canonical centre from which the vault is seen.
inline const Point3 vault_center_mm{0.0, 44.0, -18.0};

// About the distance of a canonical place from the vault, below 0 inside. T: double or Dual.
template <typename T>
[[nodiscard]] T vault_distance(const HeadShape& shape, const Coordinates<T>& canonical);

// Distance of the vault from its centre in a unit direction, mm.
template <typename T>
[[nodiscard]] T vault_radius_mm(const HeadShape& shape, const Coordinates<T>& direction);

}  // namespace stubble
