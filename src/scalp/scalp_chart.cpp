#include "scalp/scalp_chart.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "base/csv_table.h"
#include "base/parallel.h"
#include "geometry/surface_parameterization.h"
#include "scalp/head_measures.h"
#include "scalp/scalp_border.h"

namespace stubble {

std::string_view scalp_asset(std::string_view name);  // generated from assets/

namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double step_deg = 2.0;
constexpr int azimuths = 91;  // 0 (front) .. 180 degrees
constexpr int polars = 63;    // 0 .. 124 degrees from the pole
constexpr double rim_deg = (polars - 1) * step_deg;

// Seen from here, the pole lies in the middle of the scalp (head page, section 11).
const Point3 center_mm(0.0, 20.0, -18.0);
constexpr double pole_tilt_deg = 41.0;

// Axes of the chart's directions.
const Point3 pole(0.0, std::cos(pole_tilt_deg* degree), -std::sin(pole_tilt_deg* degree));
const Point3 front(0.0, std::sin(pole_tilt_deg* degree), std::cos(pole_tilt_deg* degree));
const Point3 right(-1.0, 0.0, 0.0);

struct PolarDirection {
    double azimuth_deg;  // 0 front, 90 client's right, -90 left
    double polar_deg;    // from the pole
};

PolarDirection polar_direction(const Point3& canonical) {
    const Point3 d = canonical - center_mm;
    const double ahead = d.dot(front);
    const double aside = d.dot(right);
    return {std::atan2(aside, ahead) / degree,
            std::atan2(std::hypot(ahead, aside), d.dot(pole)) / degree};
}

Point3 unit_direction(const PolarDirection& p) {
    const double azimuth = p.azimuth_deg * degree;
    const double polar = p.polar_deg * degree;
    return pole * std::cos(polar) +
           (front * std::cos(azimuth) + right * std::sin(azimuth)) * std::sin(polar);
}

// The canonical head around the pole: ring after ring, the pole first.
class PolarCap {
public:
    PolarCap() {
        const HeadSurface head{HeadShape{}};
        radii_mm_.resize(1 + (polars - 1) * around);
        parallel_for(radii_mm_.size(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                radii_mm_[i] = distance_to_skin_mm(head, center_mm, unit_direction(direction(i)));
            }
        });
        for (std::size_t i = 0; i < radii_mm_.size(); ++i) {
            mesh_.vertices_mm.push_back(place(i).cast<float>());
        }
        add_triangles();
    }

    [[nodiscard]] const TriangleMesh& mesh() const { return mesh_; }
    [[nodiscard]] double radius_mm(std::size_t vertex) const { return radii_mm_[vertex]; }
    [[nodiscard]] static std::size_t vertex(int azimuth, int ring) {
        return ring == 0 ? 0 : 1 + (ring - 1) * around + (azimuth + around) % around;
    }
    [[nodiscard]] std::vector<Point2> equidistant() const {
        constexpr double mm_per_radian = 100.0;
        std::vector<Point2> chart;
        for (std::size_t i = 0; i < radii_mm_.size(); ++i) {
            const PolarDirection d = direction(i);
            chart.emplace_back(
                mm_per_radian * d.polar_deg * degree *
                Point2(std::sin(d.azimuth_deg * degree), std::cos(d.azimuth_deg * degree)));
        }
        return chart;
    }

private:
    static constexpr int around = 2 * (azimuths - 1);

    [[nodiscard]] static PolarDirection direction(std::size_t vertex) {
        if (vertex == 0) {
            return {0.0, 0.0};
        }
        const int i = static_cast<int>(vertex) - 1;
        const int ring = i / around + 1;
        return {i % around * step_deg, ring * step_deg};
    }
    [[nodiscard]] Point3 place(std::size_t vertex) const {
        return center_mm + radii_mm_[vertex] * unit_direction(direction(vertex));
    }
    void add_triangles() {
        const auto id = [](int azimuth, int ring) {
            return static_cast<std::uint32_t>(vertex(azimuth, ring));
        };
        for (int ring = 0; ring + 1 < polars; ++ring) {
            for (int a = 0; a < around; ++a) {
                mesh_.triangles.push_back({id(a, ring), id(a + 1, ring + 1), id(a, ring + 1)});
                if (ring > 0) {
                    mesh_.triangles.push_back({id(a, ring), id(a + 1, ring), id(a + 1, ring + 1)});
                }
            }
        }
    }

