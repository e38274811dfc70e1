# Building with Maven, only when something changed. A release archive is built already.
# shellcheck shell=bash

# shellcheck source=install/lock.sh
. "$SCHEDLAB_HOME/install/lock.sh"

MAVEN=(mvn -B -ntp -Dstyle.color=never -Dmaven.wagon.http.retryHandler.count=3)

# What decides whether the build is still good: the sources' names, sizes and times, and the JDK.
source_stamp() {
    (
        cd "$SCHEDLAB_HOME" || exit
        printf '%s\n' "$SCHEDLAB_JDK"
        find pom.xml vm guest kernel \( -path '*/target' -o -path '*/src/test' \) -prune -o -type f -printf '%p %s %T@\n' | LC_ALL=C sort
    ) | sha256sum | cut -d ' ' -f 1
}

# The folders of jars that the kernel runs from, its own first.
built_jar_folders() {
    if is_release; then
        printf '%s\n' "$SCHEDLAB_HOME/lib"
    else
        printf '%s\n' "$(build_folder "$(cat "$(build_stamp)")")" "$SCHEDLAB_HOME/kernel/release/target/lib"
    fi
}

# The class path of the built kernel. The wildcards are Java's: its launcher expands them.
built_class_path() { built_jar_folders | sed 's|$|/*|' | paste -s -d :; }

# What mcp needs beside it: the protocol's SDK, which the notebook's class path does not have.
mcp_libraries() {
    if is_release; then
        printf '%s/lib/mcp/*\n' "$SCHEDLAB_HOME"
    else
        printf '%s/mcp/*\n' "$(build_folder "$(cat "$(build_stamp)")")"
    fi
}

build_stamp() { printf '%s/target/schedlab-build.stamp\n' "$SCHEDLAB_HOME"; }
build_folder() { printf '%s/target/builds/%s\n' "$SCHEDLAB_HOME" "${1:0:12}"; }

need_build() {
    is_release || is_built || with_lock "$SCHEDLAB_HOME/target/build.lock" building build
}

is_built() {
    local stamp
    stamp=$(cat "$(build_stamp)" 2>/dev/null) || return
    [ "$stamp" = "$(source_stamp)" ] && [ -d "$(build_folder "$stamp")" ] && [ -d "$SCHEDLAB_HOME/kernel/release/target/lib" ]
}

build() {
    local now
    ! is_built || return 0
    now=$(source_stamp)
    step "building (the first time fetches the libraries; some minutes)"
    rm -f "$(build_stamp)"
    maven_quietly -Dmaven.test.skip=true -Dstyle.skip=true -Dassembly.skipAssembly=true package
    keep_build "$(build_folder "$now")"
    printf '%s\n' "$now" >"$(build_stamp)"
}

# Copies schedlab's own jars, so that a kernel that runs keeps the build it started with; those of older days go. usage: keep_build FOLDER
keep_build() {
    mkdir -p "$1/mcp"
    find "$SCHEDLAB_HOME/kernel/release/target/lib" -name 'schedlab-*.jar' -exec cp -t "$1" {} +
    find "$SCHEDLAB_HOME/kernel/mcp/target" -maxdepth 1 -name 'schedlab-mcp-*.jar' -exec cp -t "$1/mcp" {} +
    find "$SCHEDLAB_HOME/kernel/mcp/target/lib" -name '*.jar' -exec cp -t "$1/mcp" {} +
    find "$(dirname "$1")" -mindepth 1 -maxdepth 1 -mmin +1440 -exec rm -r {} +
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
    fail "mvn $*" "the build failed, as the lines above say (log: $(maven_log))" "fix it, or ./schedlab doctor for the set-up"
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
