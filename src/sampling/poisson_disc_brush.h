// Changes a pattern where a brush has changed the spacing or the mask; the result is that of a full run.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "sampling/poisson_disc_surface.h"

namespace stubble {

// New values at some vertices. `mask` is empty when the pattern has none.
struct FieldChange {
    std::vector<std::uint32_t> vertices;
    std::vector<float> radius_mm;
    std::vector<float> mask;
};

// What a change took away and added, in no order.
struct DotChange {
    std::vector<SurfaceDot> removed;
    std::vector<SurfaceDot> added;
};

// Keeps everything that a pattern was made from. At any time dots() is what sample_surface gives for the field as it is now,
// whatever changes led to it; a change costs time in proportion to the dots near it.
class PoissonDiscBrush {
public:
    // The mesh must live longer. Errors: those of sample_surface; an exact count (it moves all dots at every change).
    [[nodiscard]] static Result<PoissonDiscBrush> create(const TriangleMesh& mesh,
                                                         const SurfaceField& field,
                                                         const std::vector<FixedDisc>& keep_away,
                                                         const PoissonDiscOptions& options);
    PoissonDiscBrush(PoissonDiscBrush&&) noexcept;
    PoissonDiscBrush& operator=(PoissonDiscBrush&&) noexcept;
    ~PoissonDiscBrush();

    // Errors, after which nothing has changed: a vertex that is not there, lists of different lengths, a radius that is not
    // above 0, exceeds the pattern's radius_high_mm, would change by 2 mm per mm or more, or is so small that there would be more
    // than max_sample_fragments.
    [[nodiscard]] Result<DotChange> change(const FieldChange& change);

    [[nodiscard]] RankedDots dots() const;
    [[nodiscard]] const SurfaceField& field() const;

private:
    class State;
    explicit PoissonDiscBrush(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace stubble
