#include "scalp/head_cache.h"

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/atomic_file.h"
#include "base/random.h"

namespace stubble {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

constexpr std::array<std::optional<double> AskedMeasures::*, 10> asked_members{
    &AskedMeasures::circumference_mm,  &AskedMeasures::length_mm,
    &AskedMeasures::breadth_mm,        &AskedMeasures::tragion_top_mm,
    &AskedMeasures::coronal_arc_mm,    &AskedMeasures::sagittal_arc_mm,
    &AskedMeasures::menton_sellion_mm, &AskedMeasures::bizygomatic_mm,
    &AskedMeasures::neck_mm,           &AskedMeasures::ear_length_mm};
static_assert(sizeof(AskedMeasures) == 8 + 16 * asked_members.size(),
              "a new measure belongs into asked_members");

// What a head depends on. Plain bytes, no gaps.
struct HeadKey {
    std::uint64_t magic = 0x3144414548425453;  // "STBHEAD1" where the lowest byte comes first
    std::uint32_t version = head_model_version;
    std::uint32_t resolution = 0;
    std::uint32_t sex = 0;
    std::uint32_t is_over_hair = 0;
    std::uint64_t is_asked = 0;  // bit i: asked_members[i]
    std::array<double, asked_members.size()> asked_mm{};
};

// Behind the key; then vertices, normals and triangles, then the checksum of all before.
struct HeadContents {
    std::uint64_t vertices = 0;
    std::uint64_t triangles = 0;
    HeadShape shape;
    HeadMeasures measures;
};
static_assert(std::is_trivially_copyable_v<HeadKey> && std::is_trivially_copyable_v<HeadContents>);
static_assert(sizeof(HeadShape) == 12 * sizeof(double) &&
                  sizeof(HeadMeasures) == 11 * sizeof(double),
              "raise head_model_version");
static_assert(sizeof(Vector3f) == 12 && sizeof(Triangle) == 12);

using KeyBytes = std::array<std::uint8_t, sizeof(HeadKey)>;

KeyBytes bytes_of(const HeadKey& key) {
    return std::bit_cast<KeyBytes>(key);
}

HeadKey key_of(const AskedMeasures& asked, HeadResolution resolution) {
    HeadKey key;
    key.resolution = static_cast<std::uint32_t>(resolution);
    key.sex = static_cast<std::uint32_t>(asked.sex);
    key.is_over_hair = asked.taped_over_hair ? 1 : 0;
    for (std::size_t i = 0; i < asked_members.size(); ++i) {
        if (const std::optional<double>& value = asked.*asked_members[i]) {
            key.is_asked |= std::uint64_t{1} << i;
            key.asked_mm[i] = *value;
        }
    }
    return key;
}

// Four chains of invertible steps: a changed word always changes its chain. Reads 8 bytes at a time, zeros after the end.
std::uint64_t checksum(const std::uint8_t* bytes, std::size_t count) {
    std::array<std::uint64_t, 4> chains{1, 2, 3, 4};
    const auto add = [&](std::size_t chain, const std::uint8_t* from, std::size_t size) {
        std::uint64_t word = 0;
        std::memcpy(&word, from, size);
        const std::uint64_t x = (chains[chain] ^ word) * 0x9e3779b97f4a7c15ULL;
        chains[chain] = x ^ x >> 29;
    };
    std::size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        for (std::size_t chain = 0; chain < 4; ++chain) {
            add(chain, bytes + i + 8 * chain, 8);
        }
    }
    for (; i < count; i += 8) {
        add(0, bytes + i, std::min<std::size_t>(8, count - i));
    }
    std::uint64_t sum = count;
    for (const std::uint64_t chain : chains) {
        sum = hash64(sum, chain);
    }
    return sum;
}

template <typename T>
std::size_t byte_count(const std::vector<T>& items) {
    return items.size() * sizeof(T);
}

class ByteWriter {
public:
    explicit ByteWriter(std::size_t expected) { bytes_.reserve(expected); }

