#include "scalp/head_scan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/parallel.h"
#include "geometry/mesh_io.h"
#include "geometry/mesh_parts.h"
#include "scalp/scan_measures.h"

namespace stubble {
namespace {

constexpr std::size_t evidence_points = 4000;

std::string percent(double share) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.0f %%", 100.0 * share);
    return text.data();
}

std::string millimetres(double mm) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f mm", mm);
    return text.data();
}

TriangleMesh largest_piece(const TriangleMesh& scan, std::vector<std::string>& notes) {
    const MeshParts parts = connected_parts(scan.vertices_mm.size(), scan.triangles);
    if (parts.count == 1) {
        return scan;
    }
    std::vector<double> area(parts.count, 0.0);
    for (std::size_t t = 0; t < scan.triangles.size(); ++t) {
        area[parts.of_triangle[t]] += triangle_area_mm2(scan, t);
    }
    const auto largest = std::max_element(area.begin(), area.end());
    notes.push_back("kept the largest of its " + std::to_string(parts.count) + " pieces, " +
                    percent(*largest / surface_area_mm2(scan)) + " of its surface");
    MeshPart part =
        part_of(scan.triangles, parts, static_cast<std::size_t>(largest - area.begin()));
    TriangleMesh piece;
    piece.triangles.swap(part.triangles);
    for (const std::uint32_t vertex : part.vertices) {
        piece.vertices_mm.push_back(scan.vertices_mm[vertex]);
    }
    return piece;
}

TriangleMesh moved(const TriangleMesh& scan, const Eigen::Affine3d& to_head) {
    constexpr double steps_per_mm = 1024.0;
    TriangleMesh mesh{std::vector<Vector3f>(scan.vertices_mm.size()), scan.triangles};
    parallel_for(mesh.vertices_mm.size(), 1024, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const Point3 p = to_head * scan.vertices_mm[i].cast<double>();
            mesh.vertices_mm[i] =
                ((p * steps_per_mm).array().round() / steps_per_mm).matrix().cast<float>();
        }
    });
    return mesh;
}

// Canonical place of the skin below or above a place of the scan, ears out of the way. Far from the skin: of the place itself.
Point3 canonical_below(const HeadSurface& head, const Point3& place) {
    constexpr double far_mm = 60.0;
    constexpr double settled_mm = 0.01;
    Point3 p = place;
    for (int i = 0; i < 12; ++i) {
        const Dual d = head.distance_and_gradient_without_ears(p);
        if (std::abs(d.value()) < settled_mm) {
            break;
        }
        if (std::abs(d.value()) > far_mm) {
            return head.warp().to_canonical(place);
        }
        p -= d.value() / std::max(d.gradient().squaredNorm(), 0.2) * d.gradient();
    }
    return head.warp().to_canonical(p);
}

std::vector<Vector3f> canonical_places(const TriangleMesh& mesh, const HeadSurface& head) {
    std::vector<Vector3f> places(mesh.vertices_mm.size());
    parallel_for(places.size(), 256, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            places[i] = canonical_below(head, mesh.vertices_mm[i].cast<double>()).cast<float>();
        }
    });
    return places;
}

bool has_ears(const TriangleMesh& mesh, const HeadSurface& head) {
    constexpr double off_the_head_mm = 8.0;
    constexpr double near_ear_mm = 4.0;
    return std::any_of(mesh.triangles.begin(), mesh.triangles.end(), [&](const Triangle& t) {
        const Point3 p = mesh.vertices_mm[t[0]].cast<double>();
        return head.distance_from_ear(p) < near_ear_mm &&
               head.distance_without_ears(p) > off_the_head_mm;
    });
}

// Landmarks have to lie on the scan.
Status check_landmarks(const ScanLandmarks& landmarks, const ScanEvidence& scan, double unit_mm,
                       const std::string& where) {
    constexpr double farthest_mm = 30.0;
    const auto check = [&](const char* name, const std::optional<Point3>& place) -> Status {
        double nearest = 1e9;
        for (const Point3& p : scan.points) {
            nearest = place ? std::min(nearest, (p - *place * unit_mm).norm()) : 0.0;
        }
        if (nearest < farthest_mm) {
            return Done{};
        }
        return Error{where,
                     std::string(name) + " lies " + millimetres(nearest) + " off its surface",
                     "give the place in the file's own coordinates"};
    };
    for (const auto& [name, place] :
         {std::pair<const char*, std::optional<Point3>>{"glabella", landmarks.glabella},
          {"left_tragion", landmarks.left_tragion},
          {"right_tragion", landmarks.right_tragion},
          {"vertex", landmarks.vertex},
          {"inion", landmarks.inion}}) {
        if (Status status = check(name, place); !status) {
            return status;
        }
    }
    return Done{};
}

std::vector<ScanAnchor> anchors_of(const ScanLandmarks& landmarks, double unit_mm) {
    std::vector<ScanAnchor> anchors{
        {landmarks.glabella * unit_mm, &HeadLandmarks::glabella},
        {landmarks.left_tragion * unit_mm, &HeadLandmarks::left_tragion},
        {landmarks.right_tragion * unit_mm, &HeadLandmarks::right_tragion}};
    if (landmarks.inion) {
        anchors.push_back({*landmarks.inion * unit_mm, &HeadLandmarks::inion});
    }
    return anchors;
}

