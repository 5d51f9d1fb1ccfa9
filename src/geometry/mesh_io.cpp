#include "geometry/mesh_io.h"

#include <assimp/postprocess.h>
#include <assimp/scene.h>

#include <algorithm>
#include <array>
#include <assimp/Importer.hpp>
#include <cctype>
#include <cmath>
#include <cstring>
#include <exception>
#include <string>
#include <unordered_map>

#include "base/random.h"

namespace stubble {
namespace {

bool is_known_format(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr std::array<const char*, 5> known{".obj", ".ply", ".stl", ".gltf", ".glb"};
    return std::find(known.begin(), known.end(), extension) != known.end();
}

struct PlaceHash {
    std::size_t operator()(const std::array<std::uint32_t, 3>& bits) const {
        return hash64(hash64(bits[0] | std::uint64_t{bits[1]} << 32), bits[2]);
    }
};

// Collects triangles; equal places become one vertex, so that neighbours are known across materials and in files that repeat
// every corner.
class MeshCollector {
public:
    explicit MeshCollector(double unit_mm) : unit_mm_(unit_mm) {}

    void add(const aiMesh& part) {
        for (unsigned int i = 0; i < part.mNumFaces; ++i) {
            const aiFace& face = part.mFaces[i];
            if (face.mNumIndices == 3) {
                mesh_.triangles.push_back({vertex(part.mVertices[face.mIndices[0]]),
                                           vertex(part.mVertices[face.mIndices[1]]),
                                           vertex(part.mVertices[face.mIndices[2]])});
            }
        }
    }

    TriangleMesh take() { return std::move(mesh_); }

private:
    std::uint32_t vertex(const aiVector3D& place) {
        const auto scaled = [&](ai_real x) {
            return static_cast<float>(static_cast<double>(x) * unit_mm_) + 0.0F;
        };
        const Vector3f point(scaled(place.x), scaled(place.y), scaled(place.z));
        std::array<std::uint32_t, 3> bits{};
        std::memcpy(bits.data(), point.data(), sizeof bits);
        const auto [entry, is_new] =
            numbers_.try_emplace(bits, static_cast<std::uint32_t>(mesh_.vertices_mm.size()));
        if (is_new) {
            mesh_.vertices_mm.push_back(point);
        }
        return entry->second;
    }

    double unit_mm_;
    TriangleMesh mesh_;
    std::unordered_map<std::array<std::uint32_t, 3>, std::uint32_t, PlaceHash> numbers_;
};

// The importer's own words, on one line and not too long.
Error malformed(const std::string& where, const std::string& cause) {
    std::string line = cause.substr(0, 120);
    std::replace_if(
        line.begin(), line.end(), [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
    return {where, "cannot be read as a mesh" + (line.empty() ? "" : " (" + line + ")"),
            "check the file"};
}

Result<TriangleMesh> import_mesh(const std::filesystem::path& path, double unit_mm) {
    Assimp::Importer importer;
    const aiScene* scene =
        importer.ReadFile(path.string(), aiProcess_Triangulate | aiProcess_PreTransformVertices);
    if (scene == nullptr) {
        return malformed(path.string(), importer.GetErrorString());
    }
    std::size_t faces = 0;
    for (unsigned int i = 0; i < scene->mNumMeshes; ++i) {
        faces += scene->mMeshes[i]->mNumFaces;
    }
    if (faces > max_mesh_triangles) {
        return Error{path.string(), "has " + std::to_string(faces) + " triangles",
                     "simplify it to at most " + std::to_string(max_mesh_triangles)};
    }
    MeshCollector collector(unit_mm);
    for (unsigned int i = 0; i < scene->mNumMeshes; ++i) {
        collector.add(*scene->mMeshes[i]);
    }
    return collector.take();
}

}  // namespace

Result<TriangleMesh> read_mesh(const std::filesystem::path& path, double unit_mm) {
    std::error_code failure;
    if (!std::filesystem::is_regular_file(path, failure)) {
        return Error{path.string(), "there is no such file",
                     "give a mesh: .obj, .ply, .stl, .gltf or .glb"};
    }
    if (!is_known_format(path)) {
        return Error{path.string(), "is no mesh of a known format",
                     "give .obj, .ply, .stl, .gltf or .glb"};
    }
    if (std::filesystem::file_size(path, failure) > max_mesh_file_bytes || failure) {
        return Error{path.string(), "is larger than 1 GB or cannot be read", "simplify the mesh"};
    }
    try {
        Result<TriangleMesh> mesh = import_mesh(path, unit_mm);
        if (!mesh) {
            return mesh;
        }
        const Status good = check_mesh(*mesh, path.string());
        return good ? std::move(mesh) : Result<TriangleMesh>(good.error());
    } catch (const std::exception& error) {
        return malformed(path.string(), error.what());
    }
}

}  // namespace stubble
