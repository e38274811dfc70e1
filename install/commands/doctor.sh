# schedlab doctor: what is there, what is missing, and the command that fixes it. Changes nothing.
# shellcheck shell=bash

# shellcheck source=install/packages.sh
. "$SCHEDLAB_HOME/install/packages.sh"
# shellcheck source=install/jdk-find.sh
. "$SCHEDLAB_HOME/install/jdk-find.sh"
# shellcheck source=install/kernel-fetch.sh
. "$SCHEDLAB_HOME/install/kernel-fetch.sh"
# shellcheck source=install/sql-fetch.sh
. "$SCHEDLAB_HOME/install/sql-fetch.sh"
# shellcheck source=install/jupyter.sh
. "$SCHEDLAB_HOME/install/jupyter.sh"
# shellcheck source=install/kernelspec-place.sh
. "$SCHEDLAB_HOME/install/kernelspec-place.sh"
# shellcheck source=install/checks.sh
. "$SCHEDLAB_HOME/install/checks.sh"

command_doctor() {
    MISSING=0
    check_system
    check_packages
    check_qemu
    check_clang
    check_jdk
    check_maven
    check_kernels
    check_jupyter
    check_installed
    check_fonts
    check_space
    note_sql
    note_kvm
    if [ "$MISSING" -eq 0 ]; then
        printf 'everything that ./schedlab run needs is here\n'
    else
        printf '%s missing; ./schedlab run fixes by itself what a package or a download fixes\n' "$MISSING"
        exit 1
    fi
}
