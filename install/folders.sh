# Where schedlab keeps what can be made again. The same rule as org.schedlab.vm.Folders.
# shellcheck shell=bash

SCHEDLAB_CACHE=${SCHEDLAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/schedlab}
export SCHEDLAB_CACHE

# True in an unpacked release archive, which has no sources and needs no build.
is_release() { [ ! -e "$SCHEDLAB_HOME/pom.xml" ]; }

# Creates the cache, for its owner only; ends the program when that cannot be.
need_cache() {
    if [ ! -d "$SCHEDLAB_CACHE" ] && ! (umask 077 && mkdir -p "$SCHEDLAB_CACHE"); then
        fail "create the cache folder $SCHEDLAB_CACHE" "the line above" "set SCHEDLAB_CACHE to a folder of yours"
    fi
    [ -w "$SCHEDLAB_CACHE" ] ||
        fail "write into the cache folder $SCHEDLAB_CACHE" \
            "it belongs to another user, or lies on a file system that is mounted read-only" \
            "set SCHEDLAB_CACHE to a folder of yours"
}

# Prints a folder below the cache after creating it.
cache_folder() {
    local folder=$SCHEDLAB_CACHE/$1
    need_cache
    [ -d "$folder" ] || (umask 077 && mkdir -p "$folder")
    printf '%s\n' "$folder"
}
