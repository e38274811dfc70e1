# The JDK that compiles and runs schedlab: 25 or newer.
# SCHEDLAB_JDK_SEARCH, a colon-separated list of JDK folders, replaces the places that are looked at.
# shellcheck shell=bash

REQUIRED_JDK=25

# Prints the folder of the first JDK that is new enough; fails when there is none.
find_jdk() {
    local home
    while read -r home; do
        if [ -x "$home/bin/javac" ] && [ "$(jdk_major "$home")" -ge "$REQUIRED_JDK" ]; then
            readlink -f "$home"
            return
        fi
    done < <(jdk_places)
    return 1
}

jdk_places() {
    if [ -n "${SCHEDLAB_JDK_SEARCH+set}" ]; then
        printf '%s\n' "$SCHEDLAB_JDK_SEARCH" | tr ':' '\n'
    else
        local java
        [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
        java=$(command -v java) && dirname "$(dirname "$(readlink -f "$java")")"
        printf '%s\n' /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*
    fi
    printf '%s\n' "$SCHEDLAB_CACHE/jdk-$REQUIRED_JDK"
}

# The major version of a JDK, 0 when it cannot be told.
jdk_major() {
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)
    printf '%s\n' "${version:-0}"
}

# Sets SCHEDLAB_JDK, and JAVA25_HOME where Maven's toolchain selection finds it; fetches a JDK when there is none.
need_jdk() {
    if ! SCHEDLAB_JDK=$(find_jdk); then
        # shellcheck source=install/jdk-fetch.sh
        . "$SCHEDLAB_HOME/install/jdk-fetch.sh"
        fetch_jdk
        SCHEDLAB_JDK=$(find_jdk) || fail "find the JDK just unpacked" "$SCHEDLAB_CACHE/jdk-$REQUIRED_JDK is not one" \
            "remove that folder, then run the same command again"
    fi
    export SCHEDLAB_JDK JAVA25_HOME=$SCHEDLAB_JDK
}
