#include "sampling/surface_fragments.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/parallel.h"
#include "base/random.h"

namespace stubble {
namespace {

Disc mix(const Disc& a, const Disc& b, float share_of_b) {
    return {a.xyzr + share_of_b * (b.xyzr - a.xyzr)};
}

// A corner of a fragment in steps of its triangle's rows: `along` from a to b, `up` from a to c.
struct Step {
    int along = 0;
    int up = 0;
};

std::array<Step, 3> corners_of(const FragmentRef& ref) {
    const int along = ref.column / 2;
    const int up = ref.row;
    if (ref.column % 2 == 0) {
        return {{{along, up}, {along + 1, up}, {along, up + 1}}};
    }
    return {{{along + 1, up}, {along + 1, up + 1}, {along, up + 1}}};
}

}  // namespace

SurfaceFragments::SurfaceFragments(const TriangleMesh& mesh, const std::vector<Vector3f>& normals,
                                   const SurfaceField& field, std::uint64_t seed)
    : mesh_(mesh), normals_(normals), field_(field), seed_(hash64(seed)) {
    rows_.resize(mesh.triangles.size());
    parallel_for(rows_.size(), 4096, [&](std::size_t begin, std::size_t end) {
        for (std::size_t triangle = begin; triangle < end; ++triangle) {
            recount(static_cast<std::uint32_t>(triangle));
        }
    });
}

int fragment_rows(const TriangleMesh& mesh, const Vector3f& normal, const SurfaceField& field,
                  std::uint32_t triangle) {
    if (normal.isZero(0.0F)) {
        return 0;
    }
    const Triangle& t = mesh.triangles[triangle];
    if (!field.mask.empty() &&
        std::max({field.mask[t[0]], field.mask[t[1]], field.mask[t[2]]}) <= 0.0F) {
        return 0;
    }
    const Vector3f& a = mesh.vertices_mm[t[0]];
    const Vector3f& b = mesh.vertices_mm[t[1]];
    const Vector3f& c = mesh.vertices_mm[t[2]];
    const float longest =
        std::sqrt(std::max({(b - a).squaredNorm(), (c - b).squaredNorm(), (a - c).squaredNorm()}));
    const float radius =
        std::min({field.radius_mm[t[0]], field.radius_mm[t[1]], field.radius_mm[t[2]]});
    const float rows = std::ceil(longest / (fragment_side * radius));
    return static_cast<int>(std::clamp(rows, 1.0F, static_cast<float>(max_fragment_rows)));
}

double SurfaceFragments::count() const {
    double count = 0.0;
    for (const std::uint16_t rows : rows_) {
        count += static_cast<double>(rows) * rows;
    }
    return count;
}

bool SurfaceFragments::is_cut(const Triangle& t) const {
    return !field_.mask.empty() &&
           std::min({field_.mask[t[0]], field_.mask[t[1]], field_.mask[t[2]]}) <= 0.0F;
}

void SurfaceFragments::load(const std::vector<FragmentRef>& refs, const Vector3f& origin,
                            std::vector<Fragment>& out) const {
    Float4 a{};      // first corner of the triangle
    Float4 along{};  // one step towards the second
    Float4 up{};     // one step towards the third
    bool cut = false;
    for (std::size_t i = 0; i < refs.size(); ++i) {
        const FragmentRef& ref = refs[i];
        if (i == 0 || ref.triangle != refs[i - 1].triangle) {
            const Triangle& t = mesh_.triangles[ref.triangle];
            const auto corner = [&](std::size_t k) {
                return Disc::of(mesh_.vertices_mm[t[k]] - origin, field_.radius_mm[t[k]]).xyzr;
            };
            const float share = 1.0F / static_cast<float>(rows_[ref.triangle]);
            a = corner(0);
            along = share * (corner(1) - a);
            up = share * (corner(2) - a);
            cut = is_cut(t);
        }
        const int steps = ref.column / 2;
        const Float4 low = a + static_cast<float>(steps) * along + static_cast<float>(ref.row) * up;
        const Float4 right = low + along;
        const Float4 top = low + up;
        const std::uint64_t id = hash64(seed_ ^ ref.name());
        const bool points_up = ref.column % 2 == 0;
        const RadiusTriangle shape = points_up ? RadiusTriangle{{low}, {right}, {top}}
                                               : RadiusTriangle{{right}, {right + up}, {top}};
        const Fragment whole{shape, id, ref.triangle};
        if (cut) {
            clip(ref, whole, out);
        } else {
            out.push_back(whole);
        }
    }
}

// Cuts along the line where the mask is 0. What remains of a triangle is nothing, a triangle or a quadrangle.
void SurfaceFragments::clip(const FragmentRef& ref, const Fragment& whole,
                            std::vector<Fragment>& out) const {
    const Triangle& t = mesh_.triangles[ref.triangle];
    const float share = 1.0F / static_cast<float>(rows_[ref.triangle]);
    const float a = field_.mask[t[0]];
    const float to_b = field_.mask[t[1]] - a;
    const float to_c = field_.mask[t[2]] - a;
    std::array<float, 3> mask{};
    const std::array<Step, 3> corners = corners_of(ref);
    for (std::size_t i = 0; i < 3; ++i) {
        mask[i] = a + share * static_cast<float>(corners[i].along) * to_b +
                  share * static_cast<float>(corners[i].up) * to_c;
    }
    const std::array<Disc, 3> discs{whole.shape.a, whole.shape.b, whole.shape.c};
    std::array<Disc, 4> outline;
    std::size_t count = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t next = (i + 1) % 3;
        if (mask[i] > 0.0F) {
            outline[count++] = discs[i];
        }
        if ((mask[i] > 0.0F) != (mask[next] > 0.0F)) {
            outline[count++] = mix(discs[i], discs[next], mask[i] / (mask[i] - mask[next]));
        }
    }
    std::uint64_t id = whole.id;
    for (std::size_t i = 2; i < count; ++i) {
        out.push_back({{outline[0], outline[i - 1], outline[i]}, id, whole.triangle});
        id = hash64(id);
    }
}

}  // namespace stubble
