# schedlab format: lays out the Java and C sources as the build wants them.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_format() {
    need_packages maven clang-format-16
    need_jdk
    maven -q -N -Dstyle.goal=apply validate
    find "$SCHEDLAB_HOME"/vm/src "$SCHEDLAB_HOME"/guest/src -name '*.[ch]' -exec clang-format-16 -i {} +
    step "formatted"
}