    template <typename T>
    void add(const T& value) {
        add(&value, sizeof value);
    }
    template <typename T>
    void add(const std::vector<T>& items) {
        add(items.data(), byte_count(items));
    }
    [[nodiscard]] const Bytes& bytes() const { return bytes_; }

private:
    void add(const void* from, std::size_t count) {
        const auto* first = static_cast<const std::uint8_t*>(from);
        bytes_.insert(bytes_.end(), first, first + count);
    }
    Bytes bytes_;
};

Bytes bytes_of(const PreparedHead& head, const HeadKey& key) {
    const TriangleMesh& mesh = head.mesh.mesh;
    ByteWriter writer(sizeof key + sizeof(HeadContents) + 2 * byte_count(mesh.vertices_mm) +
                      byte_count(mesh.triangles) + sizeof(std::uint64_t));
    writer.add(key);
    writer.add(HeadContents{mesh.vertices_mm.size(), mesh.triangles.size(), head.fitted.shape,
                            head.fitted.measures});
    writer.add(mesh.vertices_mm);
    writer.add(head.mesh.normals);
    writer.add(mesh.triangles);
    writer.add(checksum(writer.bytes().data(), writer.bytes().size()));
    return writer.bytes();
}

// Nothing when there is no such file. More than `largest` bytes are not read.
std::optional<Bytes> read_file(const fs::path& path, std::size_t largest) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : -1;
    if (size < 0 || static_cast<std::uint64_t>(size) > largest) {
        return std::nullopt;
    }
    Bytes bytes(static_cast<std::size_t>(size));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(bytes.data()), size);
    return file.gcount() == size ? std::optional(std::move(bytes)) : std::nullopt;
}

class ByteReader {
public:
    explicit ByteReader(const Bytes& bytes) : bytes_(bytes) {}

    [[nodiscard]] std::size_t left() const { return bytes_.size() - next_; }
    // Precondition: enough bytes are left.
    template <typename T>
    void take(T& value) {
        take(&value, sizeof value);
    }
    template <typename T>
    void take(std::vector<T>& items, std::size_t count) {
        items.resize(count);
        take(items.data(), byte_count(items));
    }

private:
    void take(void* to, std::size_t count) {
        std::memcpy(to, bytes_.data() + next_, count);
        next_ += count;
    }
    const Bytes& bytes_;
    std::size_t next_ = 0;
};

bool is_whole(const Bytes& bytes) {
    constexpr std::size_t sum_bytes = sizeof(std::uint64_t);
    if (bytes.size() < sizeof(HeadKey) + sizeof(HeadContents) + sum_bytes) {
        return false;
    }
    std::uint64_t sum = 0;
    std::memcpy(&sum, bytes.data() + bytes.size() - sum_bytes, sum_bytes);
    return sum == checksum(bytes.data(), bytes.size() - sum_bytes);
}

std::optional<PreparedHead> parse(const Bytes& bytes, const HeadKey& key) {
    const KeyBytes expected = bytes_of(key);
    if (!is_whole(bytes) || !std::equal(expected.begin(), expected.end(), bytes.begin())) {
        return std::nullopt;
    }
    ByteReader reader(bytes);
    HeadKey same;
    HeadContents contents;
    reader.take(same);
    reader.take(contents);
    constexpr std::uint64_t most = std::uint64_t{1} << 32;
    if (contents.vertices > most || contents.triangles > most ||
        reader.left() != 24 * contents.vertices + 12 * contents.triangles + sizeof(std::uint64_t)) {
        return std::nullopt;
    }
    PreparedHead head;
    head.fitted.shape = contents.shape;
    head.fitted.measures = contents.measures;
    reader.take(head.mesh.mesh.vertices_mm, contents.vertices);
    reader.take(head.mesh.normals, contents.vertices);
    reader.take(head.mesh.mesh.triangles, contents.triangles);
    head.was_kept = true;
    return head;
}

