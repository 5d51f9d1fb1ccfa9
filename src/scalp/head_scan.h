// Takes a client's own scan (OBJ, PLY, STL, glTF) into the head frame, so that zones, hairlines and charts lie on it too.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <Eigen/Geometry>

#include "base/result.h"
#include "scalp/head_fit.h"
#include "scalp/scan_orientation.h"

namespace stubble {

struct HeadScanOptions {
    Sex sex = Sex::Male;                // of the head that stands in where the scan has none
    std::optional<ScanUnit> unit = {};  // nothing: guessed
    std::optional<ScanLandmarks> landmarks = {};  // nothing: way of standing guessed
};

struct ScannedHead {
    TriangleMesh mesh;  // the scan in the head frame, millimetres, vertices on 1/1024 mm
    std::vector<Vector3f>
        canonical_mm;  // of each vertex: moved along to the generated skin, where zones and charts are read
    // The generated head nearest to the scan's vault. Its report compares length, breadth and circumference of the scan, from
    // flat sections, with its own.
    FittedHead fitted;
    ScanUnit unit = ScanUnit::Millimetre;
    Eigen::Affine3d to_head = Eigen::Affine3d::Identity();  // of the file's coordinates
    ScanAgreement agreement;
    std::vector<std::string> notes;  // what was guessed, left out or is missing; one line each
};

// Holes, edges of three and more triangles, wrong windings, missing ears and a missing face do not matter; of several pieces the
// largest is kept; hair buns and shoulders are told from the vault by their distance. Errors beside those of read_mesh,
// guess_start and start_from: half of the vault is missing; it is no bare head, or another one than an adult's.
[[nodiscard]] Result<ScannedHead> read_head_scan(const std::filesystem::path& path,
                                                 const HeadScanOptions& options);

// The same for a mesh in the file's own unit. `where` names it in messages.
// Precondition: check_mesh has passed.
[[nodiscard]] Result<ScannedHead> place_head_scan(const TriangleMesh& scan,
                                                  const std::string& where,
                                                  const HeadScanOptions& options);

}  // namespace stubble
