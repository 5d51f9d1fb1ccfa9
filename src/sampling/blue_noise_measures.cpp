#include "sampling/blue_noise_measures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/parallel.h"
#include "base/random.h"
#include "sampling/pattern_density.h"
#include "sampling/point_cubes.h"
#include "sampling/surface_probes.h"

namespace stubble {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// A dot or a probe.
struct Place {
    Point3 position_mm;
    double radius_mm = 0.0;  // wanted there
    Vector3f normal;
    double weight = 1.0;  // of a probe: how many dots are expected for it
};

using Places = std::vector<Place>;

Places places_of_dots(const TriangleMesh& mesh, const SurfaceField& field,
                      const std::vector<Vector3f>& normals, std::span<const SurfaceDot> dots) {
    Places places;
    for (const SurfaceDot& dot : dots) {
        double radius = 0.0;
        for (std::size_t k = 0; k < 3; ++k) {
            radius += static_cast<double>(dot.barycentric[k]) *
                      field.radius_mm[mesh.triangles[dot.triangle][k]];
        }
        places.push_back({dot.position_mm, radius, normals[dot.triangle]});
    }
    return places;
}

// Probes are uniform by area, dots are expected in proportion to 1 / r^2.
Places places_of_probes(const TriangleMesh& mesh, const SurfaceField& field,
                        const std::vector<Vector3f>& normals, std::size_t dots,
                        const BlueNoiseOptions& options) {
    const auto count =
        static_cast<std::size_t>(std::ceil(options.probes_per_point * static_cast<double>(dots)));
    Places places;
    double sum = 0.0;
    for (const SurfaceProbe& probe : surface_probes(mesh, field, count, options.seed)) {
        const double density = 1.0 / (probe.radius_mm * probe.radius_mm);
        places.push_back({probe.position_mm, probe.radius_mm, normals[probe.triangle], density});
        sum += density;
    }
    for (Place& place : places) {
        place.weight *= static_cast<double>(dots) / sum;
    }
    return places;
}

double largest_radius(const Places& places) {
    double largest = 0.0;
    for (const Place& place : places) {
        largest = std::max(largest, place.radius_mm);
    }
    return largest;
}

// Places that can be searched.
class PlaceCubes {
public:
    explicit PlaceCubes(const Places& places, double edge_mm)
        : places_(places), cubes_(positions(places), edge_mm) {}

    // Calls visit(place) for places within a reach, and some farther ones.
    template <typename Visit>
    void visit_near(const Place& from, double reach_mm, Visit visit) const {
        cubes_.visit_near(from.position_mm, reach_mm, [&](std::size_t i) { visit(places_[i]); });
    }

private:
    static std::vector<Point3> positions(const Places& places) {
        std::vector<Point3> positions;
        for (const Place& place : places) {
            positions.push_back(place.position_mm);
        }
        return positions;
    }

    const Places& places_;
    PointCubes cubes_;
};

// Calls visit(distance in radii) for the other dots of the same sheet that are nearer than `limit` radii.
template <typename Visit>
void visit_neighbours(const Place& place, const PlaceCubes& dots, double largest_mm, double limit,
                      Visit visit) {
    const double reach = limit * 0.5 * (place.radius_mm + largest_mm);
    dots.visit_near(place, reach, [&](const Place& other) {
        if (&other == &place || place.normal.dot(other.normal) <= opposite_sheets_cosine) {
            return;
        }
        const double mean = 0.5 * (place.radius_mm + other.radius_mm);
        const double distance = (place.position_mm - other.position_mm).norm() / mean;
        if (distance < limit) {
            visit(distance);
        }
    });
}

// ---- nearest neighbours ----

NearestNeighbours nearest_of(const Places& dots) {
    constexpr double lonely = 8.0;
    const double largest = largest_radius(dots);
    NearestNeighbours result;
    if (dots.empty()) {
        return result;
    }
    const PlaceCubes cubes(dots, 4.0 * largest);
    std::vector<double> nearest(dots.size(), lonely);
    parallel_for(dots.size(), 1024, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const auto keep = [&](double d) { nearest[i] = std::min(nearest[i], d); };
            visit_neighbours(dots[i], cubes, largest, 2.0, keep);
            if (nearest[i] == lonely) {
                visit_neighbours(dots[i], cubes, largest, lonely, keep);
            }
        }
    });
    double sum = 0.0;
    double squares = 0.0;
    result.smallest = lonely;
    for (const double distance : nearest) {
        result.smallest = std::min(result.smallest, distance);
        result.lonely += distance == lonely ? 1 : 0;
        sum += distance == lonely ? 0.0 : distance;
        squares += distance == lonely ? 0.0 : distance * distance;
    }
    const auto n = static_cast<double>(dots.size() - result.lonely);
    if (n > 0.0) {
        result.mean = sum / n;
        result.variation =
            std::sqrt(std::max(squares / n - result.mean * result.mean, 0.0)) / result.mean;
    }
    return result;
}

