# schedlab kernel: fetches kernel images, builds and adds one's own, checks and lists them.
# shellcheck shell=bash

# shellcheck source=install/kernel-fetch.sh
. "$SCHEDLAB_HOME/install/kernel-fetch.sh"
# shellcheck source=install/kernel-package.sh
. "$SCHEDLAB_HOME/install/kernel-package.sh"
# shellcheck source=install/kernel-build.sh
. "$SCHEDLAB_HOME/install/kernel-build.sh"

# shellcheck source=install/jdk-find.sh
. "$SCHEDLAB_HOME/install/jdk-find.sh"
# shellcheck source=install/build.sh
. "$SCHEDLAB_HOME/install/build.sh"

command_kernel() {
    local what=${1:-list}
    [ $# -eq 0 ] || shift
    case $what in
    fetch) kernel_fetch "$@" ;;
    list) kernel_list ;;
    check) kernel_check "$@" ;;
    add) kernel_add "$@" ;;
    build) kernel_build "$@" ;;
    *) fail "asked for 'kernel $what'" "there is kernel fetch, add, build, check and list" "./schedlab help" ;;
    esac
}

kernel_fetch() {
    local wanted=$DEFAULT_SERIES default=no argument
    for argument in "$@"; do
        case $argument in
        --default) default=yes ;;
        -*) fail "kernel fetch $argument" "it takes a series or a version, and --default" "./schedlab help" ;;
        *) wanted=$argument ;;
        esac
    done
    fetch_kernel "$wanted"
    tell_what_it_lacks "$FETCHED_RELEASE"
    [ "$default" = no ] || make_default "$FETCHED_RELEASE"
    printf '%s\n' "$SCHEDLAB_CACHE/kernels/$FETCHED_RELEASE/vmlinuz"
}

# What a configuration or a kernel has of what schedlab needs. Ends with 0 when nothing is missing that all needs, else 1.
kernel_check() {
    local work code=0
    [ $# -eq 1 ] || fail "kernel check $*" "it takes one file" "./schedlab kernel check FILE: a .config, $KERNEL_FILES"
    work=$(mktemp -d "$(cache_folder kernels)/.check-XXXXXX")
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    open_kernel_file "$1" "$work"
    need_checker
    check_kernel_file check "$1" || code=$?
    exit "$code"
}

need_checker() {
    need_jdk
    need_build
}

kernel_add() {
    local work release argument code=0 default=no file=''
    for argument in "$@"; do
        case $argument in
        --default) default=yes ;;
        -*) fail "kernel add $argument" "it takes a file, and --default" "./schedlab help" ;;
        *) file=${file:+$file }$argument ;;
        esac
    done
    [ -n "$file" ] || fail "kernel add" "no file was named" "./schedlab kernel add FILE: $KERNEL_FILES"
    work=$(mktemp -d "$(cache_folder kernels)/.add-XXXXXX")
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    open_kernel_file "$file" "$work"
    need_checker
    release=$(check_kernel_file release "$file") || code=$?
    [ "$code" -ne 1 ] || fail "add the kernel $release" "the lines above name what it lacks" "docs/your-own-kernel.md says how to build one"
    [ "$code" -eq 0 ] || exit "$code"
    place_kernel "$release" "$KERNEL_IMAGE" "$KERNEL_CONFIG" "$(readlink -f "$file")"
    [ "$default" = no ] || make_default "$release"
    step "boot it with: %boot --kernel $release"
    printf '%s\n' "$SCHEDLAB_CACHE/kernels/$release/vmlinuz"
}

