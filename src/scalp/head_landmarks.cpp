#include "scalp/head_landmarks.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "scalp/head_measures.h"
#include "scalp/head_vault.h"

namespace stubble {
namespace {

constexpr double glabella_y = 34.0;  // canonical

// The midline from the glabella backwards, at steps of half a degree seen from the vault's centre, with the arc to each place.
class MidlineTape {
public:
    explicit MidlineTape(const HeadSurface& head) : center_(head.warp().to_real(vault_center_mm)) {
        const Point3 inside(0.0, head.warp().real_height(glabella_y), 0.0);
        const Point3 ahead(0.0, 0.0, 1.0);
        add(inside + distance_to_skin_mm(head, inside, ahead) * ahead);
        constexpr double step = std::numbers::pi / 360.0;
        for (double angle = angle_of(places_.front()) + step; arcs_.back() < longest_mm;
             angle += step) {
            const Point3 direction(0.0, std::sin(angle), std::cos(angle));
            add(center_ + distance_to_skin_mm(head, center_, direction) * direction);
        }
    }

    [[nodiscard]] Point3 at(double arc_mm) const {
        const double arc = std::clamp(arc_mm, 0.0, longest_mm);
        const auto above = std::upper_bound(arcs_.begin() + 1, arcs_.end() - 1, arc);
        const auto i = static_cast<std::size_t>(above - arcs_.begin());
        const double share = (arc - arcs_[i - 1]) / (arcs_[i] - arcs_[i - 1]);
        return places_[i - 1] + share * (places_[i] - places_[i - 1]);
    }

    [[nodiscard]] double arc_to(const Point3& place) const {
        const double angle = angle_of(place);
        std::size_t i = 1;
        while (i + 1 < places_.size() && angle_of(places_[i]) < angle) {
            ++i;
        }
        const double low = angle_of(places_[i - 1]);
        const double share = (angle - low) / (angle_of(places_[i]) - low);
        return std::clamp(arcs_[i - 1] + share * (arcs_[i] - arcs_[i - 1]), 0.0, longest_mm);
    }

private:
    static constexpr double longest_mm = 250.0;

    [[nodiscard]] double angle_of(const Point3& place) const {
        return std::atan2(place.y() - center_.y(), place.z() - center_.z());
    }
    void add(const Point3& place) {
        arcs_.push_back(places_.empty() ? 0.0 : arcs_.back() + (place - places_.back()).norm());
        places_.push_back(place);
    }

    Point3 center_;
    std::vector<Point3> places_;
    std::vector<double> arcs_;
};

// From inside the head towards a direction.
Point3 skin_from(const HeadSurface& head, const Point3& canonical_inside, const Point3& direction) {
    const Point3 inside = head.warp().to_real(canonical_inside);
    return inside + distance_to_skin_mm(head, inside, direction) * direction;
}

template <typename Better>
Point3 best_of_midline(const HeadSurface& head, Better better) {
    const Point3 center = head.warp().to_real(vault_center_mm);
    Point3 best = skin_from(head, vault_center_mm, {0.0, 1.0, 0.0});
    for (double degrees = -30.0; degrees <= 230.0; degrees += 0.25) {
        const double angle = degrees * std::numbers::pi / 180.0;
        const Point3 direction(0.0, std::sin(angle), std::cos(angle));
        const Point3 place = center + distance_to_skin_mm(head, center, direction) * direction;
        best = better(place, best) ? place : best;
    }
    return best;
}

Point3 widest(const HeadSurface& head) {
    Point3 best = Point3::Zero();
    for (double y = 25.0; y <= 85.0; y += 2.5) {
        for (double z = -50.0; z <= 10.0; z += 2.5) {
            const Point3 place = skin_from(head, {0.0, y, z}, {1.0, 0.0, 0.0});
            best = place.x() > best.x() ? place : best;
        }
    }
    return best;
}

Point3 lowest_of_chin(const HeadSurface& head) {
    Point3 lowest = skin_from(head, {0.0, -85.0, 80.0}, {0.0, -1.0, 0.0});
    for (double z = 74.0; z < 96.0; z += 1.0) {
        const Point3 inside = head.warp().to_real({0.0, -85.0, z});
        if (head.distance_without_ears(inside) < 0.0) {
            const Point3 place = skin_from(head, {0.0, -85.0, z}, {0.0, -1.0, 0.0});
            lowest = place.y() < lowest.y() ? place : lowest;
        }
    }
    return lowest;
}

}  // namespace

std::vector<HeadLandmark> head_landmarks(const HeadSurface& head) {
    const Point3 ahead(0.0, 0.0, 1.0);
    const Point3 left(1.0, 0.0, 0.0);
    const Point3 glabella = skin_from(head, {0.0, glabella_y, 0.0}, ahead);
    return {{"glabella", glabella},
            {"sellion", skin_from(head, {0.0, 19.0, 0.0}, ahead)},
            {"menton", lowest_of_chin(head)},
            {"vertex",
             best_of_midline(head, [](const Point3& a, const Point3& b) { return a.y() > b.y(); })},
            {"opisthocranion", best_of_midline(head,
                                               [&](const Point3& a, const Point3& b) {
                                                   return (a - glabella).norm() >
                                                          (b - glabella).norm();
                                               })},
            {"inion", skin_from(head, {0.0, -15.0, 0.0}, -ahead)},
            {"euryon", widest(head)},
            {"tragion", skin_from(head, {0.0, 0.0, 0.0}, left)},
            {"gonion", skin_from(head, {0.0, -62.0, 14.0}, left)},
            {"lateral_canthus", on_skin(head, {47.0, 14.0, 76.0})},
            {"temple_recess", on_skin(head, {45.7, 97.8, 51.1})},
            {"temple_point", on_skin(head, {63.7, 52.8, 44.7})},
            {"trichion", on_skin(head, {0.0, 85.1, 87.2})},
            {"whorl", on_skin(head, {-9.1, 115.2, -58.7})}};
}

Point3 midline_above_glabella(const HeadSurface& head, double arc_mm) {
    return head.warp().to_canonical(MidlineTape(head).at(arc_mm));
}

double arc_above_glabella_mm(const HeadSurface& head, const Point3& canonical) {
    return MidlineTape(head).arc_to(head.warp().to_real({0.0, canonical.y(), canonical.z()}));
}

Point3 on_skin(const HeadSurface& head, const Point3& canonical) {
    Point3 place = head.warp().to_real(canonical);
    for (int step = 0; step < 8; ++step) {
        const Dual d = head.distance_and_gradient_without_ears(place);
        if (std::abs(d.value()) < 1e-6) {
            break;
        }
        place -= d.value() * d.gradient() / std::max(d.gradient().squaredNorm(), 0.05);
    }
    return place;
}

}  // namespace stubble