// Dots per radius squared.
double relative_density(const TriangleMesh& mesh, const SurfaceField& field, std::size_t dots) {
    const double area = expected_count(mesh, field, 0.0) / packing_constant(0.0);
    return static_cast<double>(dots) / area;
}

// ---- pair correlation ----

constexpr std::size_t distance_steps = 80;
using Histogram = std::array<double, distance_steps>;

// Number of neighbours of a mean place in each step of distance.
Histogram mean_neighbours(const Places& from, const PlaceCubes& dots, double largest_mm) {
    constexpr std::size_t part = 4096;
    constexpr double limit = PairCorrelation::step * distance_steps;
    std::vector<Histogram> parts((from.size() + part - 1) / part, Histogram{});
    parallel_for(parts.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin * part; i < std::min(end * part, from.size()); ++i) {
            visit_neighbours(from[i], dots, largest_mm, limit, [&](double distance) {
                const auto bin = static_cast<std::size_t>(distance / PairCorrelation::step);
                parts[i / part][std::min(bin, distance_steps - 1)] += from[i].weight;
            });
        }
    });
    double weight = 0.0;
    for (const Place& place : from) {
        weight += place.weight;
    }
    Histogram sum{};
    for (std::size_t bin = 0; bin < distance_steps; ++bin) {
        for (const Histogram& some : parts) {
            sum[bin] += some[bin] / weight;
        }
    }
    return sum;
}

PairCorrelation correlation_of(const Places& dots, const Places& probes) {
    const double largest = largest_radius(dots);
    PairCorrelation correlation{std::vector<double>(distance_steps, 0.0)};
    if (dots.empty() || probes.empty()) {
        return correlation;
    }
    const PlaceCubes cubes(dots, 4.0 * largest);
    const Histogram pairs = mean_neighbours(dots, cubes, largest);
    const Histogram random_pairs = mean_neighbours(probes, cubes, largest);
    for (std::size_t i = 0; i < distance_steps; ++i) {
        correlation.values[i] = random_pairs[i] > 0.0 ? pairs[i] / random_pairs[i] : 0.0;
    }
    return correlation;
}

// ---- spectra ----

// Weighted points of a plane, as columns.
struct PlanePoints {
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> weight;

    void add(const Point2& place, double w) {
        x.push_back(place.x());
        y.push_back(place.y());
        weight.push_back(w);
    }
};

// |sum of w exp(2 pi i f x)|^2 along one direction for each f of RadialPower, in units of `f0_per_mm`.
std::vector<double> squared_sums(const PlanePoints& points, double angle, double f0_per_mm,
                                 std::size_t frequencies) {
    const std::size_t n = points.x.size();
    std::vector<double> real(n);
    std::vector<double> imaginary(n);
    std::vector<double> cosine(n);
    std::vector<double> sine(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double along = points.x[i] * std::cos(angle) + points.y[i] * std::sin(angle);
        const double phase = 2.0 * std::numbers::pi * f0_per_mm * along;
        real[i] = points.weight[i] * std::cos(RadialPower::first * phase);
        imaginary[i] = points.weight[i] * std::sin(RadialPower::first * phase);
        cosine[i] = std::cos(RadialPower::step * phase);
        sine[i] = std::sin(RadialPower::step * phase);
    }
    std::vector<double> squared;
    for (std::size_t k = 0; k < frequencies; ++k) {
        double sum_real = 0.0;
        double sum_imaginary = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            sum_real += real[i];
            sum_imaginary += imaginary[i];
            // One frequency step on.
            const double turned = real[i] * cosine[i] - imaginary[i] * sine[i];
            imaginary[i] = real[i] * sine[i] + imaginary[i] * cosine[i];
            real[i] = turned;
        }
        squared.push_back(sum_real * sum_real + sum_imaginary * sum_imaginary);
    }
    return squared;
}

double hann(double share) {
    return share < 1.0 ? 0.5 + 0.5 * std::cos(std::numbers::pi * share) : 0.0;
}

// The places around one, laid into its tangent plane.
class Patch {
public:
    Patch(const Place& centre, double radius_mm)
        : centre_(centre), radius_mm_(radius_mm), normal_(centre.normal.cast<double>()) {
        along_ = normal_.unitOrthogonal();
        across_ = normal_.cross(along_);
    }

