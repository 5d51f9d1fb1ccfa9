#include "scalp/scan_alignment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include <Eigen/Cholesky>

#include "base/parallel.h"
#include "base/random.h"
#include "scalp/head_measures.h"
#include "scalp/head_vault.h"

namespace stubble {
namespace {

// Unknowns: a small turn about the middle of the vault, a shift, and the shape of the vault.
constexpr int rigid_unknowns = 6;
constexpr int shape_unknowns = 6;
using Vector = Eigen::Matrix<double, rigid_unknowns + shape_unknowns, 1>;
using Matrix =
    Eigen::Matrix<double, rigid_unknowns + shape_unknowns, rigid_unknowns + shape_unknowns>;

// With the step of the derivative and the usual spread.
struct ShapeUnknown {
    double HeadShape::*parameter;
    double probe;
    double spread;
};
constexpr std::array<ShapeUnknown, shape_unknowns> shape_parameters{
    {{&HeadShape::length, 0.01, 0.04},
     {&HeadShape::breadth, 0.01, 0.04},
     {&HeadShape::height, 0.01, 0.05},
     {&HeadShape::plan_squareness, 0.05, 0.10},
     {&HeadShape::coronal_squareness, 0.05, 0.10},
     {&HeadShape::sagittal_fullness, 0.005, 0.010}}};

// Farther from the skin a point of the vault belongs to something else.
constexpr double vault_reach_mm = 8.0;

// A surface counts as much as this many independent places measured to 1 mm: neighbouring points err together.
constexpr double independent_places = 30.0;
constexpr double landmark_sd_mm = 1.5;

struct SkinPoint {
    Point3 place = Point3::Zero();
    Point3 outward = Point3::Zero();  // unit
    double height_mm = 0.0;           // above the skin
    double weight = 0.0;
    std::array<double, shape_unknowns> height_by_shape{};
};

// How much a place counts by where it lies on the head.
double region_weight(const HeadSurface& head, const Point3& place) {
    constexpr double ear_clearance_mm = 8.0;
    constexpr double face_weight = 0.3;
    constexpr double side_weight = 0.5;  // below the vault, above the neck
    const Point3 canonical = head.warp().to_canonical(place);
    if (canonical.y() < -60.0 || head.distance_from_ear(place) < ear_clearance_mm) {
        return 0.0;
    }
    if (is_vault(canonical)) {
        return 1.0;
    }
    const bool is_face = canonical.z() > 20.0 && canonical.y() < 60.0;
    return is_face ? face_weight : canonical.y() > -45.0 ? side_weight : 0.0;
}

// Tukey's biweight.
double robust_weight(double height_mm, double reach_mm) {
    const double share = height_mm / reach_mm;
    return std::abs(share) < 1.0 ? (1.0 - share * share) * (1.0 - share * share) : 0.0;
}

SkinPoint skin_point(const HeadSurface& head, const Point3& place, double reach_mm) {
    SkinPoint p;
    p.place = place;
    const Dual d = head.distance_and_gradient_without_ears(place);
    const double slope = std::max(d.gradient().norm(), 0.3);
    p.outward = d.gradient() / slope;
    p.height_mm = d.value() / slope;
    if (std::abs(p.height_mm) < reach_mm) {
        p.weight = region_weight(head, place) * robust_weight(p.height_mm, reach_mm);
    }
    return p;
}

// One registration: Gauss-Newton on heights above the skin, landmarks and the spread of shapes.
class Registration {
public:
    Registration(const ScanEvidence& scan, const ScanPose& start, bool changes_shape)
        : scan_(scan), start_(start), pose_(start), changes_shape_(changes_shape) {}

