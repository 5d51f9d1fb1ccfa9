#include "geometry/surface_nets.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>

#include "base/check.h"
#include "base/parallel.h"

namespace stubble {
namespace {

constexpr std::uint32_t no_point = 0xFFFFFFFFU;

// Value of nodes in blocks that were left out: only the sign is known.
constexpr float far_away = std::numeric_limits<float>::infinity();

// Nodes of the grid with the value of the function there; x runs fastest.
class NodeValues {
public:
    explicit NodeValues(const RectilinearGrid& grid) : grid_(grid) {
        for (int axis = 0; axis < 3; ++axis) {
            count_[axis] = static_cast<int>(grid.planes_mm[axis].size());
            STUBBLE_CHECK(count_[axis] >= 2);
        }
        stride_ = {1, static_cast<std::size_t>(count_[0]),
                   static_cast<std::size_t>(count_[0]) * count_[1]};
        values_.resize(stride_[2] * count_[2]);
    }

    [[nodiscard]] int count(int axis) const { return count_[axis]; }
    [[nodiscard]] std::size_t stride(int axis) const { return stride_[axis]; }
    [[nodiscard]] std::size_t index(int i, int j, int k) const {
        return i + stride_[1] * j + stride_[2] * k;
    }
    // Corner 0-7 of the cell whose lowest corner is a node: bits 0, 1, 2 stand for x, y, z.
    [[nodiscard]] std::size_t corner(std::size_t node, unsigned corner) const {
        return node + (corner & 1U) * stride_[0] + (corner >> 1U & 1U) * stride_[1] +
               (corner >> 2U) * stride_[2];
    }
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    [[nodiscard]] float& operator[](std::size_t node) { return values_[node]; }
    [[nodiscard]] float operator[](std::size_t node) const { return values_[node]; }
    [[nodiscard]] bool inside(std::size_t node) const { return values_[node] < 0.0F; }
    [[nodiscard]] bool is_far_away(std::size_t node) const {
        return std::abs(values_[node]) == far_away;
    }
    [[nodiscard]] Point3 place(int i, int j, int k) const {
        return {grid_.planes_mm[0][i], grid_.planes_mm[1][j], grid_.planes_mm[2][k]};
    }
    [[nodiscard]] std::array<int, 3> indices(std::size_t node) const {
        return {static_cast<int>(node % stride_[1]),
                static_cast<int>(node % stride_[2] / stride_[1]),
                static_cast<int>(node / stride_[2])};
    }
    [[nodiscard]] Point3 place(std::size_t node) const {
        const std::array<int, 3> at = indices(node);
        return place(at[0], at[1], at[2]);
    }

    // Calls visit(neighbour) for the nodes next to a node along the axes.
    template <typename Visit>
    void for_each_neighbour(std::size_t node, Visit visit) const {
        const std::array<int, 3> indices = this->indices(node);
        for (int axis = 0; axis < 3; ++axis) {
            if (indices[axis] > 0) {
                visit(node - stride_[axis]);
            }
            if (indices[axis] + 1 < count_[axis]) {
                visit(node + stride_[axis]);
            }
        }
    }

private:
    const RectilinearGrid& grid_;
    std::array<int, 3> count_{};
    std::array<std::size_t, 3> stride_{};
    std::vector<float> values_;
};

// Nodes low..high-1 of each axis.
struct NodeBlock {
    std::array<int, 3> low;
    std::array<int, 3> high;
};

// Asks the function at the nodes, but gives blocks that cannot hold surface the sign of their middle.
class NodeSampler {
public:
    NodeSampler(const ImplicitFunction& distance, double steepest, NodeValues& nodes)
        : distance_(distance), steepest_(steepest), nodes_(nodes) {}

    void sample(const NodeBlock& block) {
        Point3 low = nodes_.place(block.low[0], block.low[1], block.low[2]);
        Point3 high = nodes_.place(block.high[0] - 1, block.high[1] - 1, block.high[2] - 1);
        const double middle = distance_(0.5 * (low + high));
        if (std::abs(middle) > 0.5 * (high - low).norm() * steepest_) {
            fill(block, middle < 0.0 ? -far_away : far_away);
        } else if (const std::optional<int> axis = longest_axis(block)) {
            halve(block, *axis);
        } else {
            ask(block);
        }
    }

private:
    static constexpr int small_block = 2;

