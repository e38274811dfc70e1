# Building with Maven, only when something changed.
# shellcheck shell=bash

MAVEN=(mvn -B -ntp -Dstyle.color=never -Dmaven.wagon.http.retryHandler.count=3)

# What decides whether the build is still good: the sources' names, sizes and times, and the JDK.
source_stamp() {
    (
        cd "$SCHEDLAB_HOME" || exit
        printf '%s\n' "$SCHEDLAB_JDK"
        find pom.xml vm guest kernel \( -path '*/target' -o -path '*/src/test' \) -prune -o -type f -printf '%p %s %T@\n' | LC_ALL=C sort
    ) | sha256sum | cut -d ' ' -f 1
}

# The class path of the built kernel. The wildcard is Java's: its launcher expands it.
built_class_path() {
    printf '%s:%s\n' "$(find "$SCHEDLAB_HOME/kernel/target" -maxdepth 1 -name 'schedlab-kernel-*.jar' \
        -not -name '*-tests.jar' -not -name '*-sources.jar' | sort | head -n 1)" "$SCHEDLAB_HOME/kernel/target/lib/*"
}

need_build() {
    local stamp=$SCHEDLAB_HOME/target/schedlab-build.stamp now
    now=$(source_stamp)
    if [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && [ -d "$SCHEDLAB_HOME/kernel/target/lib" ]; then
        return
    fi
    step "building (the first time fetches the libraries; some minutes)"
    rm -f "$stamp"
    maven_quietly -Dmaven.test.skip=true -Dstyle.skip=true package
    mkdir -p "$(dirname "$stamp")"
    printf '%s\n' "$now" >"$stamp"
}

# Runs Maven in the repository, showing what it prints.
maven() {
    run_maven "$@" || build_failed "$@"
}

# Runs Maven in the repository, showing only what went wrong.
maven_quietly() {
    run_maven "$@" >/dev/null && return
    grep -E '^\[(ERROR|WARNING)\]|^  ' "$(maven_log)" >&2 || true
    build_failed "$@"
}

build_failed() {
    fail "mvn $*" "the build failed, as the lines above say (log: $(maven_log))" "mend it, or ./schedlab doctor for the set-up"
}

maven_log() { printf '%s/maven.log\n' "$(cache_folder log)"; }

# Runs Maven; once more when a download broke off.
run_maven() {
    run_maven_once "$@" && return
    grep -q -E 'Could not (transfer|resolve)' "$(maven_log)" || return
    step "a download broke off; once more"
    run_maven_once "$@"
}

run_maven_once() {
    (cd "$SCHEDLAB_HOME" && "${MAVEN[@]}" "$@" </dev/null 2>&1) | tee "$(maven_log)"
}
