#include "scalp/scan_orientation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>

#include "base/parallel.h"

namespace stubble {
namespace {

constexpr std::array<ScanUnit, 4> all_units{ScanUnit::Millimetre, ScanUnit::Centimetre,
                                            ScanUnit::Metre, ScanUnit::Inch};

// Longest side of the box around a head: from the vault alone to a bust.
constexpr double smallest_mm = 160.0;
constexpr double largest_mm = 900.0;

std::vector<ScanUnit> units_to_try(std::optional<ScanUnit> stated) {
    return stated ? std::vector<ScanUnit>{*stated}
                  : std::vector<ScanUnit>(all_units.begin(), all_units.end());
}

double longest_side(const std::vector<Point3>& points) {
    Eigen::AlignedBox3d box;
    for (const Point3& p : points) {
        box.extend(p);
    }
    return box.sizes().maxCoeff();
}

std::string number(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g", value);
    return text.data();
}

// Axes of a file: 0 = +x, 1 = -x, 2 = +y ...
Point3 axis_direction(int axis) {
    return (axis % 2 == 0 ? 1.0 : -1.0) * Point3(Point3::Unit(axis / 2));
}

std::string axis_name(int axis) {
    return std::string(axis % 2 == 0 ? "+" : "-") + "xyz"[axis / 2];
}

struct Stand {
    ScanUnit unit;
    int up;
    int front;
};

// All ways to stand along the axes.
void add_stands(ScanUnit unit, std::vector<Stand>& stands) {
    for (int up = 0; up < 6; ++up) {
        for (int front = 0; front < 6; ++front) {
            if (up / 2 != front / 2) {
                stands.push_back({unit, up, front});
            }
        }
    }
}

std::vector<Stand> stands_to_try(double side, std::optional<ScanUnit> stated) {
    std::vector<Stand> stands;
    for (const ScanUnit unit : units_to_try(stated)) {
        const double side_mm = side * mm_of(unit);
        if (side_mm >= smallest_mm && side_mm <= largest_mm) {
            add_stands(unit, stands);
        }
    }
    return stands;
}

// Middle and length of the bulk of some numbers: without the outermost two per cent.
struct Spread {
    double middle;
    double length;
};
Spread spread_of(std::vector<double> numbers) {
    std::sort(numbers.begin(), numbers.end());
    const std::size_t cut = numbers.size() / 50;
    const double low = numbers[cut];
    const double high = numbers[numbers.size() - 1 - cut];
    return {0.5 * (low + high), high - low};
}

// Lays the top of what is up over the vault, and stretches the vault to the breadth and length found below it.
std::optional<ScanPose> standing_pose(const std::vector<Point3>& points_mm, const Stand& stand,
                                      const HeadShape& head) {
    const Point3 up = axis_direction(stand.up);
    const Point3 front = axis_direction(stand.front);
    Eigen::Matrix3d turn;
    turn << up.cross(front).transpose(), up.transpose(), front.transpose();
    double top = -1e9;
    for (const Point3& p : points_mm) {
        top = std::max(top, up.dot(p));
    }
    std::vector<double> across;
    std::vector<double> along;
    for (const Point3& p : points_mm) {
        const double below = top - up.dot(p);
        if (below > 50.0 && below < 110.0) {
            across.push_back(turn.row(0).dot(p));
            along.push_back(front.dot(p));
        }
    }
    if (across.size() < 20) {
        return std::nullopt;
    }
    const Spread x = spread_of(across);
    const Spread z = spread_of(along);
    ScanPose pose{head, Eigen::Isometry3d::Identity()};
    pose.shape.breadth *= std::clamp(x.length / (154.0 * head.breadth), 0.88, 1.12);
    pose.shape.length *= std::clamp(z.length / (200.0 * head.length), 0.88, 1.12);
    pose.to_head.translate(
        Point3(-x.middle, HeadWarp(head).real_height(131.5) - top, -2.0 - z.middle));
    pose.to_head.rotate(turn);
    return pose;
}

struct Trial {
    Stand stand;
    ScanPose pose;
    double score = -1.0;

