# What the commands say to a person, without set-up and network.
# shellcheck shell=bash

# shellcheck source=install/kernel-fetch.sh
. "$SCHEDLAB_HOME/install/kernel-fetch.sh"
# shellcheck source=install/jdk-find.sh
. "$SCHEDLAB_HOME/install/jdk-find.sh"
# shellcheck source=install/packages.sh
. "$SCHEDLAB_HOME/install/packages.sh"

# shellcheck source=install/sql-fetch.sh
. "$SCHEDLAB_HOME/install/sql-fetch.sh"

fake_jdk() {
    mkdir -p "$1/bin"
    printf 'JAVA_VERSION="%s"\n' "$2" >"$1/release"
    : >"$1/bin/javac"
    chmod +x "$1/bin/javac"
}

test_unknown_command() {
    expect_contains "./schedlab help" "$(refused schedlab frobnicate)"
}

test_run_without_a_notebook_that_is_there() {
    expect_contains "no notebook was named" "$(refused schedlab run)"
    expect_contains "there is no such file" "$(refused schedlab run nowhere.ipynb)"
    expect_contains "no folder after it" "$(refused schedlab run x.ipynb --output)"
    expect_contains "is not name=value" "$(refused schedlab run x.ipynb -p workers)"
}

test_mcp_takes_no_arguments() {
    expect_contains "docs/assistants.md" "$(refused schedlab mcp --port 80)"
}

test_parameters_of_a_notebook() {
    expect_contains "OK" "$(/usr/bin/python3 "$SCHEDLAB_HOME/install/test/parameters_test.py" 2>&1)"
}

test_reproduce_without_a_notebook_that_is_there() {
    expect_contains "no notebook was named" "$(refused schedlab reproduce)"
    expect_contains "there is no such file" "$(refused schedlab reproduce nowhere.ipynb)"
    expect_contains "no file after it" "$(refused schedlab reproduce x.ipynb --out)"
}

test_the_cache_is_shown_and_cleared() {
    mkdir -p "$SCHEDLAB_CACHE/checkpoints/abc" "$SCHEDLAB_CACHE/kernels"
    expect_contains "machines that booted once" "$(schedlab cache)"
    expect_contains "kernels, Java and DuckDB stay" "$(schedlab cache clear)"
    [ ! -e "$SCHEDLAB_CACHE/checkpoints" ] && [ -d "$SCHEDLAB_CACHE/kernels" ]
    expect_contains "cache clear" "$(refused schedlab cache eat)"
}

test_sql_is_not_there_until_it_is_fetched() {
    expect_contains "no DuckDB" "$(schedlab sql)"
    expect_contains "./schedlab sql fetch" "$(schedlab sql)"
    mkdir -p "$SCHEDLAB_CACHE/sql"
    echo jar >"$(sql_jar)"
    expect_contains "is here" "$(schedlab sql fetch)"
    expect_contains "there is sql and sql fetch" "$(refused schedlab sql drop)"
}

test_another_duckdb_is_refused() {
    echo other >"$TEST_FOLDER/other.jar"
    expect_contains "not $DUCKDB_SHA256" "$(refused check_sql "$TEST_FOLDER/other.jar")"
}

test_the_first_jdk_that_is_new_enough() {
    fake_jdk "$TEST_FOLDER/old" 17.0.15
    fake_jdk "$TEST_FOLDER/new" 25.0.3
    SCHEDLAB_JDK_SEARCH=$TEST_FOLDER/nowhere:$TEST_FOLDER/old:$TEST_FOLDER/new
    expect "$TEST_FOLDER/new" "$(find_jdk)"
    SCHEDLAB_JDK_SEARCH=$TEST_FOLDER/old
    refused find_jdk
}

test_a_jre_is_no_jdk() {
    fake_jdk "$TEST_FOLDER/jre" 25.0.3
    rm "$TEST_FOLDER/jre/bin/javac"
    SCHEDLAB_JDK_SEARCH=$TEST_FOLDER/jre
    refused find_jdk
}

test_packages_that_are_missing() {
    expect schedlab-no-such-package "$(missing_packages dpkg schedlab-no-such-package)"
}

test_default_kernel_is_a_relative_link() {
    mkdir -p "$SCHEDLAB_CACHE/kernels/6.18.15+deb13-cloud-amd64" "$SCHEDLAB_CACHE/kernels/6.18.9+deb13-cloud-amd64"
    echo kernel >"$SCHEDLAB_CACHE/kernels/6.18.15+deb13-cloud-amd64/vmlinuz"
    echo kernel >"$SCHEDLAB_CACHE/kernels/6.18.9+deb13-cloud-amd64/vmlinuz"
    need_kernel 6.18 2>/dev/null
    expect "6.18.15+deb13-cloud-amd64/vmlinuz" "$(readlink "$SCHEDLAB_CACHE/kernels/default")"
}

test_doctor_names_the_command_that_mends() {
    local said
    said=$(refused env SCHEDLAB_JDK_SEARCH= "$SCHEDLAB_HOME/schedlab" doctor)
    expect_contains "./schedlab kernel fetch" "$said"
    expect_contains "a JDK 25 or newer" "$said"
    [ ! -e "$SCHEDLAB_CACHE" ]
}

test_uninstall_says_that_there_is_nothing() {
    expect_contains "nothing to remove" "$(schedlab uninstall --prefix "$TEST_FOLDER/prefix" 2>&1)"
    expect_contains "there is no such option" "$(refused schedlab uninstall --everywhere)"
}

test_a_cache_that_cannot_be_made() {
    : >"$TEST_FOLDER/file"
    expect_contains "set SCHEDLAB_CACHE" "$(refused env SCHEDLAB_CACHE="$TEST_FOLDER/file/cache" "$SCHEDLAB_HOME/schedlab" kernel list)"
}

test_doctor_looks_at_the_qemu_that_is_named() {
    printf '#!/bin/sh\necho QEMU emulator version 6.2.0\n' >"$TEST_FOLDER/old-qemu"
    chmod +x "$TEST_FOLDER/old-qemu"
    expect_contains "this is 6.2.0 ($TEST_FOLDER/old-qemu)" "$(refused env SCHEDLAB_QEMU="$TEST_FOLDER/old-qemu" "$SCHEDLAB_HOME/schedlab" doctor)"
    expect_contains "the QEMU that SCHEDLAB_QEMU names ($TEST_FOLDER/none: no executable file)" \
        "$(refused env SCHEDLAB_QEMU="$TEST_FOLDER/none" "$SCHEDLAB_HOME/schedlab" doctor)"
    expect_contains "the Linux kernel that SCHEDLAB_KERNEL names ($TEST_FOLDER/none)" \
        "$(refused env SCHEDLAB_KERNEL="$TEST_FOLDER/none" "$SCHEDLAB_HOME/schedlab" doctor)"
}
