// Lays a scanned head over the generated one and adapts that one to it: robust registration of the vault (ICP).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include <Eigen/Geometry>

#include "geometry/triangle_mesh.h"
#include "scalp/head_surface.h"

namespace stubble {

// Canonical place above forehead, ears and nape: where a scan has to agree with the generated head.
[[nodiscard]] bool is_vault(const Point3& canonical_mm);

// Points spread evenly over the area of a mesh, the same for the same mesh. None when there is no area.
[[nodiscard]] std::vector<Point3> spread_points(const TriangleMesh& mesh, std::size_t count);

// Every so many of some points, about `count`.
[[nodiscard]] std::vector<Point3> some_of(const std::vector<Point3>& points, std::size_t count);

// Places of a head that a person can point at; real frame, on the skin.
struct HeadLandmarks {
    Point3 glabella;
    Point3 left_tragion;
    Point3 right_tragion;
    Point3 vertex;
    Point3 inion;
};
[[nodiscard]] HeadLandmarks landmarks_of(const HeadSurface& head);

// One of these places as found on the scan.
struct ScanAnchor {
    Point3 scan;
    Point3 HeadLandmarks::*landmark;
};

// What is known of a scan: points of its surface, and landmarks if somebody gave them. Millimetres in any frame.
struct ScanEvidence {
    std::vector<Point3> points;
    std::vector<ScanAnchor> anchors;
};

// A generated head and how a scan is moved into its frame.
struct ScanPose {
    HeadShape shape;
    Eigen::Isometry3d to_head = Eigen::Isometry3d::Identity();
};

// Points close to the skin count; those of the face less, those of ears, neck and everything farther off (hair buns, shoulders)
// not at all (Tukey's biweight). Start: some centimetres and 20 degrees off at most.

// Moves the scan only.
[[nodiscard]] ScanPose aligned(const ScanEvidence& scan, const ScanPose& start);
// ... in a few steps, to compare many starts.
[[nodiscard]] ScanPose roughly_aligned(const ScanEvidence& scan, const ScanPose& start);
// Moves the scan and changes the shape of the vault, within the usual spread around the start's.
[[nodiscard]] ScanPose adapted(const ScanEvidence& scan, const ScanPose& start);

// How a scan agrees with the head it was laid over.
struct ScanAgreement {
    double covered = 0.0;       // share of the vault that has points within 8 mm of the skin
    double head_covered = 0.0;  // the same of the whole head with face and jaw
    double near =
        0.0;  // share of the scan's points above the neck that lie within 4 mm of the skin
    double rms_mm = 0.0;  // of the points of the vault
    double p95_mm = 0.0;
};
[[nodiscard]] ScanAgreement agreement_of(const std::vector<Point3>& points, const ScanPose& pose);

}  // namespace stubble