std::optional<fs::path> folder_from(const char* variable, const char* below) {
    const char* value = std::getenv(variable);
    if (value == nullptr || !fs::path(value).is_absolute()) {
        return std::nullopt;
    }
    return fs::path(value) / below;
}

std::optional<fs::path> folder_of(const HeadCacheOptions& options) {
    if (!options.is_used || options.folder) {
        return options.is_used ? options.folder : std::nullopt;
    }
    const std::optional<fs::path> stated = folder_from("XDG_CACHE_HOME", "stubble/heads");
    return stated ? stated : folder_from("HOME", ".cache/stubble/heads");
}

constexpr const char* file_start = "head-";
constexpr const char* file_end = ".bin";

std::string file_name(const HeadKey& key) {
    std::array<char, 40> name{};
    const std::uint64_t hash = checksum(bytes_of(key).data(), sizeof key);
    std::snprintf(name.data(), name.size(), "%s%016llx%s", file_start,
                  static_cast<unsigned long long>(hash), file_end);
    return name.data();
}

// So that the heads used last stay longest.
void mark_used(const fs::path& file) {
    std::error_code ignored;
    fs::last_write_time(file, fs::file_time_type::clock::now(), ignored);
}

// Heads beyond the limit, and pieces that an interrupted program left behind.
void remove_old_files(const fs::path& folder, std::size_t most_files) {
    using Entry = std::pair<fs::file_time_type, fs::path>;
    const auto stale = fs::file_time_type::clock::now() - std::chrono::hours(1);
    std::vector<Entry> heads;
    std::error_code ignored;
    for (fs::directory_iterator entry(folder, ignored), end; entry != end;
         entry.increment(ignored)) {
        const fs::path& path = entry->path();
        const fs::file_time_type time = entry->last_write_time(ignored);
        if (path.filename().string().rfind(file_start, 0) != 0) {
            continue;
        }
        if (path.extension() == file_end) {
            heads.emplace_back(time, path);
        } else if (time < stale) {
            fs::remove(path, ignored);
        }
    }
    std::sort(heads.begin(), heads.end());
    for (std::size_t i = 0; i + most_files < heads.size(); ++i) {
        fs::remove(heads[i].second, ignored);
    }
}

// Best effort.
void keep(const PreparedHead& head, const HeadKey& key, const fs::path& folder,
          std::size_t most_files) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (write_file_atomically(folder / file_name(key), bytes_of(head, key))) {
        remove_old_files(folder, most_files);
    }
}

}  // namespace

std::optional<PreparedHead> kept_head(const AskedMeasures& asked, HeadResolution resolution,
                                      const HeadCacheOptions& options) {
    constexpr std::size_t largest_file = 100'000'000;
    const std::optional<fs::path> folder = folder_of(options);
    if (!folder) {
        return std::nullopt;
    }
    const HeadKey key = key_of(asked, resolution);
    const fs::path file = *folder / file_name(key);
    const std::optional<Bytes> bytes = read_file(file, largest_file);
    std::optional<PreparedHead> head = bytes ? parse(*bytes, key) : std::nullopt;
    if (head) {
        mark_used(file);
        head->fitted = with_report(std::move(head->fitted), asked);
    }
    return head;
}

Result<PreparedHead> load_or_make_head(const AskedMeasures& asked, HeadResolution resolution,
                                       const std::string& where, const HeadCacheOptions& options) {
    if (std::optional<PreparedHead> kept = kept_head(asked, resolution, options)) {
        return std::move(*kept);
    }
    Result<FittedHead> fitted = fit_head(asked, where);
    if (!fitted) {
        return fitted.error();
    }
    PreparedHead head{std::move(fitted).value(), {}, false};
    head.mesh = generate_head_mesh(HeadSurface(head.fitted.shape), resolution);
    if (const std::optional<fs::path> folder = folder_of(options)) {
        keep(head, key_of(asked, resolution), *folder, options.most_files);
    }
    return head;
}

}  // namespace stubble
