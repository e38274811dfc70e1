# schedlab kernel: fetches kernel images and lists them.
# shellcheck shell=bash

# shellcheck source=install/kernel-fetch.sh
. "$SCHEDLAB_HOME/install/kernel-fetch.sh"

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
    *) fail "asked for 'kernel $what'" "there is kernel fetch and kernel list" "./schedlab help" ;;
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
    kernels=$( (archive_kernels || true; cached_kernels) | awk '!seen[$2]++' | sort -V)
    [ -n "$kernels" ] || fail "list kernels" "none in the cache, and the archive could not be read" "./schedlab doctor"
    default=$(readlink "$SCHEDLAB_CACHE/kernels/default" 2>/dev/null || true)
    while read -r version release _; do
        note=$(refusal "$version")
        [ -n "$note" ] || note=$(kernel_note "$version")
        [ ! -s "$SCHEDLAB_CACHE/kernels/$release/vmlinuz" ] || note="${note:+$note; }in the cache"
        [ "$default" != "$release/vmlinuz" ] || note="$note, the default"
        printf '%-10s %-34s %s\n' "$version" "$release" "$note"
    done <<<"$kernels"
}
