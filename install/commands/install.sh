# schedlab install: puts the kernel, with its jars, where every Jupyter of this user (or prefix) finds it.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"
# shellcheck source=install/kernelspec-place.sh
. "$SCHEDLAB_HOME/install/kernelspec-place.sh"

command_install() {
    local folder jars
    folder=$(kernelspec_place install "$@")
    set_up_to_run
    rm -rf "$folder.part"
    jars=$folder.part/lib
    mkdir -p "$jars"
    find "$SCHEDLAB_HOME/kernel/target" -maxdepth 1 -name 'schedlab-kernel-*.jar' -not -name '*-tests.jar' -exec cp -t "$jars" {} +
    cp "$SCHEDLAB_HOME"/kernel/target/lib/*.jar "$jars/"
    write_kernelspec "$folder.part" "$folder/lib/*"
    rm -rf "$folder"
    mv "$folder.part" "$folder"
    step "making its AOT cache"
    train_kernel "$folder" "$folder/lib/*"
    step "installed the kernel in $folder"
}
