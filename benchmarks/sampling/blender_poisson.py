# Blender as a peer of the sampler: Distribute Points on Faces, Poisson Disk, on an OFF mesh. Prints one line:
# blender <points> <CPU ms> <wall ms> <peak MB>, without loading.
#   blender -b --factory-startup -P blender_poisson.py -- mesh.off <smallest distance> <largest density>
# For Blender 3.4 (Debian 12): sockets of node groups are made with ng.inputs.new.
import resource
import sys
import time

import bpy

path, distance, density = sys.argv[sys.argv.index("--") + 1 :]
words = open(path).read().split()
vertex_count, face_count = int(words[1]), int(words[2])
numbers = [float(w) for w in words[4 : 4 + 3 * vertex_count]]
vertices = list(zip(numbers[0::3], numbers[1::3], numbers[2::3]))
indices = [int(w) for w in words[4 + 3 * vertex_count :]]
faces = list(zip(indices[1::4], indices[2::4], indices[3::4]))

mesh = bpy.data.meshes.new("surface")
mesh.from_pydata(vertices, [], faces)
surface = bpy.data.objects.new("surface", mesh)
bpy.context.scene.collection.objects.link(surface)

group = bpy.data.node_groups.new("scatter", "GeometryNodeTree")
group.inputs.new("NodeSocketGeometry", "Geometry")
group.outputs.new("NodeSocketGeometry", "Geometry")
source = group.nodes.new("NodeGroupInput")
target = group.nodes.new("NodeGroupOutput")
scatter = group.nodes.new("GeometryNodeDistributePointsOnFaces")
scatter.distribute_method = "POISSON"
scatter.inputs["Distance Min"].default_value = float(distance)
scatter.inputs["Density Max"].default_value = float(density)
to_vertices = group.nodes.new("GeometryNodePointsToVertices")
group.links.new(source.outputs[0], scatter.inputs["Mesh"])
group.links.new(scatter.outputs["Points"], to_vertices.inputs[0])
group.links.new(to_vertices.outputs[0], target.inputs[0])
modifier = surface.modifiers.new("scatter", "NODES")
modifier.node_group = group


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


cpu, wall = cpu_seconds(), time.time()
graph = bpy.context.evaluated_depsgraph_get()
graph.update()
count = len(surface.evaluated_get(graph).data.vertices)
cpu, wall = cpu_seconds() - cpu, time.time() - wall
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"blender {count} {1e3 * cpu:.1f} {1e3 * wall:.1f} {peak:.0f}")
