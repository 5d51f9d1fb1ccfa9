#include "geometry/bvh.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "base/vector_lanes.h"

namespace stubble {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr std::size_t lanes = 4;
// Up to this depth boxes are split where it pays most, below in halves: so no mesh gives a tree deeper than 40 + log2 of its
// triangles, which the stacks of the queries hold.
constexpr int greedy_depth = 40;

struct Box {
    Float4 low = all4(infinity);  // x, y, z and something
    Float4 high = all4(-infinity);

    void add(const Float4& other_low, const Float4& other_high) {
        low = min4(low, other_low);
        high = max4(high, other_high);
    }
    [[nodiscard]] float half_area() const {
        const Float4 size = high - low;
        return size[0] * size[1] + size[1] * size[2] + size[2] * size[0];
    }
};

// The box of a triangle: three lowest, three highest coordinates, 0 (so that both load as four lanes).
struct Primitive {
    std::array<float, 7> bounds;
    std::uint32_t triangle;

    [[nodiscard]] Float4 low() const { return load4(bounds.data()); }
    [[nodiscard]] Float4 high() const { return load4(bounds.data() + 3); }
    [[nodiscard]] float middle(std::size_t axis) const {
        return 0.5F * bounds[axis] + 0.5F * bounds[axis + 3];
    }
};

std::vector<Primitive> primitives_of(const TriangleMesh& mesh) {
    std::vector<Primitive> primitives(mesh.triangles.size());
    for (std::size_t t = 0; t < primitives.size(); ++t) {
        const Vector3f& a = mesh.corner(t, 0);
        const Vector3f& b = mesh.corner(t, 1);
        const Vector3f& c = mesh.corner(t, 2);
        for (int axis = 0; axis < 3; ++axis) {
            const auto row = static_cast<std::size_t>(axis);
            primitives[t].bounds[row] = std::min({a[axis], b[axis], c[axis]});
            primitives[t].bounds[row + 3] = std::max({a[axis], b[axis], c[axis]});
        }
        primitives[t].bounds[6] = 0.0F;
        primitives[t].triangle = static_cast<std::uint32_t>(t);
    }
    return primitives;
}

// Triangles [begin, end) of the builder's order.
struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
    int depth = 0;
    Box box;

    [[nodiscard]] std::size_t count() const { return end - begin; }
};

// Slices of a part by the middles of its triangles, for the choice of a plane between them (Wald 2007, binned surface area
// heuristic).
class Slices {
public:
    static constexpr std::size_t count = 16;

    // Precondition: scale is finite and positive, (middle - first) * scale <= count for all middles.
    Slices(std::size_t axis, float first, float scale)
        : axis_(axis), first_(first), scale_(scale) {}

    [[nodiscard]] std::size_t slice_of(const Primitive& primitive) const {
        const auto slice = static_cast<std::size_t>((primitive.middle(axis_) - first_) * scale_);
        return std::min(slice, count - 1);
    }
    void add(const Primitive& primitive) {
        const std::size_t slice = slice_of(primitive);
        boxes_[slice].add(primitive.low(), primitive.high());
        ++numbers_[slice];
    }
    // The number of slices below the best plane; nothing when no plane has triangles on both sides.
    [[nodiscard]] std::size_t best_plane(Box& below, Box& above) const;

private:
    std::size_t axis_;
    float first_;
    float scale_;
    std::array<Box, count> boxes_;
    std::array<std::size_t, count> numbers_{};
};

// Triangles are tested by the block.
float work(const Box& box, std::size_t triangles) {
    const std::size_t blocks = (triangles + lanes - 1) / lanes;
    return box.half_area() * static_cast<float>(blocks);
}

std::size_t Slices::best_plane(Box& below, Box& above) const {
    std::array<Box, count> upper;
    std::array<float, count> upper_work{};
    Box box;
    std::size_t number = 0;
    for (std::size_t i = count; i-- > 1;) {
        box.add(boxes_[i].low, boxes_[i].high);
        number += numbers_[i];
        upper[i] = box;
        upper_work[i] = number > 0 ? work(box, number) : infinity;
    }
    box = {};
    number = 0;
    std::size_t best = 0;
    float least = infinity;
    for (std::size_t i = 1; i < count; ++i) {
        box.add(boxes_[i - 1].low, boxes_[i - 1].high);
        number += numbers_[i - 1];
        const float both = number > 0 ? work(box, number) + upper_work[i] : infinity;
        if (both < least) {
            least = both;
            best = i;
            below = box;
            above = upper[i];
        }
    }
    return best;
}

}  // namespace

struct Bvh::Builder {
    const TriangleMesh& mesh;
    Bvh& bvh;
    std::vector<Primitive> primitives;

    void build() {
        const Part all = part_of(0, primitives.size(), 0);
        if (all.count() > lanes) {
            add(all);
        } else if (all.count() > 0) {
            bvh.nodes_.push_back(empty_node());
            set_child(0, 0, all);
        }
    }

    [[nodiscard]] Part part_of(std::size_t begin, std::size_t end, int depth) const {
        Part part{begin, end, depth, {}};
        for (std::size_t i = begin; i < end; ++i) {
            part.box.add(primitives[i].low(), primitives[i].high());
        }
        return part;
    }