    [[nodiscard]] static std::optional<int> longest_axis(const NodeBlock& block) {
        int longest = 0;
        for (int axis = 1; axis < 3; ++axis) {
            if (block.high[axis] - block.low[axis] > block.high[longest] - block.low[longest]) {
                longest = axis;
            }
        }
        return block.high[longest] - block.low[longest] > small_block ? std::optional(longest)
                                                                      : std::nullopt;
    }

    void halve(const NodeBlock& block, int axis) {
        const int middle = (block.low[axis] + block.high[axis]) / 2;
        NodeBlock first = block;
        NodeBlock second = block;
        first.high[axis] = second.low[axis] = middle;
        sample(first);
        sample(second);
    }

    template <typename Visit>
    void for_each(const NodeBlock& block, Visit visit) {
        for (int k = block.low[2]; k < block.high[2]; ++k) {
            for (int j = block.low[1]; j < block.high[1]; ++j) {
                for (int i = block.low[0]; i < block.high[0]; ++i) {
                    visit(i, j, k);
                }
            }
        }
    }

    void fill(const NodeBlock& block, float value) {
        for_each(block, [&](int i, int j, int k) { nodes_[nodes_.index(i, j, k)] = value; });
    }

    void ask(const NodeBlock& block) {
        for_each(block, [&](int i, int j, int k) {
            nodes_[nodes_.index(i, j, k)] = static_cast<float>(distance_(nodes_.place(i, j, k)));
        });
    }

    const ImplicitFunction& distance_;
    double steepest_;
    NodeValues& nodes_;
};

void sample_blocks(const ImplicitFunction& distance, double steepest, NodeValues& nodes) {
    constexpr int edge = 16;
    std::vector<NodeBlock> blocks;
    for (int k = 0; k < nodes.count(2); k += edge) {
        for (int j = 0; j < nodes.count(1); j += edge) {
            for (int i = 0; i < nodes.count(0); i += edge) {
                blocks.push_back(
                    {{i, j, k},
                     {std::min(i + edge, nodes.count(0)), std::min(j + edge, nodes.count(1)),
                      std::min(k + edge, nodes.count(2))}});
            }
        }
    }
    parallel_for(blocks.size(), 4, [&](std::size_t begin, std::size_t end) {
        NodeSampler sampler(distance, steepest, nodes);
        for (std::size_t b = begin; b < end; ++b) {
            sampler.sample(blocks[b]);
        }
    });
}

bool is_beside_surface(const NodeValues& nodes, std::size_t node) {
    bool crossed = false;
    nodes.for_each_neighbour(node, [&](std::size_t neighbour) {
        crossed = crossed || nodes.inside(neighbour) != nodes.inside(node);
    });
    return crossed;
}

// Asks nodes that were left out although the surface passes beside them. Where the function is steeper than its bound, a node
// turns out to lie on the other side: then those around it are asked too, so that the surface is followed to its end.
class LeftOutNodes {
public:
    LeftOutNodes(const ImplicitFunction& distance, NodeValues& nodes)
        : distance_(distance), nodes_(nodes) {}

    void ask_all_beside_surface() {
        std::vector<std::vector<std::size_t>> found(nodes_.count(2));
        parallel_for(found.size(), 4, [&](std::size_t begin, std::size_t end) {
            for (std::size_t k = begin; k < end; ++k) {
                found[k] = find_in_plane(k);
            }
        });
        std::vector<std::size_t> all;
        for (const std::vector<std::size_t>& plane : found) {
            all.insert(all.end(), plane.begin(), plane.end());
        }
        std::vector<float> values(all.size());
        parallel_for(all.size(), 64, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                values[i] = value(all[i]);
            }
        });
        for (std::size_t i = 0; i < all.size(); ++i) {
            set(all[i], values[i]);
        }
        follow();
    }

