// How even a dot pattern is (blue noise): distance to the nearest neighbour, power spectrum, pair correlation, lattice directions.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sampling/poisson_disc_surface.h"

namespace stubble {

// Distances are in units of the radius that the field wants (mean of both places), so that patterns of varying spacing can be
// judged; frequencies in units of f0 = 1 / mean spacing = sqrt(points per unit of area). Points on opposite sheets
// (opposite_sheets_cosine) ignore each other. Random points ("white noise") have power 1 at every frequency and a pair
// correlation of 1 at every distance. Layers that face the same way and lie nearer to each other than the spacing (lid and
// eyeball), and strips narrower than it (lashes), hold another number of dots than their area says: to the spectrum those are
// patches. Precondition: a mesh and field that sample_surface accepts, and dots on them.
struct BlueNoiseOptions {
    std::uint64_t seed = 1;
    double probes_per_point = 4.0;  // random places that stand for the surface
    int patches = 200;              // places where the spectrum is taken
    int directions = 12;            // in which it is taken there
};

struct NearestNeighbours {
    double smallest = 0.0;
    double mean = 0.0;
    double variation =
        0.0;  // standard deviation over mean: 0 for a lattice, 0.52 for random points
    std::size_t lonely = 0;  // dots without another one within eight radii; not counted above
};

[[nodiscard]] NearestNeighbours nearest_neighbours(const TriangleMesh& mesh,
                                                   const SurfaceField& field,
                                                   std::span<const SurfaceDot> dots);

// rho: smallest distance over that of the densest packing of as many points, for constant spacing sqrt(2 A / (sqrt(3) N))
// (Lagae & Dutre 2008). 1 for a triangular lattice, 0.78 for a maximal pattern.
[[nodiscard]] double packing_ratio(const TriangleMesh& mesh, const SurfaceField& field,
                                   std::span<const SurfaceDot> dots);

// g(d): how many times more pairs of dots there are at a distance than random points would have; values for equal steps from
// 0 to 4 radii. Pairs of dots over pairs of probe and dot: the probes carry borders and curvature, so no correction is
// needed.
struct PairCorrelation {
    static constexpr double step = 0.05;

    std::vector<double> values;

    // Middle of a step.
    [[nodiscard]] static double distance(std::size_t i) {
        return step * (static_cast<double>(i) + 0.5);
    }
    // Index of the largest value.
    [[nodiscard]] std::size_t peak() const;
};

[[nodiscard]] PairCorrelation pair_correlation(const TriangleMesh& mesh, const SurfaceField& field,
                                               std::span<const SurfaceDot> dots,
                                               const BlueNoiseOptions& options = {});

// Power at the frequencies 0.1, 0.15, 0.2 .. f0; not a number where it could not be measured.
struct RadialPower {
    static constexpr double first = 0.1;
    static constexpr double step = 0.05;

    std::vector<double> values;

    [[nodiscard]] static double frequency(std::size_t i) {
        return first + step * static_cast<double>(i);
    }
    // Mean up to half of f0: what the eye sees as patches.
    [[nodiscard]] double low() const;
};

// On any surface: of patches of 12 mean spacings around random places, laid into their tangent planes and seen through a
// radial Hann window, less what the probes of the same patch show (the surface itself). Up to `highest` f0; 0.5 is six times
// as quick as 3.
[[nodiscard]] RadialPower radial_power(const TriangleMesh& mesh, const SurfaceField& field,
                                       std::span<const SurfaceDot> dots, double highest,
                                       const BlueNoiseOptions& options = {});

struct PlanarSpectrum {
    RadialPower radial;                  // up to 3 f0, from 5 periods per side on
    std::array<double, 12> of_sector{};  // power at 0.7 to 1.5 f0, by direction
    double anisotropy = 0.0;             // largest over smallest of it: high when a lattice shows
};

// Of points of constant density in a square, through a Hann window over the whole square, in 240 directions. An independent way
// to the power; both limits of science/sampling.md are for about 10,000 points.
[[nodiscard]] PlanarSpectrum planar_spectrum(const std::vector<Point2>& points_mm,
                                             const Box2& square_mm, std::uint64_t seed = 1);

// What `stubble sample --verify` prints.
struct BlueNoiseMeasures {
    NearestNeighbours nearest;
    double packing_ratio = 0.0;
    double low_frequency_power = 0.0;
    double peak_correlation = 0.0;
    double peak_distance = 0.0;
};

[[nodiscard]] BlueNoiseMeasures measure_blue_noise(const TriangleMesh& mesh,
                                                   const SurfaceField& field,
                                                   std::span<const SurfaceDot> dots,
                                                   const BlueNoiseOptions& options = {});

}  // namespace stubble
