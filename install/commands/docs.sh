# schedlab docs: writes the pages that come from the code: the reference, the gallery, what a kernel must have.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_docs() {
    need_packages "${BUILD_PACKAGES[@]}"
    need_jdk
    with_lock "$SCHEDLAB_HOME/target/build.lock" building maven_quietly -Dstyle.skip=true -Dtest=DocumentsTest,KernelRequirementsTest -Ddocuments=write \
        -Dsurefire.failIfNoSpecifiedTests=false -pl kernel/release -am test
    step "wrote docs/reference, docs/gallery.md, the table in docs/your-own-kernel.md and install/kernel.config"
}