    // After a node has changed sides.
    void ask_around(std::size_t node) {
        add_around(node);
        follow();
    }

private:
    [[nodiscard]] std::vector<std::size_t> find_in_plane(std::size_t k) const {
        std::vector<std::size_t> found;
        for (std::size_t node = k * nodes_.stride(2); node < (k + 1) * nodes_.stride(2); ++node) {
            if (nodes_.is_far_away(node) && is_beside_surface(nodes_, node)) {
                found.push_back(node);
            }
        }
        return found;
    }

    [[nodiscard]] float value(std::size_t node) const {
        return static_cast<float>(distance_(nodes_.place(node)));
    }

    void set(std::size_t node, float value) {
        const bool was_inside = nodes_.inside(node);
        nodes_[node] = value;
        if (nodes_.inside(node) != was_inside) {
            add_around(node);
        }
    }

    void add_around(std::size_t node) {
        nodes_.for_each_neighbour(node,
                                  [&](std::size_t neighbour) { candidates_.push_back(neighbour); });
    }

    void follow() {
        while (!candidates_.empty()) {
            const std::size_t node = candidates_.back();
            candidates_.pop_back();
            if (nodes_.is_far_away(node) && is_beside_surface(nodes_, node)) {
                set(node, value(node));
            }
        }
    }

    const ImplicitFunction& distance_;
    NodeValues& nodes_;
    std::vector<std::size_t> candidates_;
};

// Pushes inside nodes out until the signs are well-composed.
class SignMender {
public:
    SignMender(LeftOutNodes& left_out, NodeValues& nodes) : left_out_(left_out), nodes_(nodes) {}

    void mend() {
        while (pass()) {
        }
    }

private:
    bool pass() {
        changed_ = false;
        for (int k = 0; k < nodes_.count(2); ++k) {
            for (int j = 0; j < nodes_.count(1); ++j) {
                for (int i = 0; i < nodes_.count(0); ++i) {
                    mend_at({i, j, k});
                }
            }
        }
        return changed_;
    }

    void mend_at(const std::array<int, 3>& place) {
        const std::size_t node = nodes_.index(place[0], place[1], place[2]);
        std::array<bool, 3> room{};
        for (int axis = 0; axis < 3; ++axis) {
            room[axis] = place[axis] + 1 < nodes_.count(axis);
        }
        for (int a = 0; a < 3; ++a) {
            const int b = (a + 1) % 3;
            if (room[a] && room[b]) {
                mend_face(node, nodes_.stride(a), nodes_.stride(b));
            }
        }
        if (room[0] && room[1] && room[2]) {
            mend_cell(node);
        }
    }

    void mend_face(std::size_t node, std::size_t a, std::size_t b) {
        const bool here = nodes_.inside(node);
        if (here != nodes_.inside(node + a + b) || nodes_.inside(node + a) == here ||
            nodes_.inside(node + b) == here) {
            return;
        }
        if (here) {
            push_out({node, node + a + b});
        } else {
            push_out({node + a, node + b});
        }
    }

    void mend_cell(std::size_t node) {
        std::array<std::size_t, 8> corners{};
        unsigned mask = 0;
        for (unsigned c = 0; c < 8; ++c) {
            corners[c] = nodes_.corner(node, c);
            mask |= nodes_.inside(corners[c]) ? 1U << c : 0U;
        }
        for (unsigned c = 0; c < 4; ++c) {
            const unsigned pair = 1U << c | 1U << (7 - c);
            if (mask == pair) {
                push_out({corners[c], corners[7 - c]});
            } else if (mask == (255U & ~pair)) {
                push_out({corners[c == 0 ? 1 : 0]});
            }
        }
    }

    // The one nearest to the surface.
    void push_out(std::initializer_list<std::size_t> inside) {
        const std::size_t nearest =
            *std::max_element(inside.begin(), inside.end(),
                              [&](std::size_t a, std::size_t b) { return nodes_[a] < nodes_[b]; });
        nodes_[nearest] = 1e-3F;
        left_out_.ask_around(nearest);
        changed_ = true;
    }

    LeftOutNodes& left_out_;
    NodeValues& nodes_;
    bool changed_ = false;
};

class NetBuilder {
public:
    explicit NetBuilder(const NodeValues& nodes)
        : nodes_(nodes), point_of_cell_(nodes.size(), no_point) {}