    friend bool operator>(const Trial& a, const Trial& b) { return a.score > b.score; }
};

double score_of(const std::vector<Point3>& points, const ScanPose& pose) {
    const ScanAgreement found = agreement_of(points, pose);
    return found.head_covered + found.near;
}

std::vector<Point3> scaled(const std::vector<Point3>& points, ScanUnit unit) {
    std::vector<Point3> points_mm;
    points_mm.reserve(points.size());
    for (const Point3& p : points) {
        points_mm.emplace_back(p * mm_of(unit));
    }
    return points_mm;
}

Trial rough_trial(const std::vector<Point3>& points, const Stand& stand, const HeadShape& head) {
    const ScanEvidence scan{scaled(points, stand.unit), {}};
    const std::optional<ScanPose> start = standing_pose(scan.points, stand, head);
    if (!start) {
        return {stand, {}};
    }
    const ScanPose pose = roughly_aligned(scan, *start);
    return {stand, pose, score_of(scan.points, pose)};
}

Trial exact_trial(const std::vector<Point3>& points, const Trial& rough) {
    const ScanEvidence scan{scaled(points, rough.stand.unit), {}};
    const ScanPose pose = adapted(scan, aligned(scan, rough.pose));
    return {rough.stand, pose, score_of(scan.points, pose)};
}

// Best first.
template <typename Make>
std::vector<Trial> sorted_trials(std::size_t count, const Make& make) {
    std::vector<Trial> trials(count);
    parallel_for(count, 1, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            trials[i] = make(i);
        }
    });
    std::stable_sort(trials.begin(), trials.end(), std::greater<>());
    return trials;
}

// The best few that stand in different ways or have different sizes; many starts end in the same pose.
std::vector<Trial> distinct(const std::vector<Trial>& trials) {
    constexpr std::size_t most = 4;
    constexpr double same_turn = 0.7;  // 40 degrees
    std::vector<Trial> kept;
    for (const Trial& trial : trials) {
        const bool is_new = std::all_of(kept.begin(), kept.end(), [&](const Trial& other) {
            const Eigen::AngleAxisd between(trial.pose.to_head.linear() *
                                            other.pose.to_head.linear().transpose());
            return trial.stand.unit != other.stand.unit || between.angle() > same_turn;
        });
        if (is_new && kept.size() < most) {
            kept.push_back(trial);
        }
    }
    return kept;
}

std::string nearest_axis(const Point3& direction) {
    int nearest = 0;
    for (int axis = 1; axis < 6; ++axis) {
        if (direction.dot(axis_direction(axis)) > direction.dot(axis_direction(nearest))) {
            nearest = axis;
        }
    }
    return axis_name(nearest);
}

// Landmarks as columns, as far as both are there.
struct LandmarkPairs {
    Eigen::Matrix3Xd scan;
    Eigen::Matrix3Xd head;
};

LandmarkPairs pairs_of(const ScanLandmarks& given, const HeadLandmarks& head) {
    LandmarkPairs pairs;
    const auto add = [&](const Point3& scan, const Point3& place) {
        const Eigen::Index count = pairs.scan.cols();
        pairs.scan.conservativeResize(Eigen::NoChange, count + 1);
        pairs.head.conservativeResize(Eigen::NoChange, count + 1);
        pairs.scan.col(count) = scan;
        pairs.head.col(count) = place;
    };
    add(given.glabella, head.glabella);
    add(given.left_tragion, head.left_tragion);
    add(given.right_tragion, head.right_tragion);
    if (given.vertex) {
        add(*given.vertex, head.vertex);
    }
    if (given.inion) {
        add(*given.inion, head.inion);
    }
    return pairs;
}

struct Similarity {
    double scale = 0.0;
    Eigen::Isometry3d to_head = Eigen::Isometry3d::Identity();  // of scaled points
    double rms_mm = 0.0;
};

Similarity similarity_of(const LandmarkPairs& pairs) {
    const Eigen::Matrix4d best = Eigen::umeyama(pairs.scan, pairs.head, true);
    Similarity found;
    found.scale = best.block<3, 1>(0, 0).norm();
    found.to_head.linear() = best.topLeftCorner<3, 3>() / found.scale;
    found.to_head.translation() = best.topRightCorner<3, 1>();
    const Eigen::Matrix3Xd off = (best.topLeftCorner<3, 3>() * pairs.scan).colwise() +
                                 found.to_head.translation() - pairs.head;
    found.rms_mm = std::sqrt(off.colwise().squaredNorm().mean());
    return found;
}

std::optional<ScanUnit> unit_near(double mm, std::optional<ScanUnit> stated) {
    constexpr double tolerance = 1.35;  // heads differ, and fingers
    for (const ScanUnit unit : units_to_try(stated)) {
        const double ratio = mm / mm_of(unit);
        if (ratio < tolerance && ratio > 1.0 / tolerance) {
            return unit;
        }
    }
    return std::nullopt;
}

Error wrong_size(const std::string& where, double side, std::optional<ScanUnit> stated) {
    const std::string size =
        stated ? "is " + number(side * mm_of(*stated)) + " mm large in " + name_of(*stated)
               : "is " + number(side) + " units large, which is no head in mm, cm, m or inches";
    return {where, size + " (a head or bust: 160 to 900 mm)",
            stated ? "state the unit it was saved in" : "scale it, or cut the head out of it"};
}

}  // namespace