class ScanPlacer {
public:
    ScanPlacer(const TriangleMesh& scan, const std::string& where, const HeadScanOptions& options)
        : where_(where), options_(options), piece_(largest_piece(scan, placed_.notes)) {}

    Result<ScannedHead> run() {
        Result<FittedHead> mean = fit_head(asked_, where_);
        if (!mean) {
            return mean.error();
        }
        if (const Status status = find_start(mean->shape); !status) {
            return status.error();
        }
        if (const Status status = fit_to_measures(); !status) {
            return status.error();
        }
        pose_ = adapted(evidence_, pose_);
        pose_.shape = rounded(pose_.shape);
        placed_.agreement = agreement_of(evidence_.points, pose_);
        if (const Status status = check_agreement(); !status) {
            return status.error();
        }
        finish();
        return std::move(placed_);
    }

private:
    Status find_start(const HeadShape& mean) {
        asked_.sex = options_.sex;
        const std::vector<Point3> points = spread_points(piece_, evidence_points);
        const Result<ScanStart> start =
            options_.landmarks ? start_from(*options_.landmarks, mean, options_.unit, where_)
                               : guess_start(points, mean, options_.unit, where_);
        if (!start) {
            return start.error();
        }
        placed_.unit = start->unit;
        placed_.notes.push_back(start->notes);
        pose_ = start->pose;
        const double unit_mm = mm_of(placed_.unit);
        for (const Point3& p : points) {
            evidence_.points.emplace_back(p * unit_mm);
        }
        if (!options_.landmarks) {
            return Done{};
        }
        evidence_.anchors = anchors_of(*options_.landmarks, unit_mm);
        return check_landmarks(*options_.landmarks, evidence_, unit_mm, where_);
    }

    // Length, breadth and circumference of the scan as a tape would read them, and the most probable head with these.
    Status fit_to_measures() {
        constexpr int rounds = 2;
        for (int round = 0; round < rounds; ++round) {
            pose_ = aligned(evidence_, pose_);
            const ScanMeasures measures =
                measure_scan(moved(piece_, file_to_head()), HeadSurface(pose_.shape));
            asked_.length_mm = measures.length;
            asked_.breadth_mm = measures.breadth;
            asked_.circumference_mm = measures.circumference;
            Result<FittedHead> fitted = fit_head(asked_, where_);
            if (!fitted) {
                return Error{fitted.error().where, fitted.error().cause,
                             fitted.error().remedy + "; check the unit, or give landmarks"};
            }
            pose_.shape = fitted->shape;
        }
        pose_ = aligned(evidence_, pose_);
        return Done{};
    }

    [[nodiscard]] Status check_agreement() {
        constexpr double least_covered = 0.5;
        constexpr double whole = 0.97;
        constexpr double most_rms_mm = 4.0;
        const ScanAgreement& found = placed_.agreement;
        if (found.covered < least_covered) {
            return Error{where_, "only " + percent(found.covered) + " of the vault are there",
                         "scan the whole head, without hair or cap, or give landmarks"};
        }
        if (found.rms_mm > most_rms_mm) {
            return Error{
                where_,
                "its vault is " + millimetres(found.rms_mm) + " off the nearest generated head",
                "scan the bare head, or give landmarks"};
        }
        if (found.covered < whole) {
            placed_.notes.push_back("holes: " + percent(1.0 - found.covered) +
                                    " of the vault are missing");
        }
        return Done{};
    }

    void finish() {
        const HeadSurface head(pose_.shape);
        placed_.to_head = file_to_head();
        placed_.mesh = moved(piece_, placed_.to_head);
        placed_.canonical_mm = canonical_places(placed_.mesh, head);
        placed_.fitted = with_report({pose_.shape, HeadTape().measure(head), {}, {}}, asked_);
        if (!has_ears(placed_.mesh, head)) {
            placed_.notes.emplace_back("no ears: their places are those of the generated head");
        }
        placed_.notes.push_back("vault: " + millimetres(placed_.agreement.rms_mm) +
                                " off the generated head (root mean square)");
    }

    [[nodiscard]] Eigen::Affine3d file_to_head() const {
        return pose_.to_head * Eigen::Scaling(mm_of(placed_.unit));
    }

    const std::string& where_;
    const HeadScanOptions& options_;
    ScannedHead placed_;
    TriangleMesh piece_;  // in the file's unit
    AskedMeasures asked_;
    ScanEvidence evidence_;
    ScanPose pose_;
};

}  // namespace

Result<ScannedHead> place_head_scan(const TriangleMesh& scan, const std::string& where,
                                    const HeadScanOptions& options) {
    return ScanPlacer(scan, where, options).run();
}

Result<ScannedHead> read_head_scan(const std::filesystem::path& path,
                                   const HeadScanOptions& options) {
    const Result<TriangleMesh> scan = read_mesh(path, 1.0);
    if (!scan) {
        return scan.error();
    }
    return place_head_scan(*scan, path.string(), options);
}

}  // namespace stubble
