# Sourced by the other scripts: installs what is missing, configures and builds. Everything it says goes to stderr.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo > /dev/null; then
        sudo "$@"
    else
        echo "stubble: error: packages are missing and neither root nor sudo is available; run as root: $*" >&2
        exit 2
    fi
}

install_packages() {
    local wanted missing
    wanted=$(grep -v '^#' "$root/scripts/packages.txt")
    missing=$(for package in $wanted; do
        dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'install ok installed' || echo "$package"
    done)
    [ -z "$missing" ] && return
    echo "installing: $(echo $missing)" >&2
    as_root apt-get update >&2
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >&2
}

# build <preset> [targets]
build() {
    local preset=$1
    shift
    cd "$root"
    # Configuring costs seconds: only when there is no build folder yet (ninja repeats it when a CMake file changes).
    [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >&2
    cmake --build --preset "$preset" ${1:+--target "$@"} >&2
}