    // Takes about so many of the points; those farther off than the reach do not count.
    void settle(std::size_t points, double reach_mm, int most_steps) {
        constexpr double settled_mm = 2e-3;
        const std::vector<Point3> some = some_of(scan_.points, points);
        for (int i = 0; i < most_steps && step(some, reach_mm) > settled_mm; ++i) {
        }
    }
    [[nodiscard]] const ScanPose& pose() const { return pose_; }

private:
    // Millimetres by which the far end of the head moves.
    double step(const std::vector<Point3>& points, double reach_mm) {
        const HeadSurface head(pose_.shape);
        normal_ = Matrix::Zero();
        right_ = Vector::Zero();
        add_surface(skin_points(head, points, reach_mm));
        add_anchors(landmarks_of(head));
        add_spread();
        return move(normal_.ldlt().solve(right_));
    }

    [[nodiscard]] std::vector<SkinPoint> skin_points(const HeadSurface& head,
                                                     const std::vector<Point3>& points,
                                                     double reach_mm) const {
        std::vector<HeadSurface> probed;
        for (const ShapeUnknown& unknown : shape_parameters) {
            if (changes_shape_) {
                HeadShape shape = pose_.shape;
                shape.*unknown.parameter += unknown.probe;
                probed.emplace_back(shape);
            }
        }
        std::vector<SkinPoint> found(points.size());
        parallel_for(found.size(), 128, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                SkinPoint p = skin_point(head, pose_.to_head * points[i], reach_mm);
                const double here = p.weight > 0.0 ? head.distance_without_ears(p.place) : 0.0;
                for (std::size_t j = 0; p.weight > 0.0 && j < probed.size(); ++j) {
                    p.height_by_shape[j] = (probed[j].distance_without_ears(p.place) - here) /
                                           shape_parameters[j].probe;
                }
                found[i] = p;
            }
        });
        return found;
    }

    static Vector rigid_row(const Point3& place, const Point3& direction) {
        Vector row = Vector::Zero();
        row.head<rigid_unknowns>() << (place - vault_center_mm).cross(direction), direction;
        return row;
    }

    void add(const Vector& row, double residual, double weight) {
        normal_ += weight * row * row.transpose();
        right_ -= weight * residual * row;
    }

    void add_surface(const std::vector<SkinPoint>& points) {
        double sum = 0.0;
        for (const SkinPoint& p : points) {
            sum += p.weight;
        }
        for (const SkinPoint& p : points) {
            if (p.weight > 0.0) {
                Vector row = rigid_row(p.place, p.outward);
                for (int j = 0; j < shape_unknowns; ++j) {
                    row[rigid_unknowns + j] = p.height_by_shape[j];
                }
                add(row, p.height_mm, p.weight * independent_places / sum);
            }
        }
    }

    void add_anchors(const HeadLandmarks& landmarks) {
        for (const ScanAnchor& anchor : scan_.anchors) {
            const Point3 place = pose_.to_head * anchor.scan;
            const Point3 off = place - landmarks.*anchor.landmark;
            for (int axis = 0; axis < 3; ++axis) {
                add(rigid_row(place, Point3::Unit(axis)), off[axis],
                    1.0 / (landmark_sd_mm * landmark_sd_mm));
            }
        }
    }

    void add_spread() {
        for (int j = 0; j < shape_unknowns; ++j) {
            const ShapeUnknown& unknown = shape_parameters[j];
            Vector row = Vector::Zero();
            row[rigid_unknowns + j] = 1.0 / unknown.spread;
            const double off = pose_.shape.*unknown.parameter - start_.shape.*unknown.parameter;
            add(row, changes_shape_ ? off / unknown.spread : 0.0, 1.0);
        }
    }

