# How an installed kernel starts, and what it says when it cannot.
# shellcheck shell=bash

jdk_of() {
    mkdir -p "$TEST_FOLDER/jdk/bin"
    printf 'IMPLEMENTOR="Nobody"\nJAVA_RUNTIME_VERSION="%s"\nJAVA_VERSION="%s"\n' "$1" "$1" >"$TEST_FOLDER/jdk/release"
    # shellcheck disable=SC2016
    printf '#!/bin/sh\necho "java of $0 with $*"\n' >"$TEST_FOLDER/jdk/bin/java"
    chmod +x "$TEST_FOLDER/jdk/bin/java"
}

start() { "$SCHEDLAB_HOME/install/start.sh" "$TEST_FOLDER/jdk" -Dtwo="2 words" Main; }

test_a_jdk_that_is_new_enough_is_started() {
    jdk_of 25.0.3
    expect "java of $TEST_FOLDER/jdk/bin/java with -Dtwo=2 words Main" "$(start)"
    jdk_of 27-ea
    expect_contains "Main" "$(start)"
}

test_an_older_jdk_is_refused_in_one_line() {
    jdk_of 17.0.15
    expect "schedlab: error: the kernel needs a JDK 25 in $TEST_FOLDER/jdk, but it is Java 17; try: ./schedlab install, where schedlab was installed from" "$(refused start)"
}

test_a_jdk_that_is_gone_is_said() {
    expect_contains "there is no bin/java in it" "$(refused start)"
    expect 1 "$(refused start | wc -l)"
}
