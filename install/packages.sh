# System packages: which ones, and installing the ones that are missing.
# shellcheck shell=bash

# What `run` and `lab` need: the machine, the notebook tools, fonts for charts.
# shellcheck disable=SC2034
RUN_PACKAGES=(qemu-system-x86 jupyter-nbconvert python3-nbclient python3-jupyter-client jupyter-notebook
    fontconfig fonts-dejavu-core debian-archive-keyring ca-certificates)
# What `sweep` needs: the machine, and clang for schedulers that a sweep brings as C.
# shellcheck disable=SC2034
WORK_PACKAGES=(qemu-system-x86 clang-16 debian-archive-keyring ca-certificates)
# What a build needs in addition: the compilers of agent and schedulers, Maven.
# shellcheck disable=SC2034
BUILD_PACKAGES=(clang-16 clang-format-16 libbpf-dev libelf-dev zlib1g-dev make maven)
# What `test` needs in addition: the independent witnesses.
# shellcheck disable=SC2034
TEST_PACKAGES=(bpftool python3-jupyter-kernel-test jupyter-console shellcheck trace-cmd libarchive-tools busybox-static
    rt-tests)
# What `test --sweeps` needs in addition: two machines out of one, with Slurm, ssh and a web server.
# shellcheck disable=SC2034
SWEEP_PACKAGES=(slurmctld slurmd slurm-client munge parallel openssh-server nginx-light iproute2 util-linux)
# What unpacking a newer Debian's JDK needs in addition; ca-certificates-java makes its certificate store.
# shellcheck disable=SC2034
JDK_TOOL_PACKAGES=(patchelf ca-certificates-java)

# What is run of these packages, for a system that is not Debian and has no packages of these names.
RUN_PROGRAMS=(qemu-system-x86_64 fc-match)
BUILD_PROGRAMS=(clang-16 clang-format-16 make mvn)
RUN_MODULES=(jupyter_client nbclient nbconvert notebook)

# Of the named packages, those that are not installed.
missing_packages() {
    local package
    command -v dpkg-query >/dev/null || return 0
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s\n' "$package"
    done
}

# On a system without Debian's packages: the programs that are not in PATH, and the modules that Jupyter's Python does not have.
missing_programs() {
    local program module
    ! command -v dpkg-query >/dev/null || return 0
    for program in "${RUN_PROGRAMS[@]}"; do
        command -v "$program" >/dev/null || printf '%s\n' "$program"
    done
    is_release || for program in "${BUILD_PROGRAMS[@]}"; do
        command -v "$program" >/dev/null || printf '%s\n' "$program"
    done
    for module in "${RUN_MODULES[@]}"; do
        "$SYSTEM_PYTHON" -c "import $module" 2>/dev/null || printf '%s (a module of %s)\n' "$module" "$SYSTEM_PYTHON"
    done
}

need_programs() {
    local missing
    missing=$(missing_programs | paste -s -d ,)
    [ -z "$missing" ] || fail "find what schedlab needs" "not here: $missing" \
        "install them in this system's way; SCHEDLAB_PYTHON names another Python that has Jupyter"
}

# Installs what is missing of the named packages, without questions.
need_packages() {
    local missing=() as_root=()
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null || ! sudo -v; then
            fail "install ${missing[*]}" "this user is not root and cannot use sudo" \
                "as root: apt-get update && apt-get install --no-install-recommends ${missing[*]}"
        fi
        as_root=(sudo)
    fi
    step "installing ${missing[*]}"
    if ! package_lists_know "${missing[@]}"; then
        quietly apt-update.log "check the network and the apt configuration" "${as_root[@]}" apt-get -q update
    fi
    if ! install_packages "${missing[@]}" >/dev/null 2>&1; then
        # The lists may be older than the mirror.
        quietly apt-update.log "check the network and the apt configuration" "${as_root[@]}" apt-get -q update
        quietly apt-install.log "fix apt as the lines above say, then run the same command again" install_packages "${missing[@]}"
    fi
}

install_packages() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
        install --no-install-recommends "$@" </dev/null
}

# True when apt has a candidate for each of the packages.
package_lists_know() {
    local package
    for package in "$@"; do
        apt-cache policy "$package" 2>/dev/null | grep -q 'Candidate: [^(]' || return 1
    done
}