    double move(const Vector& by) {
        constexpr double longest_turn = 0.2;
        const Point3 turn = by.head<3>();
        Eigen::Isometry3d step = Eigen::Isometry3d::Identity();
        step.translate(vault_center_mm + Point3(by.segment<3>(3)));
        if (turn.norm() > 0.0) {
            step.rotate(Eigen::AngleAxisd(std::min(turn.norm(), longest_turn), turn.normalized()));
        }
        step.translate(-vault_center_mm);
        pose_.to_head = step * pose_.to_head;
        double change = (step * Point3(0, 130, 0) - Point3(0, 130, 0)).norm() +
                        (step * Point3(70, 30, 100) - Point3(70, 30, 100)).norm();
        for (int j = 0; changes_shape_ && j < shape_unknowns; ++j) {
            pose_.shape.*shape_parameters[j].parameter += by[rigid_unknowns + j];
            change += 10.0 * std::abs(by[rigid_unknowns + j]);
        }
        return change;
    }

    const ScanEvidence& scan_;
    const ScanPose& start_;
    ScanPose pose_;
    bool changes_shape_;
    Matrix normal_;
    Vector right_;
};

// Directions from the middle of the vault, about 15 degrees apart: cells of equal area.
constexpr std::size_t rings = 8;
constexpr std::size_t cells_per_ring = 24;
using Cells = std::array<bool, rings * cells_per_ring>;

// Which of `count` equal parts of [0, 1].
std::size_t part_of_unit(double share, std::size_t count) {
    const double part = std::floor(share * static_cast<double>(count));
    return static_cast<std::size_t>(std::clamp(part, 0.0, static_cast<double>(count - 1)));
}

std::size_t cell_of(const Point3& canonical) {
    const Point3 d = (canonical - vault_center_mm).normalized();
    const double turn = std::atan2(d.x(), d.z()) / (2.0 * std::numbers::pi) + 0.5;
    return part_of_unit((d.y() + 1.0) / 2.0, rings) * cells_per_ring +
           part_of_unit(turn, cells_per_ring);
}

Point3 middle_of(std::size_t cell) {
    const std::size_t ring = cell / cells_per_ring;
    const std::size_t place = cell % cells_per_ring;
    const double y = 2.0 * (static_cast<double>(ring) + 0.5) / rings - 1.0;
    const double turn =
        2.0 * std::numbers::pi * ((static_cast<double>(place) + 0.5) / cells_per_ring - 0.5);
    const double around = std::sqrt(1.0 - y * y);
    return {around * std::sin(turn), y, around * std::cos(turn)};
}

// Cells in whose middle the canonical skin is such a place.
Cells cells_where(bool (*is_wanted)(const Point3& canonical)) {
    const HeadSurface head{HeadShape{}};
    Cells cells{};
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        const Point3 direction = middle_of(cell);
        cells[cell] = is_wanted(vault_center_mm +
                                distance_to_skin_mm(head, vault_center_mm, direction) * direction);
    }
    return cells;
}

double share_of(const Cells& cells, const Cells& covered) {
    int both = 0;
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        both += cells[cell] && covered[cell] ? 1 : 0;
    }
    return both / static_cast<double>(std::count(cells.begin(), cells.end(), true));
}

}  // namespace

bool is_vault(const Point3& canonical_mm) {
    // Height of a line over the hairline in front, the ears and the nape.
    struct Corner {
        double z;
        double y;
    };
    constexpr Corner front{87.0, 85.0};
    constexpr Corner ear{-6.0, 38.0};
    constexpr Corner nape{-85.0, -25.0};
    const double z = canonical_mm.z();
    const Corner& other = z > ear.z ? front : nape;
    const double share = (z - ear.z) / (other.z - ear.z);
    return canonical_mm.y() > ear.y + share * (other.y - ear.y);
}

std::vector<Point3> spread_points(const TriangleMesh& mesh, std::size_t count) {
    const double total = surface_area_mm2(mesh);
    std::vector<Point3> points;
    if (!(total > 0.0)) {
        return points;
    }
    const double step = total / static_cast<double>(count);
    double area = 0.0;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        area += triangle_area_mm2(mesh, t);
        while (points.size() < count && (static_cast<double>(points.size()) + 0.5) * step < area) {
            double u = uniform(hash64(1, points.size()));
            double v = uniform(hash64(2, points.size()));
            if (u + v > 1.0) {
                u = 1.0 - u;
                v = 1.0 - v;
            }
            points.emplace_back((1.0 - u - v) * mesh.corner(t, 0).cast<double>() +
                                u * mesh.corner(t, 1).cast<double>() +
                                v * mesh.corner(t, 2).cast<double>());
        }
    }
    return points;
}

