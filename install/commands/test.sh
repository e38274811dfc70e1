# schedlab test [--all-kernels]: sets up, then builds and tests everything. Options go to Maven. With --all-kernels, all
# notebooks run on all kernels of kernels.properties.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_test() {
    local series
    need_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    need_jdk
    for series in "$OLDEST_SERIES" "$DEFAULT_SERIES" "$NEWEST_SERIES"; do need_kernel "$series"; done
    # Whatever kernel this user boots by default, or has beside these three.
    SCHEDLAB_KERNEL=$SCHEDLAB_CACHE/kernels/$(cached_kernel "$DEFAULT_SERIES")/vmlinuz
    export SCHEDLAB_KERNEL
    step "testing the launcher"
    "$SCHEDLAB_HOME/install/test/run" || fail "test the launcher" "the failures above" "mend them; alone they run by install/test/run"
    step "building and testing"
    maven verify "${@/#--all-kernels/-Dschedlab.allKernels=true}"
}
