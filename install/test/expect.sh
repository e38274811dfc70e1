# What tests say about results.
# shellcheck shell=bash

# shellcheck source=install/messages.sh
. "$SCHEDLAB_HOME/install/messages.sh"
# shellcheck source=install/folders.sh
. "$SCHEDLAB_HOME/install/folders.sh"

# A folder of the test's own; the runner makes and removes it.
TEST_FOLDER=${TEST_FOLDER:?the runner sets it}

# usage: expect EXPECTED ACTUAL
expect() {
    [ "$1" = "$2" ] || {
        printf 'expected: %s\nactual:   %s\n' "$1" "$2"
        return 1
    }
}

# usage: expect_contains PART TEXT
expect_contains() {
    [[ $2 == *"$1"* ]] || {
        printf 'expected a part: %s\nin:              %s\n' "$1" "$2"
        return 1
    }
}

# Runs a command that must fail; prints what it said.
refused() {
    local said
    if said=$("$@" 2>&1); then
        printf 'was expected to fail: %s\n' "$*" >&2
        return 1
    fi
    printf '%s\n' "$said"
}

schedlab() { "$SCHEDLAB_HOME/schedlab" "$@"; }
