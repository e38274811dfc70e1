# Where schedlab keeps what can be made again. The same rule as org.schedlab.vm.Folders.
# shellcheck shell=bash

SCHEDLAB_CACHE=${SCHEDLAB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/schedlab}
export SCHEDLAB_CACHE

# Prints a folder below the cache after creating it; the cache is for its owner only.
cache_folder() {
    local folder=$SCHEDLAB_CACHE/$1
    if [ ! -d "$SCHEDLAB_CACHE" ]; then
        mkdir -p "$(dirname "$SCHEDLAB_CACHE")"
        mkdir -m 0700 "$SCHEDLAB_CACHE"
    fi
    [ -d "$folder" ] || (umask 077 && mkdir -p "$folder")
    printf '%s\n' "$folder"
}