std::vector<Point3> some_of(const std::vector<Point3>& points, std::size_t count) {
    std::vector<Point3> some;
    const std::size_t step =
        std::max<std::size_t>(1, points.size() / std::max<std::size_t>(1, count));
    for (std::size_t i = 0; i < points.size(); i += step) {
        some.push_back(points[i]);
    }
    return some;
}

HeadLandmarks landmarks_of(const HeadSurface& head) {
    const HeadWarp& warp = head.warp();
    const auto skin = [&](const Point3& inside, const Point3& direction) {
        return Point3(inside + distance_to_skin_mm(head, inside, direction) * direction);
    };
    const Point3 left = skin(Point3::Zero(), Point3::UnitX());
    return {skin({0.0, warp.real_height(34.0), 0.0}, Point3::UnitZ()), left,
            Point3(-left.x(), left.y(), left.z()), skin({0.0, 40.0, 0.0}, Point3::UnitY()),
            skin({0.0, warp.real_height(-15.0), 0.0}, -Point3::UnitZ())};
}

ScanPose aligned(const ScanEvidence& scan, const ScanPose& start) {
    Registration registration(scan, start, false);
    registration.settle(500, 40.0, 10);
    registration.settle(1000, 20.0, 20);
    registration.settle(scan.points.size(), 10.0, 20);
    return registration.pose();
}

ScanPose roughly_aligned(const ScanEvidence& scan, const ScanPose& start) {
    Registration registration(scan, start, false);
    registration.settle(scan.points.size(), 40.0, 8);
    registration.settle(scan.points.size(), 15.0, 8);
    return registration.pose();
}

ScanPose adapted(const ScanEvidence& scan, const ScanPose& start) {
    Registration registration(scan, start, true);
    registration.settle(1000, 12.0, 10);
    registration.settle(scan.points.size(), vault_reach_mm, 10);
    return registration.pose();
}

ScanAgreement agreement_of(const std::vector<Point3>& points, const ScanPose& pose) {
    constexpr double neck_y = -80.0;
    constexpr double near_mm = 4.0;
    static const Cells vault_cells = cells_where(is_vault);
    static const Cells head_cells = cells_where([](const Point3& p) { return p.y() > neck_y; });
    const HeadSurface head(pose.shape);
    Cells covered{};
    std::vector<double> heights;
    double above_neck = 0.0;
    double near = 0.0;
    for (const Point3& point : points) {
        const SkinPoint p = skin_point(head, pose.to_head * point, vault_reach_mm);
        const Point3 canonical = head.warp().to_canonical(p.place);
        above_neck += canonical.y() > neck_y ? 1.0 : 0.0;
        near += canonical.y() > neck_y && std::abs(p.height_mm) < near_mm ? 1.0 : 0.0;
        if (std::abs(p.height_mm) < vault_reach_mm) {
            covered[cell_of(canonical)] = true;
            if (is_vault(canonical)) {
                heights.push_back(std::abs(p.height_mm));
            }
        }
    }
    ScanAgreement found{share_of(vault_cells, covered), share_of(head_cells, covered),
                        near / std::max(above_neck, 1.0)};
    if (!heights.empty()) {
        const double squares =
            std::inner_product(heights.begin(), heights.end(), heights.begin(), 0.0);
        found.rms_mm = std::sqrt(squares / static_cast<double>(heights.size()));
        const auto p95 = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() * 95 / 100);
        std::nth_element(heights.begin(), p95, heights.end());
        found.p95_mm = *p95;
    }
    return found;
}

}  // namespace stubble
