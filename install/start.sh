#!/bin/sh
# Starts the kernel for a front end: start.sh JDK ARGUMENT... A JDK that is gone or too old is said in one line, before Java says it in twenty.
set -eu

required=25
jdk=$1
shift
version=0
if [ -x "$jdk/bin/java" ] && [ -r "$jdk/release" ]; then
    while IFS='="' read -r name _ value _; do
        [ "$name" != JAVA_VERSION ] || version=${value%%[!0-9]*}
    done <"$jdk/release"
fi
if [ "${version:-0}" -lt "$required" ]; then
    found="it is Java $version"
    [ -x "$jdk/bin/java" ] || found="there is no bin/java in it"
    echo "schedlab: error: the kernel needs a JDK $required in $jdk, but $found; try: ./schedlab install, where schedlab was installed from" >&2
    exit 2
fi
exec "$jdk/bin/java" "$@"