double mm_of(ScanUnit unit) {
    switch (unit) {
        case ScanUnit::Millimetre:
            return 1.0;
        case ScanUnit::Centimetre:
            return 10.0;
        case ScanUnit::Metre:
            return 1000.0;
        case ScanUnit::Inch:
            break;
    }
    return 25.4;
}

std::string name_of(ScanUnit unit) {
    switch (unit) {
        case ScanUnit::Millimetre:
            return "millimetres";
        case ScanUnit::Centimetre:
            return "centimetres";
        case ScanUnit::Metre:
            return "metres";
        case ScanUnit::Inch:
            break;
    }
    return "inches";
}

Result<ScanStart> guess_start(const std::vector<Point3>& points, const HeadShape& head,
                              std::optional<ScanUnit> unit, const std::string& where) {
    const double side = longest_side(points);
    const std::vector<Stand> stands = stands_to_try(side, unit);
    if (stands.empty()) {
        return wrong_size(where, side, unit);
    }
    const std::vector<Point3> few = some_of(points, 300);
    const std::vector<Trial> rough = distinct(sorted_trials(
        stands.size(), [&](std::size_t i) { return rough_trial(few, stands[i], head); }));
    const std::vector<Point3> many = some_of(points, 1000);
    const std::vector<Trial> exact =
        sorted_trials(rough.size(), [&](std::size_t i) { return exact_trial(many, rough[i]); });
    constexpr double least_score = 1.1;    // a flat thing reaches 0.7, heads 1.5 to 2
    constexpr double least_margin = 0.05;  // over another way to stand
    const char* const remedy =
        "give landmarks: glabella, left_tragion, right_tragion and vertex or inion";
    if (exact.front().score < least_score) {
        return Error{where, "nothing in it looks like the bare vault of a head", remedy};
    }
    const std::vector<Trial> ways = distinct(exact);
    if (ways.size() > 1 && ways[0].score - ways[1].score < least_margin) {
        return Error{where, "which way its head faces cannot be told", remedy};
    }
    const auto& [stand, pose, score] = exact.front();
    const Eigen::Matrix3d turn = pose.to_head.linear();
    return ScanStart{stand.unit, pose,
                     std::string(unit ? "" : "unit guessed from its size: ") + name_of(stand.unit) +
                         "; guessed to stand with " + nearest_axis(turn.row(1)) + " up and " +
                         nearest_axis(turn.row(2)) + " forward"};
}

Result<ScanStart> start_from(const ScanLandmarks& landmarks, const HeadShape& head,
                             std::optional<ScanUnit> unit, const std::string& where) {
    constexpr double most_mm = 15.0;  // root mean square of what landmarks are off
    const HeadLandmarks expected = landmarks_of(HeadSurface(head));
    const Similarity found = similarity_of(pairs_of(landmarks, expected));
    ScanLandmarks swapped = landmarks;
    std::swap(swapped.left_tragion, swapped.right_tragion);
    const double swapped_mm = similarity_of(pairs_of(swapped, expected)).rms_mm;
    // Glabella, inion and the middle of the ears lie nearly on a line: turned over about it a head is only 8 mm off.
    constexpr double clear_mm = 5.0;
    if (found.rms_mm > clear_mm && swapped_mm < 0.6 * found.rms_mm) {
        return Error{where, "left_tragion and right_tragion look swapped",
                     "left is the client's left"};
    }
    const std::optional<ScanUnit> fitting = unit_near(found.scale, unit);
    if (!fitting) {
        return Error{where,
                     "its landmarks are " +
                         number((landmarks.left_tragion - landmarks.right_tragion).norm()) +
                         " units apart from ear to ear, which is no head in " +
                         (unit ? name_of(*unit) : std::string("mm, cm, m or inches")),
                     "check the places, or state another unit"};
    }
    if (!(found.rms_mm < most_mm)) {
        return Error{where, "its landmarks do not lie like those of a head",
                     "give their places in the file's coordinates, left is the client's left"};
    }
    ScanStart start{*fitting, {head, found.to_head}, ""};
    // Points keep their true size: the middle of the ears stays, the scale goes.
    const Point3 middle = 0.5 * (landmarks.left_tragion + landmarks.right_tragion);
    start.pose.to_head.translation() = 0.5 * (expected.left_tragion + expected.right_tragion) -
                                       found.to_head.linear() * middle * mm_of(*fitting);
    start.notes = std::string(unit ? "" : "unit found from its landmarks: ") + name_of(*fitting) +
                  "; placed by its landmarks";
    return start;
}

}  // namespace stubble
