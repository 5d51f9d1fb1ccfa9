#include "geometry/mesh_export.h"

#include <assimp/scene.h>

#include <array>
#include <assimp/Exporter.hpp>
#include <memory>
#include <string>

#include "base/atomic_file.h"
#include "base/check.h"

namespace stubble {
namespace {

struct Format {
    const char* extension;
    const char* assimp_name;
    float unit;  // of one millimetre in the file
};
constexpr std::array<Format, 3> formats{
    {{".obj", "objnomtl", 1.0F}, {".ply", "plyb", 1.0F}, {".glb", "glb2", 0.001F}}};

const Format* format_of(const std::filesystem::path& path) {
    for (const Format& format : formats) {
        if (path.extension() == format.extension) {
            return &format;
        }
    }
    return nullptr;
}

// The scene owns everything; assimp frees it.
std::unique_ptr<aiScene> scene_of(const TriangleMesh& mesh, const std::vector<Vector3f>& normals,
                                  float unit) {
    auto part = std::make_unique<aiMesh>();
    part->mPrimitiveTypes = aiPrimitiveType_TRIANGLE;
    part->mNumVertices = static_cast<unsigned>(mesh.vertices_mm.size());
    part->mVertices = new aiVector3D[part->mNumVertices];
    part->mNormals = new aiVector3D[part->mNumVertices];
    for (unsigned i = 0; i < part->mNumVertices; ++i) {
        const Vector3f place = unit * mesh.vertices_mm[i];
        part->mVertices[i] = {place.x(), place.y(), place.z()};
        part->mNormals[i] = {normals[i].x(), normals[i].y(), normals[i].z()};
    }
    part->mNumFaces = static_cast<unsigned>(mesh.triangles.size());
    part->mFaces = new aiFace[part->mNumFaces];
    for (unsigned i = 0; i < part->mNumFaces; ++i) {
        const Triangle& t = mesh.triangles[i];
        part->mFaces[i].mNumIndices = 3;
        part->mFaces[i].mIndices = new unsigned[3]{t[0], t[1], t[2]};
    }
    auto scene = std::make_unique<aiScene>();
    scene->mRootNode = new aiNode("head");
    scene->mRootNode->mNumMeshes = 1;
    scene->mRootNode->mMeshes = new unsigned[1]{0};
    scene->mNumMaterials = 1;
    scene->mMaterials = new aiMaterial* [1] { new aiMaterial };
    scene->mNumMeshes = 1;
    scene->mMeshes = new aiMesh* [1] { part.release() };
    return scene;
}

}  // namespace

Status check_mesh_output(const std::filesystem::path& path) {
    if (format_of(path) != nullptr) {
        return Done{};
    }
    return Error{path.string(), "is no format for meshes", "end the name in .obj, .ply or .glb"};
}

Status write_mesh(const std::filesystem::path& path, const TriangleMesh& mesh,
                  const std::vector<Vector3f>& normals) {
    STUBBLE_CHECK(normals.size() == mesh.vertices_mm.size());
    if (Status known = check_mesh_output(path); !known) {
        return known;
    }
    const Format& format = *format_of(path);
    const std::unique_ptr<aiScene> scene = scene_of(mesh, normals, format.unit);
    Assimp::Exporter exporter;
    const aiExportDataBlob* blob = exporter.ExportToBlob(scene.get(), format.assimp_name);
    if (blob == nullptr) {
        return Error{path.string(),
                     std::string("cannot be made (") + exporter.GetErrorString() + ")",
                     "choose another format"};
    }
    return write_file_atomically(path, {static_cast<const std::uint8_t*>(blob->data), blob->size});
}

}  // namespace stubble
