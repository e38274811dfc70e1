# A kernel built out of its sources: configured with what schedlab needs, built, and put into the cache.
# shellcheck shell=bash

# What a build of the kernel runs, and Debian's packages that have it.
KERNEL_TOOLS=(make gcc flex bison bc pahole)
KERNEL_BUILD_PACKAGES=(build-essential flex bison bc dwarves libelf-dev)

# usage: require_kernel_sources FOLDER
require_kernel_sources() {
    [ -d "$1" ] || fail "build the kernel in $1" "there is no such folder" "give the folder with the kernel's sources"
    if [ ! -f "$1/Kconfig" ] || [ ! -x "$1/scripts/kconfig/merge_config.sh" ]; then
        fail "build the kernel in $1" "it does not hold the sources of Linux: no Kconfig, no scripts/kconfig/merge_config.sh" \
            "unpack them, for example: apt-get install linux-source && tar -xf /usr/src/linux-source-*.tar.xz"
    fi
    [ -w "$1" ] || fail "build the kernel in $1" "this user cannot write there" "give a copy of one's own"
}

# Installs what a build needs where that is Debian's, else names it.
need_kernel_tools() {
    local tool missing=()
    ! command -v dpkg-query >/dev/null || need_packages "${KERNEL_BUILD_PACKAGES[@]}"
    for tool in "${KERNEL_TOOLS[@]}"; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    [ ${#missing[@]} -eq 0 ] || fail "build a kernel" "not here: ${missing[*]}" \
        "install them; in Debian they are in ${KERNEL_BUILD_PACKAGES[*]} (pahole is in dwarves)"
}

# Configures: what is there, or the least that there is, with what schedlab needs, under a name. usage: configure_kernel FOLDER NAME
configure_kernel() {
    local folder=$1 name=$2 log
    log=$(cache_folder log)/kernel-configure-$name.log
    if [ ! -s "$folder/.config" ]; then
        step "no .config in $folder: beginning with the least (make tinyconfig)"
        in_kernel "$folder" "$log" tinyconfig
    fi
    (cd "$folder" && scripts/kconfig/merge_config.sh -m .config "$SCHEDLAB_HOME/install/kernel.config") >>"$log" 2>&1 ||
        kernel_failed "configure the kernel in $folder" "$log" "$folder"
    "$folder/scripts/config" --file "$folder/.config" --set-str LOCALVERSION "-$name" --disable LOCALVERSION_AUTO
    in_kernel "$folder" "$log" olddefconfig
}

# Runs make in the sources. A git tree gives no suffix of its own. usage: in_kernel FOLDER LOG TARGET...
in_kernel() {
    local folder=$1 log=$2
    shift 2
    LC_ALL=C make -C "$folder" LOCALVERSION= "$@" >"$log" 2>&1 </dev/null || kernel_failed "make $* in $folder" "$log" "$folder"
}

# What compilers, linkers, Kconfig and make say of an error. Kconfig has no such word in all its lines, but its warnings
# have theirs, without a space before it.
KERNEL_ERRORS='^[^ :]*Kconfig[^ :]*:[0-9]+: |^[^ :]+:[0-9]+:([0-9]+:)? *(fatal error|error|syntax error|unknown|invalid)|(^|[^a-z])[Ee]rror:|undefined (reference|symbol)|No space left|\*\*\*'

# The lines of a log that say why: the first ones with an error in them, for make's own come behind, else the last ones.
# usage: kernel_failed WHAT LOG FOLDER
kernel_failed() {
    local lines full
    lines=$(grep -n -E -A 4 "$KERNEL_ERRORS" "$2" | head -n 20 || true)
    printf '%s\n' "${lines:-$(tail -n 15 "$2")}" >&2
    full=$(kernel_disks "$2" "$3")
    [ -z "$full" ] || fail "$1" "a disk is full: $full; the lines above are what $2 has of it" \
        "make room, or set SCHEDLAB_CACHE or TMPDIR to folders with room; then run the same command again: what was built stays"
    fail "$1" "the lines above; all of them are in $2" "mend it and run the same command again: what was built stays"
}

# Where a build has written, if one of these disks is full: then a log may be cut off before it says so, and make may have
# removed since what had filled it. usage: kernel_disks LOG FOLDER
kernel_disks() {
    local folder all=() full=()
    for folder in "$2" "$SCHEDLAB_CACHE" "${TMPDIR:-/tmp}"; do
        [ -d "$folder" ] || continue
        all+=("$(free_in "$folder")")
        [ "$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')" -ge 16 ] || full+=("${all[-1]}")
    done
    [ ${#full[@]} -ne 0 ] || ! grep -q 'No space left' "$1" || full=("${all[@]}")
    [ ${#full[@]} -eq 0 ] || printf '%s\n' "${full[@]}" | paste -s -d , | sed 's/,/, /g'
}

# Builds; says how far it is. usage: build_kernel FOLDER NAME JOBS
build_kernel() {
    local folder=$1 name=$2 jobs=$3 log maker code=0 seconds=0
    log=$(cache_folder log)/kernel-build-$name.log
    step "building in $folder with $jobs jobs; all that is printed goes to $log"
    # A group of its own: interrupting ends make and all that it has started.
    set -m
    LC_ALL=C make -C "$folder" LOCALVERSION= -j "$jobs" bzImage >"$log" 2>&1 </dev/null &
    maker=$!
    set +m
    # shellcheck disable=SC2064
    trap "kill -TERM -- -$maker 2>/dev/null || true; wait $maker 2>/dev/null || true; step 'interrupted: what was built stays, the same command goes on'; exit 130" INT TERM HUP
    while kill -0 "$maker" 2>/dev/null; do
        sleep 1
        seconds=$((seconds + 1))
        [ $((seconds % 20)) -ne 0 ] || kernel_progress "$log"
    done
    wait "$maker" || code=$?
    trap - INT TERM HUP
    [ "$code" -eq 0 ] || kernel_failed "build the kernel in $folder" "$log" "$folder"
    step "built: $(grep -c -E '^  (CC|AS) ' "$log" || true) files were compiled"
}

# usage: kernel_progress LOG
kernel_progress() {
    step "$(grep -c -E '^  (CC|AS) ' "$1") files compiled, now: $(grep -E '^  [A-Z]' "$1" | tail -n 1 | tr -s ' ' | sed 's/^ //')"
}