# Configures, builds and adds. What stands in the folder already is built on: only what has changed is compiled.
kernel_build() {
    local folder='' name=mine jobs default=no release image code=0
    jobs=$(nproc)
    while [ $# -gt 0 ]; do
        case $1 in
        --name) name=${2:-} && shift ;;
        --jobs) jobs=${2:-} && shift ;;
        --default) default=yes ;;
        -*) fail "kernel build $1" "it takes a folder, --name NAME, --jobs N and --default" "./schedlab help" ;;
        *) folder=${folder:+$folder }$1 ;;
        esac
        shift
    done
    [ -n "$folder" ] || fail "kernel build" "no folder was named" "./schedlab kernel build FOLDER [--name NAME]: the kernel's sources"
    [[ $name =~ ^[0-9A-Za-z][0-9A-Za-z._-]{0,29}$ ]] ||
        fail "kernel build --name '$name'" "a name has 1 to 30 letters, digits, dots, dashes and underscores" "for example --name long-slice"
    [[ $jobs =~ ^[1-9][0-9]{0,3}$ ]] || fail "kernel build --jobs '$jobs'" "that is no number of jobs" "leave it out: as many as this host has CPUs"
    require_kernel_sources "$folder"
    folder=$(readlink -f "$folder")
    need_kernel_tools
    need_checker
    configure_kernel "$folder" "$name"
    "$SCHEDLAB_JDK/bin/java" --enable-native-access=ALL-UNNAMED -cp "$(built_class_path)" \
        org.schedlab.vm.requirements.KernelCheckCommand missing "$folder/.config" "$folder/.config" ||
        fail "configure the kernel in $folder" "the options above did not come to stay: something that they depend on is off" \
            "set that in $folder/.config (make menuconfig), then run the same command again"
    build_kernel "$folder" "$name" "$jobs"
    image=$folder/arch/x86/boot/bzImage
    KERNEL_IMAGE=$image KERNEL_CONFIG=$folder/.config
    release=$(check_kernel_file release "$image") || code=$?
    [ "$code" -eq 0 ] || fail "add the kernel that was built" "the lines above" "mend its configuration"
    place_kernel "$release" "$image" "$folder/.config" "$folder"
    [ "$default" = no ] || make_default "$release"
    step "boot it with: %boot --kernel $release"
    printf '%s\n' "$SCHEDLAB_CACHE/kernels/$release/vmlinuz"
}

# usage: check_kernel_file check|release NAME, after open_kernel_file and need_checker
check_kernel_file() {
    "$SCHEDLAB_JDK/bin/java" --enable-native-access=ALL-UNNAMED -cp "$(built_class_path)" \
        org.schedlab.vm.requirements.KernelCheckCommand "$1" "$2" "$KERNEL_IMAGE" ${KERNEL_CONFIG:+"$KERNEL_CONFIG"}
}

# Says what a fetched kernel lacks, by its own types where schedlab is built and can read them. usage: tell_what_it_lacks RELEASE
tell_what_it_lacks() {
    local note
    inspect_kernel "$SCHEDLAB_CACHE/kernels/$1"
    note=$(kernel_note "${1%%[+-]*}")
    [ -z "$note" ] || step "kernel $1: $note"
}

# Reading a kernel leaves a file beside it (vm/…/image/UncallableNote.java). Nothing is built for that.
inspect_kernel() {
    local jdk
    [ ! -e "$1/uncallable-functions" ] || return 0
    is_release || [ -d "$(build_folder "$(cat "$(build_stamp)" 2>/dev/null)")" ] || return 0
    jdk=$(find_jdk) || return 0
    "$jdk/bin/java" --enable-native-access=ALL-UNNAMED -cp "$(built_class_path)" \
        org.schedlab.vm.image.KernelInspection "$1/vmlinuz" >/dev/null 2>&1 || return 0
}

# What the archive has and what the cache has; without a network, the cache alone.
kernel_list() {
    local kernels version release default note
    kernels=$( (archive_kernels || true; machine_kernels || true; cached_kernels; added_kernels) | awk '!seen[$2]++' | sort -V)
    [ -n "$kernels" ] || fail "list kernels" "none in the cache, and the archive could not be read" "./schedlab doctor"
    default=$(readlink "$SCHEDLAB_CACHE/kernels/default" 2>/dev/null || true)
    while read -r version release _; do
        if [ -e "$SCHEDLAB_CACHE/kernels/$release/added" ]; then
            note="added from $(cat "$SCHEDLAB_CACHE/kernels/$release/added")"
        else
            note=$(refusal "$version")
            [ -n "$note" ] || note=$(kernel_note "$version")
        fi
        ! is_real_time "$release" || note="${note:+$note; }real-time, fetched and booted by its release alone"
        [ ! -s "$SCHEDLAB_CACHE/kernels/$release/vmlinuz" ] || note="${note:+$note; }in the cache"
        [ "$default" != "$release/vmlinuz" ] || note="$note, the default"
        printf '%-10s %-34s %s\n' "$version" "$release" "$note"
    done <<<"$kernels"
}
