# schedlab install: puts the kernel, with its jars, where every Jupyter of this user (or prefix) finds it.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"
# shellcheck source=install/kernelspec-place.sh
. "$SCHEDLAB_HOME/install/kernelspec-place.sh"

command_install() {
    local folder jars built
    folder=$(kernelspec_place install "$@")
    set_up_to_run
    rm -rf "$folder.part"
    jars=$folder.part/lib
    mkdir -p "$jars" || fail "install the kernel in $folder" "the line above" \
        "./schedlab install --user, or --prefix with a folder of yours"
    while read -r built; do
        cp "$built"/*.jar "$jars/"
    done < <(built_jar_folders)
    write_kernelspec "$folder.part" "$folder" "$folder/lib/*"
    rm -rf "$folder"
    mv "$folder.part" "$folder"
    step "making its AOT cache"
    train_kernel "$folder" "$folder/lib/*"
    step "installed the kernel in $folder"
    step "choose 'schedlab' in jupyter notebook, JupyterLab or VS Code, or: jupyter console --kernel schedlab"
}