    std::vector<double> radii_mm_;
    TriangleMesh mesh_;
};

// Face and neck follow the scalp as they must.
std::vector<double> scalp_weights(const TriangleMesh& mesh) {
    constexpr double outside = 0.002;
    constexpr double margin_deg = -2.0;
    std::vector<double> weights;
    for (const Triangle& t : mesh.triangles) {
        const Point3 centroid =
            (mesh.vertices_mm[t[0]] + mesh.vertices_mm[t[1]] + mesh.vertices_mm[t[2]])
                .cast<double>() /
            3.0;
        weights.push_back(elevation_above_border_deg(centroid) > margin_deg ? 1.0 : outside);
    }
    return weights;
}

// Factor that gives the chart of the scalp the scalp's area.
double area_factor(const TriangleMesh& mesh, const std::vector<Point2>& chart,
                   const std::vector<double>& weights) {
    double area = 0.0;
    double flat = 0.0;
    for (std::size_t t = 0; t < mesh.triangles.size(); ++t) {
        const Stretch stretch = triangle_stretch(mesh, chart, t);
        const double weighted = weights[t] * triangle_area_mm2(mesh, t);
        area += weighted;
        flat += weighted * stretch.larger * stretch.smaller;
    }
    return std::sqrt(area / flat);
}

// Moves the pole to the origin and the front midline onto the v axis, and makes both halves equal.
class Upright {
public:
    Upright(const std::vector<Point2>& chart, double scale)
        : chart_(chart), origin_(chart[0]), scale_(scale) {
        const Point2 ahead = chart[PolarCap::vertex(0, polars - 1)] - origin_;
        turn_ = Eigen::Rotation2Dd(std::numbers::pi / 2.0 - std::atan2(ahead.y(), ahead.x()));
    }
    [[nodiscard]] Point2 at(int azimuth, int ring) const {
        const Point2 one = placed(azimuth, ring);
        const Point2 other = placed(-azimuth, ring);
        return 0.5 * (one + Point2(-other.x(), other.y()));
    }

private:
    [[nodiscard]] Point2 placed(int azimuth, int ring) const {
        return scale_ * (turn_ * (chart_[PolarCap::vertex(azimuth, ring)] - origin_));
    }
    const std::vector<Point2>& chart_;
    Point2 origin_;
    double scale_;
    Eigen::Rotation2Dd turn_{0.0};
};

constexpr std::string_view header = "azimuth_deg,polar_deg,u_mm,v_mm,radius_mm";

}  // namespace

const ScalpChart& ScalpChart::standard() {
    static const ScalpChart chart =
        from_csv(scalp_asset("head/scalp_chart.csv"), "scalp_chart.csv").value();
    return chart;
}

ScalpChart ScalpChart::computed() {
    const PolarCap cap;
    const std::vector<double> weights = scalp_weights(cap.mesh());
    const std::vector<Point2> flat = flatten_surface(cap.mesh(), {cap.equidistant(), weights, 100});
    const Upright upright(flat, area_factor(cap.mesh(), flat, weights));
    ScalpChart chart;
    for (int ring = 0; ring < polars; ++ring) {
        for (int azimuth = 0; azimuth < azimuths; ++azimuth) {
            chart.entries_.push_back(
                {upright.at(azimuth, ring), cap.radius_mm(PolarCap::vertex(azimuth, ring))});
        }
    }
    return chart;
}

const ScalpChart::Entry& ScalpChart::node(int azimuth_index, int polar_index) const {
    return entries_[static_cast<std::size_t>(polar_index) * azimuths + azimuth_index];
}

