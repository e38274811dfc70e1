# Every environment variable that the sources name is in the table of install/README.md, and the other way round.
# shellcheck shell=bash

# What begins with SCHEDLAB_ in the sources and is not defined as a macro of C.
variables_of_sources() {
    local files macros
    files=$(find "$SCHEDLAB_HOME/schedlab" "$SCHEDLAB_HOME"/install "$SCHEDLAB_HOME"/*/src/main "$SCHEDLAB_HOME"/kernel/*/src/main \
        -name test -prune -o -type f \( -name '*.java' -o -name '*.[ch]' -o -name '*.sh' -o -name '*.py' -o -name schedlab \) -print)
    macros=$(xargs sed -nE 's/.*(#define |-D)(SCHEDLAB_[A-Z_]+).*/\2/p' <<<"$files" | sort -u)
    xargs grep -hoE 'SCHEDLAB_[A-Z_]*[A-Z]' <<<"$files" | sort -u | grep -vxF "$macros" | grep -vx 'SCHEDLAB_SCHEDULER'
}

variables_of_documents() {
    # shellcheck disable=SC2016
    sed -nE 's/^\| `(SCHEDLAB_[A-Z_]+)` .*/\1/p' "$SCHEDLAB_HOME/install/README.md" | sort -u
}

test_every_variable_is_documented() {
    expect "$(variables_of_sources)" "$(variables_of_documents)"
    expect_contains SCHEDLAB_QEMU "$(variables_of_sources)"
}

test_the_help_names_those_for_users() {
    local name said
    said=$(schedlab help)
    for name in KERNEL QEMU CACHE RUNTIME SCHEDULERS PYTHON JDK_SEARCH; do
        expect_contains "SCHEDLAB_$name " "$said"
    done
}
