# schedlab test: sets up, then builds and tests everything. Options go to Maven.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

# The kernel series that the tests run on, beside the default one.
SECOND_SERIES=7.3

command_test() {
    need_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    need_jdk
    need_kernel "$DEFAULT_SERIES"
    need_kernel "$SECOND_SERIES"
    step "testing the launcher"
    "$SCHEDLAB_HOME/install/test/run" || fail "test the launcher" "the failures above" "mend them; alone they run by install/test/run"
    step "building and testing"
    maven verify "$@"
}
