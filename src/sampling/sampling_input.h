// Checks what the sampler is given: mesh, spacing, mask, keep-away points and options, with words for who gave it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sampling/poisson_disc_surface.h"

namespace stubble {

// The errors of sample_surface.
[[nodiscard]] Status check_sampling_input(const TriangleMesh& mesh, const SurfaceField& field,
                                          const std::vector<FixedDisc>& keep_away,
                                          const PoissonDiscOptions& options,
                                          const std::string& where);

// Whether the radius changes too fast along a side of a triangle.
[[nodiscard]] Status check_gradient(const TriangleMesh& mesh, const SurfaceField& field,
                                    std::size_t triangle, const std::string& where);

// Whether a surface is cut into so many fragments that memory would not hold them.
[[nodiscard]] Status check_fragments(double fragments, const std::string& where);

}  // namespace stubble
