# schedlab docs: writes the pages that come from the code: the reference and the gallery.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_docs() {
    need_packages "${BUILD_PACKAGES[@]}"
    need_jdk
    with_lock "$SCHEDLAB_HOME/target/build.lock" building maven_quietly -Dstyle.skip=true -Dtest=DocumentsTest -Ddocuments=write \
        -Dsurefire.failIfNoSpecifiedTests=false -pl kernel/release -am test
    step "wrote docs/reference and docs/gallery.md"
}
