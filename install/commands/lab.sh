# schedlab lab: opens Jupyter on the notebooks, with the schedlab kernel in it. Further options go to Jupyter.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_lab() {
    local front_end=("$SYSTEM_PYTHON" -m notebook)
    set_up_to_run
    need_private_kernelspec
    if jupyter-lab --version >/dev/null 2>&1; then
        front_end=(jupyter-lab)
    fi
    [ "$(id -u)" -ne 0 ] || front_end+=(--allow-root)
    step "opening Jupyter on $SCHEDLAB_HOME/notebooks (Ctrl-C ends it)"
    exec "${front_end[@]}" --notebook-dir="$SCHEDLAB_HOME/notebooks" \
        --MultiKernelManager.default_kernel_name=schedlab "$@"
}
