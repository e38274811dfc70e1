# Every shell file passes shellcheck.
# shellcheck shell=bash

test_shellcheck_finds_nothing() {
    cd "$SCHEDLAB_HOME" || return
    shellcheck -x schedlab .ci/run install/*.sh install/commands/*.sh install/test/run install/test/*.sh
}