ScalpChart::Entry ScalpChart::entry(double azimuth_deg, double polar_deg) const {
    const double x = std::clamp(azimuth_deg / step_deg, 0.0, azimuths - 1.0);
    const double y = polar_deg / step_deg;
    const int i = std::min(static_cast<int>(x), azimuths - 2);
    const int j = std::clamp(static_cast<int>(y), 0, polars - 2);
    const double s = x - i;
    const double t = y - j;  // beyond the rim the last slope goes on
    const auto mix = [&](auto read) {
        return ((1.0 - s) * read(node(i, j)) + s * read(node(i + 1, j))) * (1.0 - t) +
               ((1.0 - s) * read(node(i, j + 1)) + s * read(node(i + 1, j + 1))) * t;
    };
    return {{mix([](const Entry& e) { return e.chart_mm.x(); }),
             mix([](const Entry& e) { return e.chart_mm.y(); })},
            mix([](const Entry& e) { return e.radius_mm; })};
}

Point2 ScalpChart::to_chart(const Point3& canonical) const {
    const PolarDirection d = polar_direction(canonical);
    const Point2 place = entry(std::abs(d.azimuth_deg), d.polar_deg).chart_mm;
    return {std::copysign(place.x(), d.azimuth_deg), place.y()};
}

Point3 ScalpChart::to_canonical(const Point2& chart_mm) const {
    // Steps over the sphere of directions, each by what still lacks; one radian is about 100 mm everywhere.
    constexpr double mm_per_radian = 100.0;
    const Point2 wanted(std::abs(chart_mm.x()), chart_mm.y());
    const double length = wanted.norm() / mm_per_radian;
    PolarDirection d{std::atan2(wanted.x(), wanted.y()) / degree,
                     std::min(length / degree, rim_deg)};
    Point2 on_sphere = wanted / mm_per_radian;
    for (int step = 0; step < 60; ++step) {
        const Point2 lack = wanted - entry(d.azimuth_deg, d.polar_deg).chart_mm;
        if (lack.norm() < 1e-9) {
            break;
        }
        on_sphere += 0.8 * lack / mm_per_radian;
        on_sphere.x() = std::max(on_sphere.x(), 0.0);
        const double polar = std::min(on_sphere.norm(), rim_deg * degree);
        on_sphere = polar > 0.0 ? Point2(on_sphere.normalized() * polar) : on_sphere;
        d = {std::atan2(on_sphere.x(), on_sphere.y()) / degree, polar / degree};
    }
    const double side = chart_mm.x() < 0.0 ? -1.0 : 1.0;
    const double radius = entry(d.azimuth_deg, d.polar_deg).radius_mm;
    return center_mm + radius * unit_direction({side * d.azimuth_deg, d.polar_deg});
}

std::string ScalpChart::to_csv() const {
    std::string text = fmt::format("{}\n", header);
    for (int ring = 0; ring < polars; ++ring) {
        for (int azimuth = 0; azimuth < azimuths; ++azimuth) {
            const Entry& e = node(azimuth, ring);
            text += fmt::format("{:g},{:g},{:.3f},{:.3f},{:.3f}\n", azimuth * step_deg,
                                ring * step_deg, e.chart_mm.x(), e.chart_mm.y(), e.radius_mm);
        }
    }
    return text;
}

Result<ScalpChart> ScalpChart::from_csv(std::string_view text, const std::string& where) {
    const auto table = CsvTable::parse(text, where);
    if (!table) {
        return table.error();
    }
    if (table->rows() != static_cast<std::size_t>(azimuths) * polars ||
        table->header() !=
            std::vector<std::string>{"azimuth_deg", "polar_deg", "u_mm", "v_mm", "radius_mm"}) {
        return Error{where, "is not a table of the scalp chart", "restore the file"};
    }
    ScalpChart chart;
    for (std::size_t row = 0; row < table->rows(); ++row) {
        chart.entries_.push_back(
            {{table->number(row, 2), table->number(row, 3)}, table->number(row, 4)});
    }
    return chart;
}

}  // namespace stubble
