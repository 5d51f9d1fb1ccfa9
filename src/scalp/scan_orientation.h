// Guesses the unit of a scan and which way it faces, or takes both from landmarks that somebody pointed at.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "scalp/scan_alignment.h"

namespace stubble {

enum class ScanUnit { Millimetre, Centimetre, Metre, Inch };

[[nodiscard]] double mm_of(ScanUnit unit);
[[nodiscard]] std::string name_of(ScanUnit unit);

// Places in the file's own coordinates. Left is the client's left.
struct ScanLandmarks {
    Point3 glabella = Point3::Zero();
    Point3 left_tragion = Point3::Zero();
    Point3 right_tragion = Point3::Zero();
    std::optional<Point3> vertex;
    std::optional<Point3> inion;
};

// A first pose: some centimetres and degrees from the true one.
struct ScanStart {
    ScanUnit unit = ScanUnit::Millimetre;
    ScanPose pose;      // of points in millimetres
    std::string notes;  // what was guessed, one line
};

// Tries all ways in which a head can stand along the axes of the file, in every unit that gives it the size of a head or bust,
// and takes the one that covers the vault of `head` best. Points in the file's unit. Errors: no unit gives such a size (or not
// the unit stated); nothing looks like the vault of a head.
[[nodiscard]] Result<ScanStart> guess_start(const std::vector<Point3>& points,
                                            const HeadShape& head, std::optional<ScanUnit> unit,
                                            const std::string& where);

// Errors: their distances fit a head in no unit (or not in the one stated); they do not lie like those of a head; left and right
// are swapped.
[[nodiscard]] Result<ScanStart> start_from(const ScanLandmarks& landmarks, const HeadShape& head,
                                           std::optional<ScanUnit> unit, const std::string& where);

}  // namespace stubble
