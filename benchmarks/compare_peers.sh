#!/usr/bin/env bash
# The sampler against others on the same mesh with the same radius, interleaved in one run: 100k dots on a sphere of 81,920
# triangles. Prints one table: dots a second of CPU time, wall time with one and with two threads, memory, and how many times
# faster Stubble is (CPU time, one thread).
#   benchmarks/compare_peers.sh [rounds]     default 5; peers that are not installed are left out by name
# Peers: Blender 3.4 (package blender), Open3D 0.16 (package libopen3d-dev), MeshLab 2020.09 (packages meshlab, xvfb, xauth), and
# the prototype beside the project when it is there. Open3D takes some 20 s a run and runs once.
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/setup.sh"
rounds=${1:-5}
radius=0.84194
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
install_packages
build benchmark poisson_disc_bench
bench="$root/build/benchmark/benchmarks/poisson_disc_bench"
"$bench" write-mesh "$here/sphere.off"
prototype="$root/../shared/prototypes/sampling"

if [ -f "$prototype/stub5.cpp" ]; then
    g++ -std=c++20 -O3 -march=native "$prototype/stub5.cpp" -o "$here/stub5" -pthread 2> /dev/null
fi
if [ -d /usr/include/open3d ]; then
    g++ -std=c++20 -O3 -w -I "$root" $(pkg-config --cflags eigen3) "$root/benchmarks/sampling/open3d_poisson.cpp" \
        -o "$here/open3d" -lOpen3D 2> /dev/null
fi
has() { command -v "$1" > /dev/null; }
has_meshlab() { has meshlabserver && has xvfb-run; }

# Every run prints: name, points, CPU ms, wall ms, peak MB. Arguments: threads.
run_stubble() { "$bench" once "$1"; }
run_prototype() {
    "$here/stub5" "$here/sphere.off" $radius "$here/out" 1 "$1" |
        sed -n 's/.*n= *\([0-9]*\).*wall= *\([0-9.]*\) cpu= *\([0-9.]*\).*rssMB= *\([0-9.]*\).*/\1 \2 \3 \4/p' |
        awk '{ printf "prototype %d %.1f %.1f %.0f\n", $1, 1000 * $3, 1000 * $2, $4 }'
}
run_blender() {
    blender -b --factory-startup -t "$1" -P "$root/benchmarks/sampling/blender_poisson.py" -- "$here/sphere.off" $radius 19.65 \
        2> /dev/null | grep '^blender '
}
run_meshlab() { python3 "$root/benchmarks/sampling/meshlab_poisson.py" "$here/sphere.off" $radius 20 2> /dev/null; }
run_open3d() { "$here/open3d" "$here/sphere.off" 100000; }

for ((round = 1; round <= rounds; ++round)); do
    for threads in 1 2; do
        {
            run_stubble $threads
            [ -x "$here/stub5" ] && run_prototype $threads
            has blender && run_blender $threads
            [ $threads = 1 ] && has_meshlab && run_meshlab
            [ "$round$threads" = 11 ] && [ -x "$here/open3d" ] && run_open3d
            true
        } | sed "s/^/$threads /"
    done
done > "$here/runs"

[ -x "$here/stub5" ] || echo "prototype: not there"
has blender || echo "blender: not installed"
[ -x "$here/open3d" ] || echo "open3d: not installed"
has_meshlab || echo "meshlab: not installed (packages meshlab, xvfb, xauth)"
echo "$rounds rounds, $(git -C "$root" rev-parse --short HEAD), $(g++ -dumpfullversion), load $(cut -d' ' -f1 /proc/loadavg)"
python3 - "$here/runs" << 'PYTHON'
import statistics
import sys

runs = {}
for line in open(sys.argv[1]):
    threads, name, count, cpu, wall, peak = line.split()
    runs.setdefault((name, int(threads)), []).append((int(count), float(cpu), float(wall), float(peak)))
median = {key: [statistics.median(row[i] for row in rows) for i in range(4)] for key, rows in runs.items()}
rate = {name: 1e3 * row[0] / row[1] for (name, threads), row in median.items() if threads == 1}
print(f"{'':10} {'dots':>8} {'dots/s of CPU':>14} {'CPU ms':>9} {'wall ms':>9} {'2 threads':>9} {'peak MB':>8} {'Stubble is':>12}")
for name in rate:
    count, cpu, wall, peak = median[name, 1]
    two = f"{median[name, 2][2]:9.1f}" if (name, 2) in median else f"{'-':>9}"
    print(f"{name:10} {count:8.0f} {rate[name]:14.0f} {cpu:9.1f} {wall:9.1f} {two} {peak:8.0f} {rate['stubble'] / rate[name]:10.1f} x")
PYTHON
if command -v valgrind > /dev/null; then
    valgrind --tool=callgrind --callgrind-out-file="$here/callgrind" --toggle-collect='stubble::sample_surface*' "$bench" once \
        > "$here/once" 2> "$here/counted"
    instructions=$(sed -n 's/.*Collected : *\([0-9]*\).*/\1/p' "$here/counted")
    awk -v i="$instructions" '{ printf "instructions a dot (callgrind): %.0f\n", i / $2 }' "$here/once"
fi
