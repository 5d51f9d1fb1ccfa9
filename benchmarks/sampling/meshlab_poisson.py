# MeshLab as a peer of the sampler: the filter Poisson-disk Sampling on an OFF mesh. Prints one line:
# meshlab <points> <CPU ms> <wall ms> <peak MB>: a run with the filter less one that only loads and saves.
#   meshlab_poisson.py mesh.off <radius> <candidates a point>
# For MeshLab 2020.09 (Debian 12), whose meshlabserver wants an X server: packages meshlab, xvfb, xauth.
import os
import re
import resource
import subprocess
import sys
import tempfile
import time

path, radius, rate = sys.argv[1:]
FILTER = f"""<!DOCTYPE FilterScript>
<FilterScript>
 <filter name="Poisson-disk Sampling">
  <Param type="RichInt" value="100000" name="SampleNum"/>
  <Param type="RichAbsPerc" value="{radius}" min="0" max="1000" name="Radius"/>
  <Param type="RichInt" value="{rate}" name="MontecarloRate"/>
  <Param type="RichBool" value="false" name="SaveMontecarlo"/>
  <Param type="RichBool" value="false" name="ApproximateGeodesicDistance"/>
  <Param type="RichBool" value="false" name="Subsample"/>
  <Param type="RichBool" value="false" name="RefineFlag"/>
  <Param type="RichMesh" value="0" name="RefineMesh"/>
  <Param type="RichBool" value="true" name="BestSampleFlag"/>
  <Param type="RichInt" value="10" name="BestSamplePool"/>
  <Param type="RichBool" value="false" name="ExactNumFlag"/>
  <Param type="RichFloat" value="1" name="RadiusVariance"/>
 </filter>
</FilterScript>
"""


def run(folder, arguments):
    """Output, CPU and wall seconds of meshlabserver and its X server."""

    def cpu_seconds():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    cpu, wall = cpu_seconds(), time.time()
    command = ["xvfb-run", "-a", "meshlabserver", "-i", path, "-o", os.path.join(folder, "out.ply"), *arguments]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return output, cpu_seconds() - cpu, time.time() - wall


with tempfile.TemporaryDirectory() as folder:
    script = os.path.join(folder, "filter.mlx")
    with open(script, "w") as file:
        file.write(FILTER)
    _, idle_cpu, idle_wall = run(folder, [])
    output, cpu, wall = run(folder, ["-s", script])
count = int(re.search(r"saved as .*\((\d+) vn", output).group(1))
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"meshlab {count} {1e3 * (cpu - idle_cpu):.1f} {1e3 * (wall - idle_wall):.1f} {peak:.0f}")
