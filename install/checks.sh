# The doctor's checks. Each prints one line per finding; what is required and missing is counted in MISSING.
# shellcheck shell=bash

NEEDED_SHARED_MEMORY_MIB=1024
NEEDED_DISK_MIB=3072

ok() { printf 'ok       %s\n' "$*"; }
note() { printf 'note     %s\n' "$*"; }

# usage: missing WHAT COMMAND-THAT-FIXES-IT
missing() {
    printf 'missing  %s\n         -> %s\n' "$1" "$2"
    MISSING=$((MISSING + 1))
}

package_command() { printf 'apt-get install --no-install-recommends %s\n' "$*"; }

check_system() {
    local machine name
    machine=$(uname -m)
    name=$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release 2>/dev/null || true)
    if [ "$machine" = x86_64 ]; then ok "$name on $machine"; else missing "an x86_64 machine (this is $machine)" "use one"; fi
}

check_packages() {
    local absent needed=("${RUN_PACKAGES[@]}")
    is_release || needed+=("${BUILD_PACKAGES[@]}")
    mapfile -t absent < <(missing_programs)
    [ ${#absent[@]} -eq 0 ] || missing "programs: ${absent[*]}" "install them in this system's way"
    mapfile -t absent < <(missing_packages "${needed[@]}")
    if [ ${#absent[@]} -eq 0 ]; then
        ok "packages that running needs (${#needed[@]})"
    else
        missing "packages: ${absent[*]}" "$(package_command "${absent[@]}")"
    fi
    mapfile -t absent < <(missing_packages "${TEST_PACKAGES[@]}")
    is_release || [ ${#absent[@]} -eq 0 ] || note "only ./schedlab test needs: ${absent[*]} -> $(package_command "${absent[@]}")"
}

# The QEMU that the kernel would take: what SCHEDLAB_QEMU names, else that of the path.
check_qemu() {
    local qemu=${SCHEDLAB_QEMU:-qemu-system-x86_64} version remedy="" named=""
    remedy=$(package_command qemu-system-x86)
    if [ -n "${SCHEDLAB_QEMU:-}" ]; then
        remedy="point SCHEDLAB_QEMU to a qemu-system-x86_64, or unset it"
        named=" ($qemu)"
        if [ ! -x "$qemu" ] || [ -d "$qemu" ]; then
            missing "the QEMU that SCHEDLAB_QEMU names ($qemu: no executable file)" "$remedy"
            return
        fi
    fi
    version=$(timeout 10 "$qemu" --version 2>/dev/null </dev/null | sed -n -E 's/.*QEMU emulator version ([0-9]+\.[0-9]+[0-9.]*).*/\1/p')
    if [ -z "$version" ]; then
        missing "QEMU ($qemu does not start, or is not QEMU)" "$remedy"
    elif newer_series "$OLDEST_QEMU" "$(series_of "$version")"; then
        missing "QEMU $OLDEST_QEMU or newer (this is $version$named)" "install a newer QEMU: Debian 12 has one"
    elif ! "$qemu" --help | grep -q '^-plugin '; then
        missing "QEMU with TCG plugins ($version$named here was built without)" "install Debian's: $(package_command qemu-system-x86)"
    else
        ok "QEMU $version, loads plugins$named"
    fi
}

check_clang() {
    if ! command -v clang-16 >/dev/null; then
        if is_release; then
            note "no clang-16: %%scheduler cells cannot compile, all else works -> $(package_command clang-16)"
        else
            missing "clang-16" "$(package_command clang-16)"
        fi
    elif ! clang-16 --print-targets 2>/dev/null | grep -q '^ *bpf '; then
        missing "clang-16 with the BPF target" "$(package_command --reinstall clang-16 libllvm16)"
    else
        ok "$(clang-16 --version | head -n 1), compiles BPF"
    fi
}

check_jdk() {
    local jdk
    if jdk=$(find_jdk); then
        ok "JDK $(jdk_major "$jdk") in $jdk"
    else
        missing "a JDK $REQUIRED_JDK or newer" "./schedlab run fetches one; or install one and set JAVA_HOME"
    fi
}

check_maven() {
    local version
    ! is_release || return 0
    version=$(mvn -version 2>/dev/null | sed -n -E 's/.*Apache Maven ([0-9.]+).*/\1/p')
    if [ -n "$version" ]; then ok "Maven $version"; else missing "Maven" "$(package_command maven)"; fi
}

check_kernels() {
    local kernel=${SCHEDLAB_KERNEL:-$SCHEDLAB_CACHE/kernels/default} config lacked
    if [ ! -s "$kernel" ]; then
        if [ -n "${SCHEDLAB_KERNEL:-}" ]; then
            missing "the Linux kernel that SCHEDLAB_KERNEL names ($kernel)" "point it to a bzImage or vmlinux, or unset it"
        else
            missing "a Linux kernel image ($kernel)" "./schedlab kernel fetch"
        fi
        return
    fi
    kernel=$(readlink -f "$kernel")
    config=$(dirname "$kernel")/config
    if [ -r "$config" ] && ! grep -q '^CONFIG_SCHED_CLASS_EXT=y' "$config"; then
        missing "a kernel with sched_ext ($kernel is built without)" "./schedlab kernel fetch --default"
    else
        ok "kernel image $kernel"
        lacked=$(kernel_note "$(version_of_file "$kernel")")
        [ -z "$lacked" ] || note "this kernel: $lacked -> ./schedlab kernel list"
    fi
}

# The version in the path of a kernel in the cache; of another path, something that no list knows.
version_of_file() {
    local release
    release=$(basename "$(dirname "$1")")
    printf '%s\n' "${release%%[+-]*}"
}

check_jupyter() {
    if "$SYSTEM_PYTHON" -c 'import nbclient, nbconvert' 2>/dev/null; then
        ok "Jupyter of $SYSTEM_PYTHON: nbconvert $("$SYSTEM_PYTHON" -c 'import nbconvert; print(nbconvert.__version__)')"
    else
        missing "Jupyter for $SYSTEM_PYTHON" "$(package_command jupyter-nbconvert python3-nbclient jupyter-notebook)"
    fi
}

# Every installed kernel that Jupyter finds must still find its JDK and its jars.
check_installed() {
    local folder jdk found=no remedy
    while read -r folder; do
        [ -r "$folder/kernel.json" ] || continue
        found=yes
        remedy="./schedlab install --prefix ${folder%/share/jupyter/kernels/schedlab}"
        [ "$folder" != "$(kernelspec_place doctor)" ] || remedy="./schedlab install"
        jdk=$(kernelspec_jdk "$folder/kernel.json")
        if [ "$(jdk_major "$jdk")" -lt "$REQUIRED_JDK" ] || [ ! -x "$jdk/bin/java" ]; then
            missing "the JDK of the installed kernel ($folder wants $jdk)" "$remedy"
        elif [ -z "$(find "$folder/lib" -name 'schedlab-notebook-*.jar' 2>/dev/null)" ]; then
            missing "the jars of the installed kernel (in $folder/lib)" "$remedy"
        else
            ok "the Jupyter kernel in $folder"
        fi
    done < <(kernelspec_folders)
    [ "$found" = yes ] || note "no Jupyter kernel installed; ./schedlab run and lab need none -> ./schedlab install"
}

# Where Jupyter looks for kernel specifications.
kernelspec_folders() {
    {
        printf '%s\n' "${JUPYTER_PATH:-}" | tr ':' '\n' | sed -n 's|.|&|p'
        dirname "$(dirname "$(kernelspec_place doctor)")"
        [ -z "${VIRTUAL_ENV:-}" ] || printf '%s/share/jupyter\n' "$VIRTUAL_ENV"
        printf '%s\n' /usr/local/share/jupyter /usr/share/jupyter
    } | sed 's|$|/kernels/schedlab|'
}

kernelspec_jdk() {
    "$SYSTEM_PYTHON" -c 'import json, sys; print(json.load(open(sys.argv[1]))["argv"][1])' "$1" 2>/dev/null || true
}

check_fonts() {
    local font
    font=$(fc-match sans-serif file 2>/dev/null || true)
    if [ -n "$font" ]; then ok "a font for charts${font/:file=/: }"; else missing "a font for charts" "$(package_command fontconfig fonts-dejavu-core)"; fi
}

check_space() {
    check_writable "the cache" "$SCHEDLAB_CACHE" SCHEDLAB_CACHE
    check_writable "the folder of machines" "${SCHEDLAB_RUNTIME:-/dev/shm}" SCHEDLAB_RUNTIME
    check_free "shared memory for machines" "${SCHEDLAB_RUNTIME:-/dev/shm}" "$NEEDED_SHARED_MEMORY_MIB" \
        "mount -o remount,size=2G /dev/shm, or SCHEDLAB_RUNTIME to a folder with room"
    check_free "disk for the cache" "$SCHEDLAB_CACHE" "$NEEDED_DISK_MIB" "make room, or set SCHEDLAB_CACHE to a folder with room"
}

# usage: check_writable WHAT FOLDER VARIABLE; a folder that is not there yet counts as its first parent that is.
check_writable() {
    local folder=$2
    while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
    [ -w "$folder" ] || missing "$1 ($folder may not be written)" "set $3 to a folder of yours"
}

# usage: check_free WHAT FOLDER MIB REMEDY; a folder that is not there yet counts as its first parent that is.
check_free() {
    local folder=$2 free
    while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
    free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
    if [ "$free" -ge "$3" ]; then
        ok "$1: $free MiB free in $folder"
    else
        missing "$1: $3 MiB in $folder (free: $free MiB)" "$4"
    fi
}

note_sql() {
    if [ -s "$(sql_jar)" ]; then
        ok "DuckDB $DUCKDB_VERSION, for SQL over tables and Parquet files"
    else
        note "no DuckDB: SQL over tables and Parquet files do not work, all else does -> ./schedlab sql fetch"
    fi
}

note_kvm() {
    if [ -w /dev/kvm ]; then
        note "/dev/kvm is here; virtual time does not use it (it counts instructions)"
    else
        note "/dev/kvm is not usable by this user; virtual time does not need it"
    fi
}