    SurfaceNet build() {
        for_each_cell([&](int i, int j, int k) { place_point(i, j, k); });
        for_each_cell([&](int i, int j, int k) { cross_edges({i, j, k}); });
        return std::move(net_);
    }

private:
    template <typename Visit>
    void for_each_cell(Visit visit) const {
        for (int k = 0; k + 1 < nodes_.count(2); ++k) {
            for (int j = 0; j + 1 < nodes_.count(1); ++j) {
                for (int i = 0; i + 1 < nodes_.count(0); ++i) {
                    visit(i, j, k);
                }
            }
        }
    }

    void place_point(int i, int j, int k) {
        const std::size_t node = nodes_.index(i, j, k);
        std::array<double, 8> values{};
        unsigned mask = 0;
        for (unsigned c = 0; c < 8; ++c) {
            values[c] = nodes_[nodes_.corner(node, c)];
            mask |= values[c] < 0.0 ? 1U << c : 0U;
        }
        if (mask == 0 || mask == 255U) {
            return;
        }
        const Point3 share = mean_crossing(values);
        const Point3 low = nodes_.place(i, j, k);
        const Point3 high = nodes_.place(i + 1, j + 1, k + 1);
        point_of_cell_[node] = static_cast<std::uint32_t>(net_.points_mm.size());
        net_.points_mm.emplace_back(low + share.cwiseProduct(high - low));
    }

    // In shares of the cell.
    static Point3 mean_crossing(const std::array<double, 8>& values) {
        Point3 sum = Point3::Zero();
        int crossings = 0;
        for (unsigned a = 0; a < 8; ++a) {
            for (unsigned axis = 0; axis < 3; ++axis) {
                const unsigned b = a | 1U << axis;
                if (b == a || (values[a] < 0.0) == (values[b] < 0.0)) {
                    continue;
                }
                Point3 crossing(a & 1U, a >> 1U & 1U, a >> 2U);
                crossing[axis] += values[a] / (values[a] - values[b]);
                sum += crossing;
                ++crossings;
            }
        }
        return sum / crossings;
    }

    // The quads around the three edges that leave a node in positive directions.
    void cross_edges(const std::array<int, 3>& indices) {
        const std::size_t node = nodes_.index(indices[0], indices[1], indices[2]);
        const bool inside = nodes_.inside(node);
        for (int axis = 0; axis < 3; ++axis) {
            const int next = (axis + 1) % 3;
            const int last = (axis + 2) % 3;
            if (inside == nodes_.inside(node + nodes_.stride(axis)) || indices[next] == 0 ||
                indices[last] == 0) {
                continue;
            }
            const std::size_t a = nodes_.stride(next);
            const std::size_t b = nodes_.stride(last);
            std::array<std::uint32_t, 4> quad{point_of_cell_[node], point_of_cell_[node - a],
                                              point_of_cell_[node - a - b],
                                              point_of_cell_[node - b]};
            if (!inside) {
                std::swap(quad[1], quad[3]);
            }
            add(quad);
        }
    }

    void add(const std::array<std::uint32_t, 4>& q) {
        const auto length = [&](int a, int b) {
            return (net_.points_mm[q[a]] - net_.points_mm[q[b]]).squaredNorm();
        };
        // Clearly shorter: across a plane of symmetry both are equal, and last bits must not decide.
        if (length(0, 2) < (1.0 - 1e-9) * length(1, 3)) {
            net_.triangles.push_back({q[0], q[1], q[2]});
            net_.triangles.push_back({q[0], q[2], q[3]});
        } else {
            net_.triangles.push_back({q[0], q[1], q[3]});
            net_.triangles.push_back({q[1], q[2], q[3]});
        }
    }

    const NodeValues& nodes_;
    std::vector<std::uint32_t> point_of_cell_;
    SurfaceNet net_;
};

}  // namespace

SurfaceNet surface_nets(const ImplicitFunction& distance, const RectilinearGrid& grid,
                        double steepest) {
    NodeValues nodes(grid);
    sample_blocks(distance, steepest, nodes);
    LeftOutNodes left_out(distance, nodes);
    left_out.ask_all_beside_surface();
    SignMender(left_out, nodes).mend();
    return NetBuilder(nodes).build();
}

}  // namespace stubble
