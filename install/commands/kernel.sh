# schedlab kernel: fetches kernel images and lists them.
# shellcheck shell=bash

# shellcheck source=install/kernel-fetch.sh
. "$SCHEDLAB_HOME/install/kernel-fetch.sh"

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
    [ "$default" = no ] || make_default "$FETCHED_RELEASE"
    printf '%s\n' "$SCHEDLAB_CACHE/kernels/$FETCHED_RELEASE/vmlinuz"
}

# What the archive has and what the cache has; without a network, the cache alone.
kernel_list() {
    local kernels version release default note
    kernels=$( (archive_kernels || true; cached_kernels) | awk '!seen[$2]++' | sort -V)
    [ -n "$kernels" ] || fail "list kernels" "none in the cache, and the archive could not be read" "./schedlab doctor"
    default=$(readlink "$SCHEDLAB_CACHE/kernels/default" 2>/dev/null || true)
    while read -r version release _; do
        note=$(refusal "$version")
        [ ! -s "$SCHEDLAB_CACHE/kernels/$release/vmlinuz" ] || note="${note:+$note; }in the cache"
        [ "$default" != "$release/vmlinuz" ] || note="$note, the default"
        printf '%-10s %-34s %s\n' "$version" "$release" "$note"
    done <<<"$kernels"
}
