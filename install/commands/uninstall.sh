# schedlab uninstall: takes the kernel out of Jupyter again. The cache stays; it says where that is.
# shellcheck shell=bash

# shellcheck source=install/kernelspec-place.sh
. "$SCHEDLAB_HOME/install/kernelspec-place.sh"

command_uninstall() {
    local folder
    folder=$(kernelspec_place uninstall "$@")
    if [ ! -d "$folder" ]; then
        step "nothing to remove: there is no $folder"
    else
        rm -rf "$folder"
        step "removed $folder"
    fi
    step "kernels, checkpoints and a fetched JDK stay in $SCHEDLAB_CACHE"
}