    // Adds places with their weight times `sign`; returns the sum of squared weights.
    double add(const PlaceCubes& places, double sign) {
        // Surface that turns away by more than 60 degrees would be seen squeezed.
        constexpr float facing = 0.5F;
        double squares = 0.0;
        places.visit_near(centre_, radius_mm_, [&](const Place& place) {
            const Point3 offset = place.position_mm - centre_.position_mm;
            const double weight = place.weight * hann(offset.norm() / radius_mm_);
            if (weight > 0.0 && place.normal.dot(centre_.normal) > facing) {
                points_.add({offset.dot(along_), offset.dot(across_)}, sign * weight);
                squares += weight * weight;
            }
        });
        return squares;
    }

    [[nodiscard]] const PlanePoints& points() const { return points_; }

private:
    const Place& centre_;
    double radius_mm_;
    Point3 normal_;
    Point3 along_;
    Point3 across_;
    PlanePoints points_;
};

// Dots and probes around which spectra are taken.
struct Pattern {
    const Places& dots;
    const Places& probes;
    double dots_per_radius2 = 0.0;
};

// Where and how the spectrum of one patch is taken.
struct PatchView {
    const Place& centre;
    double f0_per_mm = 0.0;
    std::size_t frequencies = 0;
    std::uint64_t bits = 0;
    int directions = 0;
};

// Mean power over the directions of one patch; empty when it holds too few dots.
std::vector<double> patch_power(const PatchView& view, const PlaceCubes& dots,
                                const PlaceCubes& probes) {
    const auto& [centre, f0_per_mm, frequencies, bits, directions] = view;
    constexpr double patch_spacings = 12.0;
    constexpr std::size_t fewest = 20;
    Patch patch(centre, patch_spacings / f0_per_mm);
    const double signal = patch.add(dots, 1.0);
    if (patch.points().x.size() < fewest) {
        return {};
    }
    // Probes stand for the mean; being random themselves they add a power of their own, which is taken off.
    const double noise = patch.add(probes, -1.0);
    std::vector<double> power(frequencies, 0.0);
    for (int i = 0; i < directions; ++i) {
        const double angle = std::numbers::pi * (i + uniform(bits)) / directions;
        const std::vector<double> squared =
            squared_sums(patch.points(), angle, f0_per_mm, frequencies);
        for (std::size_t k = 0; k < frequencies; ++k) {
            power[k] += (squared[k] - noise) / signal / directions;
        }
    }
    return power;
}

std::size_t frequencies_up_to(double highest) {
    return static_cast<std::size_t>((highest - RadialPower::first) / RadialPower::step + 1.5);
}

RadialPower power_of(const Pattern& pattern, double highest, const BlueNoiseOptions& options) {
    const std::size_t frequencies = frequencies_up_to(highest);
    RadialPower result{std::vector<double>(frequencies, not_a_number)};
    if (pattern.dots.empty() || pattern.probes.empty()) {
        return result;
    }
    const double edge = 4.0 * largest_radius(pattern.dots);
    const PlaceCubes dots(pattern.dots, edge);
    const PlaceCubes probes(pattern.probes, edge);
    std::vector<std::vector<double>> of_patch(static_cast<std::size_t>(options.patches));
    parallel_for(of_patch.size(), 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint64_t bits = hash64(options.seed, i);
            const Place& centre = pattern.probes[hash64(bits) % pattern.probes.size()];
            const double f0_per_mm = std::sqrt(pattern.dots_per_radius2) / centre.radius_mm;
            of_patch[i] = patch_power({centre, f0_per_mm, frequencies, bits, options.directions},
                                      dots, probes);
        }
    });
    double used = 0.0;
    std::vector<double> sum(frequencies, 0.0);
    for (const std::vector<double>& power : of_patch) {
        used += power.empty() ? 0.0 : 1.0;
        for (std::size_t k = 0; k < power.size(); ++k) {
            sum[k] += power[k];
        }
    }
    for (std::size_t k = 0; k < frequencies && used > 0.0; ++k) {
        result.values[k] = sum[k] / used;
    }
    return result;
}

double packing_of(double smallest, double dots_per_radius2) {
    return smallest * std::sqrt(0.5 * std::numbers::sqrt3 * dots_per_radius2);
}

}  // namespace

NearestNeighbours nearest_neighbours(const TriangleMesh& mesh, const SurfaceField& field,
                                     std::span<const SurfaceDot> dots) {
    return nearest_of(places_of_dots(mesh, field, agreeing_normals(mesh), dots));
}

