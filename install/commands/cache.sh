# schedlab cache: shows what the cache folder holds, and clears it.
# shellcheck shell=bash

# What each folder is for; what is not listed here is shown too.
cache_purpose() {
    case $1 in
    checkpoints) echo "machines that booted once, so that they need not boot again: at most 8, 2 GiB" ;;
    elf) echo "unpacked kernels" ;;
    index) echo "types and symbols of kernels" ;;
    initramfs) echo "the guest's file systems" ;;
    jdk-*) echo "the Java that schedlab fetched" ;;
    jupyter) echo "kernel specifications" ;;
    kvm) echo "whether KVM works, found out by booting" ;;
    kernels) echo "Linux kernels that were fetched or added" ;;
    log) echo "what programs said that schedlab ran" ;;
    plugins) echo "the QEMU plugin" ;;
    qemu) echo "what QEMU says of its version" ;;
    sql) echo "DuckDB, for SQL over tables" ;;
    maven) echo "Maven's resolver, for %maven" ;;
    history) echo "what cells of earlier sessions were, for the front ends' history" ;;
    reproduced) echo "notebooks that schedlab reproduce ran again" ;;
    esac
}

# Clears only what is made again without a network.
readonly MADE_AGAIN=(checkpoints elf index initramfs jupyter kvm log maven plugins qemu reproduced)

command_cache() {
    case ${1:-show} in
    show) cache_show ;;
    clear) cache_clear ;;
    *) fail "asked for 'cache $1'" "there is cache, cache show and cache clear" "./schedlab help" ;;
    esac
}

cache_show() {
    local folder name
    printf '%s, %s\n' "$SCHEDLAB_CACHE" "$(size_of "$SCHEDLAB_CACHE")"
    for folder in "$SCHEDLAB_CACHE"/*/; do
        [ -d "$folder" ] || continue
        name=$(basename "$folder")
        printf '  %-12s %8s  %s\n' "$name" "$(size_of "$folder")" "$(cache_purpose "$name")"
    done
}

cache_clear() {
    local name before
    [ "$(running_machines)" -eq 0 ] ||
        fail "cache clear" "$(running_machines) machines run from this cache" "close their notebooks, then ./schedlab cache clear"
    before=$(size_of "$SCHEDLAB_CACHE")
    for name in "${MADE_AGAIN[@]}"; do
        rm -rf "${SCHEDLAB_CACHE:?}/$name"
    done
    printf '%s: %s before, %s now; kernels, Java and DuckDB stay\n' "$SCHEDLAB_CACHE" "$before" "$(size_of "$SCHEDLAB_CACHE")"
}

# Machines need their plugin and file system until they end.
running_machines() {
    local process command count=0
    for process in /proc/[0-9]*; do
        command=$(tr '\0' ' ' 2>/dev/null <"$process/cmdline") || continue
        case $command in
        *qemu-system*"$SCHEDLAB_CACHE/plugins/"*) count=$((count + 1)) ;;
        esac
    done
    printf '%s\n' "$count"
}

# What it takes on disk, holes not counted.
size_of() { du -sh "$1" 2>/dev/null | cut -f 1; }