    // Adds a part as node or block and returns its number.
    std::int32_t add(const Part& part) {
        if (part.count() <= lanes) {
            return -1 - add_block(part);
        }
        std::array<Part, lanes> parts{part};
        std::size_t count = 1;
        while (count < lanes) {
            // The largest box is the most worth to be split.
            std::size_t largest = lanes;
            for (std::size_t i = 0; i < count; ++i) {
                if (parts[i].count() > lanes &&
                    (largest == lanes ||
                     parts[i].box.half_area() > parts[largest].box.half_area())) {
                    largest = i;
                }
            }
            if (largest == lanes) {
                break;
            }
            std::tie(parts[largest], parts[count]) = split(parts[largest]);
            ++count;
        }
        const std::size_t node = bvh.nodes_.size();
        bvh.nodes_.push_back(empty_node());
        for (std::size_t i = 0; i < count; ++i) {
            set_child(node, i, parts[i]);
        }
        return static_cast<std::int32_t>(node);
    }

    void set_child(std::size_t node, std::size_t lane, const Part& part) {
        const std::int32_t child = add(part);  // may move the nodes
        Node& parent = bvh.nodes_[node];
        parent.children[lane] = child;
        for (std::size_t axis = 0; axis < 3; ++axis) {
            parent.rows[axis][lane] = part.box.low[axis];
            parent.rows[axis + 3][lane] = part.box.high[axis];
        }
    }

    [[nodiscard]] static Node empty_node() {
        Node node{};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            node.rows[axis].fill(infinity);
            node.rows[axis + 3].fill(-infinity);
        }
        return node;
    }

    std::int32_t add_block(const Part& part) {
        Block block{};
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const std::size_t used = std::min(part.begin + lane, part.end - 1);
            const std::uint32_t triangle = primitives[used].triangle;
            block.triangles[lane] = triangle;
            for (std::size_t corner = 0; corner < 3; ++corner) {
                // Empty lanes repeat one corner of the last triangle.
                const std::size_t from = part.begin + lane < part.end ? corner : 0;
                for (std::size_t axis = 0; axis < 3; ++axis) {
                    block.corners[corner][axis][lane] =
                        mesh.corner(triangle, from)[static_cast<int>(axis)];
                }
            }
        }
        bvh.blocks_.push_back(block);
        return static_cast<std::int32_t>(bvh.blocks_.size() - 1);
    }

    std::pair<Part, Part> split(const Part& part) {
        Float4 low = all4(infinity);
        Float4 high = all4(-infinity);
        for (std::size_t i = part.begin; i < part.end; ++i) {
            const Float4 middle = 0.5F * primitives[i].low() + 0.5F * primitives[i].high();
            low = min4(low, middle);
            high = max4(high, middle);
        }
        const Float4 size = high - low;
        const std::size_t axis =
            size[0] > size[1] ? (size[0] > size[2] ? 0 : 2) : (size[1] > size[2] ? 1 : 2);
        const float scale = static_cast<float>(Slices::count) / size[axis];
        if (part.depth < greedy_depth && scale > 0.0F && scale < infinity) {
            Slices slices(axis, low[axis], scale);
            for (std::size_t i = part.begin; i < part.end; ++i) {
                slices.add(primitives[i]);
            }
            Part below{part.begin, 0, part.depth + 1, {}};
            Part above{0, part.end, part.depth + 1, {}};
            if (const std::size_t plane = slices.best_plane(below.box, above.box); plane > 0) {
                const auto middle =
                    std::partition(place(part.begin), place(part.end),
                                   [&](const Primitive& p) { return slices.slice_of(p) < plane; });
                below.end = static_cast<std::size_t>(middle - primitives.begin());
                above.begin = below.end;
                return {below, above};
            }
        }
        return halves(part, axis);
    }

    // For triangles whose middles are all in one place, or parts that were split too often.
    std::pair<Part, Part> halves(const Part& part, std::size_t axis) {
        const std::size_t half = part.begin + part.count() / 2;
        std::nth_element(place(part.begin), place(half), place(part.end),
                         [&](const Primitive& a, const Primitive& b) {
                             return std::pair(a.middle(axis), a.triangle) <
                                    std::pair(b.middle(axis), b.triangle);
                         });
        return {part_of(part.begin, half, part.depth + 1), part_of(half, part.end, part.depth + 1)};
    }

    [[nodiscard]] std::vector<Primitive>::iterator place(std::size_t index) {
        return primitives.begin() + static_cast<std::ptrdiff_t>(index);
    }
};

Bvh::Bvh(const TriangleMesh& mesh) {
    Builder builder{mesh, *this, primitives_of(mesh)};
    const Box box = builder.part_of(0, builder.primitives.size(), 0).box;
    if (builder.primitives.empty()) {
        return;
    }
    // A ray starts within the box (see prepare), so differences to its origin are at most twice the largest coordinate, and
    // about ten roundings of them are added up.
    float reach = 0.0F;
    for (int axis = 0; axis < 3; ++axis) {
        reach = std::max({reach, std::abs(box.low[axis]), std::abs(box.high[axis])});
    }
    slack_mm_ = reach * 0x1p-20F;
    for (int axis = 0; axis < 3; ++axis) {
        low_mm_[axis] = double{box.low[axis]} - 4.0 * slack_mm_;
        high_mm_[axis] = double{box.high[axis]} + 4.0 * slack_mm_;
    }
    const std::size_t expected_blocks = builder.primitives.size() / 2;
    nodes_.reserve(expected_blocks / 2);
    blocks_.reserve(expected_blocks);
    builder.build();
}

}  // namespace stubble