double packing_ratio(const TriangleMesh& mesh, const SurfaceField& field,
                     std::span<const SurfaceDot> dots) {
    return packing_of(nearest_neighbours(mesh, field, dots).smallest,
                      relative_density(mesh, field, dots.size()));
}

std::size_t PairCorrelation::peak() const {
    return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) -
                                    values.begin());
}

PairCorrelation pair_correlation(const TriangleMesh& mesh, const SurfaceField& field,
                                 std::span<const SurfaceDot> dots,
                                 const BlueNoiseOptions& options) {
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    return correlation_of(places_of_dots(mesh, field, normals, dots),
                          places_of_probes(mesh, field, normals, dots.size(), options));
}

double RadialPower::low() const {
    constexpr double half = 0.5 + 1e-9;
    double sum = 0.0;
    double count = 0.0;
    for (std::size_t i = 0; i < values.size() && frequency(i) <= half; ++i) {
        if (!std::isnan(values[i])) {
            sum += values[i];
            count += 1.0;
        }
    }
    return count > 0.0 ? sum / count : not_a_number;
}

RadialPower radial_power(const TriangleMesh& mesh, const SurfaceField& field,
                         std::span<const SurfaceDot> dots, double highest,
                         const BlueNoiseOptions& options) {
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    const Places places = places_of_dots(mesh, field, normals, dots);
    const Places probes = places_of_probes(mesh, field, normals, dots.size(), options);
    return power_of({places, probes, relative_density(mesh, field, dots.size())}, highest, options);
}

PlanarSpectrum planar_spectrum(const std::vector<Point2>& points_mm, const Box2& square_mm,
                               std::uint64_t seed) {
    constexpr int directions = 240;
    const Point2 size = square_mm.high - square_mm.low;
    const double f0 = std::sqrt(static_cast<double>(points_mm.size()) / (size.x() * size.y()));
    PlanePoints points;
    double signal = 0.0;
    for (const Point2& place : points_mm) {
        const Point2 share = 2.0 * (place - square_mm.low).cwiseQuotient(size) - Point2(1.0, 1.0);
        const double weight = hann(std::abs(share.x())) * hann(std::abs(share.y()));
        points.add(place - square_mm.low, weight);
        signal += weight * weight;
    }
    const std::size_t frequencies = frequencies_up_to(3.0);
    PlanarSpectrum spectrum{{std::vector<double>(frequencies, 0.0)}, {}, 0.0};
    const std::size_t sectors = spectrum.of_sector.size();
    for (int i = 0; i < directions; ++i) {
        const double turn = uniform(hash64(seed, static_cast<std::uint64_t>(i)));
        const double angle = std::numbers::pi * (i + turn) / directions;
        const std::vector<double> squared = squared_sums(points, angle, f0, frequencies);
        for (std::size_t k = 0; k < frequencies; ++k) {
            const double f = RadialPower::frequency(k);
            spectrum.radial.values[k] += squared[k] / signal / directions;
            if (f > 0.7 - 1e-9 && f < 1.5 + 1e-9) {
                spectrum.of_sector[static_cast<std::size_t>(i) * sectors / directions] +=
                    squared[k] / signal;
            }
        }
    }
    // The window itself shows at the lowest frequencies.
    constexpr double fewest_periods = 5.0;
    for (std::size_t k = 0; k < frequencies; ++k) {
        if (RadialPower::frequency(k) * f0 * size.minCoeff() <= fewest_periods) {
            spectrum.radial.values[k] = not_a_number;
        }
    }
    const auto [least, most] =
        std::minmax_element(spectrum.of_sector.begin(), spectrum.of_sector.end());
    spectrum.anisotropy = *most / *least;
    return spectrum;
}

BlueNoiseMeasures measure_blue_noise(const TriangleMesh& mesh, const SurfaceField& field,
                                     std::span<const SurfaceDot> dots,
                                     const BlueNoiseOptions& options) {
    const std::vector<Vector3f> normals = agreeing_normals(mesh);
    const Places places = places_of_dots(mesh, field, normals, dots);
    const Places probes = places_of_probes(mesh, field, normals, dots.size(), options);
    const double density = relative_density(mesh, field, dots.size());
    const PairCorrelation correlation = correlation_of(places, probes);
    BlueNoiseMeasures measures;
    measures.nearest = nearest_of(places);
    measures.packing_ratio = packing_of(measures.nearest.smallest, density);
    measures.low_frequency_power = power_of({places, probes, density}, 0.5, options).low();
    measures.peak_correlation = correlation.values[correlation.peak()];
    measures.peak_distance = PairCorrelation::distance(correlation.peak());
    return measures;
}

}  // namespace stubble
