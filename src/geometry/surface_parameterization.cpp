#include "geometry/surface_parameterization.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/SparseCholesky>
#include <Eigen/SparseCore>

#include "base/check.h"

namespace stubble {
namespace {

// A triangle laid flat, and the weight of the edge opposite each corner.
struct FlatTriangle {
    std::array<Point2, 3> corners;
    std::array<double, 3> edge_weights;
};

// The edge opposite corner k.
std::array<std::size_t, 2> edge_ends(std::size_t k) {
    return {(k + 1) % 3, (k + 2) % 3};
}

std::array<Point2, 3> laid_flat(const TriangleMesh& mesh, std::size_t triangle) {
    const Point3 a = mesh.corner(triangle, 0).cast<double>();
    const Point3 b = mesh.corner(triangle, 1).cast<double>() - a;
    const Point3 c = mesh.corner(triangle, 2).cast<double>() - a;
    const double length = b.norm();
    return {Point2(0.0, 0.0), Point2(length, 0.0),
            Point2(b.dot(c) / length, b.cross(c).norm() / length)};
}

FlatTriangle flat_triangle(const TriangleMesh& mesh, std::size_t triangle, double weight) {
    constexpr double largest_cotangent = 60.0;  // of an angle of 1 degree
    FlatTriangle flat{laid_flat(mesh, triangle), {}};
    for (std::size_t k = 0; k < 3; ++k) {
        const auto [i, j] = edge_ends(k);
        const Point2 a = flat.corners[i] - flat.corners[k];
        const Point2 b = flat.corners[j] - flat.corners[k];
        const double sine = std::abs(a.x() * b.y() - a.y() * b.x());
        flat.edge_weights[k] =
            weight * std::clamp(a.dot(b) / sine, -largest_cotangent, largest_cotangent);
    }
    return flat;
}

class Flattener {
public:
    Flattener(const TriangleMesh& mesh, const Flattening& flattening)
        : mesh_(mesh), places_(flattening.start) {
        for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
            flat_.push_back(flat_triangle(mesh, t, flattening.weights[t]));
        }
        factorize();
    }

    // Turns every triangle as it lies now, then moves all places to where the turned triangles want them.
    void improve() {
        Eigen::MatrixX2d wanted =
            Eigen::MatrixX2d::Zero(static_cast<Eigen::Index>(places_.size()), 2);
        for (std::size_t t = 0; t < flat_.size(); ++t) {
            const Eigen::Matrix2d turn = rotation(t);
            for (std::size_t k = 0; k < 3; ++k) {
                const auto [i, j] = edge_ends(k);
                const Point2 edge = 0.5 * flat_[t].edge_weights[k] * turn *
                                    (flat_[t].corners[i] - flat_[t].corners[j]);
                wanted.row(mesh_.triangles[t][i]) += edge.transpose();
                wanted.row(mesh_.triangles[t][j]) -= edge.transpose();
            }
        }
        const Eigen::MatrixX2d solved = solver_.solve(wanted);
        for (std::size_t i = 0; i < places_.size(); ++i) {
            places_[i] = solved.row(static_cast<Eigen::Index>(i)).transpose();
        }
    }

    [[nodiscard]] const std::vector<Point2>& places() const { return places_; }

private:
    void factorize() {
        std::vector<Eigen::Triplet<double>> entries;
        for (std::size_t t = 0; t < flat_.size(); ++t) {
            for (std::size_t k = 0; k < 3; ++k) {
                const auto [i, j] = edge_ends(k);
                const int a = static_cast<int>(mesh_.triangles[t][i]);
                const int b = static_cast<int>(mesh_.triangles[t][j]);
                const double half = 0.5 * flat_[t].edge_weights[k];
                entries.insert(entries.end(),
                               {{a, a, half}, {b, b, half}, {a, b, -half}, {b, a, -half}});
            }
        }
        constexpr double anchor = 1e-9;  // the chart may lie anywhere
        const int count = static_cast<int>(places_.size());
        for (int i = 0; i < count; ++i) {
            entries.emplace_back(i, i, anchor);
        }
        Eigen::SparseMatrix<double> laplacian(count, count);
        laplacian.setFromTriplets(entries.begin(), entries.end());
        solver_.compute(laplacian);
        STUBBLE_CHECK(solver_.info() == Eigen::Success);
    }

    // The rotation nearest to the map of a triangle.
    [[nodiscard]] Eigen::Matrix2d rotation(std::size_t t) const {
        Eigen::Matrix2d sum = Eigen::Matrix2d::Zero();
        for (std::size_t k = 0; k < 3; ++k) {
            const auto [i, j] = edge_ends(k);
            sum += flat_[t].edge_weights[k] *
                   (places_[mesh_.triangles[t][i]] - places_[mesh_.triangles[t][j]]) *
                   (flat_[t].corners[i] - flat_[t].corners[j]).transpose();
        }
        const double angle = std::atan2(sum(1, 0) - sum(0, 1), sum(0, 0) + sum(1, 1));
        return Eigen::Rotation2Dd(angle).toRotationMatrix();
    }

    const TriangleMesh& mesh_;
    std::vector<FlatTriangle> flat_;
    std::vector<Point2> places_;
    Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver_;
};

}  // namespace

std::vector<Point2> flatten_surface(const TriangleMesh& mesh, const Flattening& flattening) {
    STUBBLE_CHECK(flattening.start.size() == mesh.vertices_mm.size());
    STUBBLE_CHECK(flattening.weights.size() == mesh.triangles.size());
    Flattener flattener(mesh, flattening);
    for (int i = 0; i < flattening.iterations; ++i) {
        flattener.improve();
    }
    return flattener.places();
}

Stretch triangle_stretch(const TriangleMesh& mesh, const std::vector<Point2>& chart,
                         std::size_t triangle) {
    const std::array<Point2, 3> flat = laid_flat(mesh, triangle);
    const Triangle& t = mesh.triangles[triangle];
    Eigen::Matrix2d from;
    from << flat[1] - flat[0], flat[2] - flat[0];
    Eigen::Matrix2d to;
    to << chart[t[1]] - chart[t[0]], chart[t[2]] - chart[t[0]];
    const Eigen::Matrix2d map = to * from.inverse();
    const double sum = std::hypot(map(0, 0) + map(1, 1), map(1, 0) - map(0, 1));
    const double difference = std::hypot(map(0, 0) - map(1, 1), map(1, 0) + map(0, 1));
    return {(sum + difference) / 2.0, (sum - difference) / 2.0};
}

}  // namespace stubble
