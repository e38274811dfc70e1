# Everything a command needs before it starts: packages, JDK, kernels, build.
# shellcheck shell=bash

# shellcheck source=install/packages.sh
. "$SCHEDLAB_HOME/install/packages.sh"
# shellcheck source=install/jdk-find.sh
. "$SCHEDLAB_HOME/install/jdk-find.sh"
# shellcheck source=install/kernel-fetch.sh
. "$SCHEDLAB_HOME/install/kernel-fetch.sh"
# shellcheck source=install/build.sh
. "$SCHEDLAB_HOME/install/build.sh"
# shellcheck source=install/jupyter.sh
. "$SCHEDLAB_HOME/install/jupyter.sh"

# What running the kernel needs.
set_up_to_run() {
    need_packages "${RUN_PACKAGES[@]}"
    is_release || need_packages "${BUILD_PACKAGES[@]}"
    need_programs
    with_lock "$(cache_folder .)/set-up.lock" "setting up" set_up_cache
    need_build
}

# What machines need, without Jupyter: a worker of a sweep has no front end.
set_up_to_work() {
    need_packages "${WORK_PACKAGES[@]}"
    is_release || need_packages "${BUILD_PACKAGES[@]}"
    with_lock "$(cache_folder .)/set-up.lock" "setting up" set_up_cache
    need_build
}

# What is kept in the cache: the JDK and the Linux kernel.
set_up_cache() {
    need_jdk
    if [ -z "${SCHEDLAB_KERNEL:-}" ]; then
        need_kernel "$DEFAULT_SERIES"
    else
        # Notebooks run in their own folder.
        SCHEDLAB_KERNEL=$(readlink -m "$SCHEDLAB_KERNEL")
        export SCHEDLAB_KERNEL
    fi
    if [ -n "${SCHEDLAB_QEMU:-}" ]; then
        SCHEDLAB_QEMU=$(readlink -m "$SCHEDLAB_QEMU")
        export SCHEDLAB_QEMU
    fi
}
