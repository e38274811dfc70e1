# A release archive: no sources, no build, no compilers.
# shellcheck shell=bash

unpacked_release() {
    mkdir -p "$TEST_FOLDER/release/install/commands" "$TEST_FOLDER/release/lib"
    cp "$SCHEDLAB_HOME/schedlab" "$TEST_FOLDER/release/"
    cp "$SCHEDLAB_HOME"/install/*.sh "$TEST_FOLDER/release/install/"
    cp "$SCHEDLAB_HOME"/install/commands/{doctor,help,run}.sh "$TEST_FOLDER/release/install/commands/"
}

test_commands_on_sources_are_refused() {
    unpacked_release
    expect_contains "this is a release without them" "$(refused "$TEST_FOLDER/release/schedlab" test)"
    expect 0 "$("$TEST_FOLDER/release/schedlab" help | grep -c -E 'schedlab (test|format|docs)')"
    expect_contains "there is no such command" "$(refused "$TEST_FOLDER/release/schedlab" frobnicate)"
}

test_a_release_needs_no_build() {
    unpacked_release
    SCHEDLAB_HOME=$TEST_FOLDER/release bash -euo pipefail -c '
        . "$SCHEDLAB_HOME/install/messages.sh"; . "$SCHEDLAB_HOME/install/folders.sh"; . "$SCHEDLAB_HOME/install/build.sh"
        PATH=/nowhere need_build && [ "$(built_class_path)" = "$SCHEDLAB_HOME/lib/*" ]'
}

test_the_doctor_finds_an_installed_kernel_without_its_jdk() {
    local folder=$TEST_FOLDER/prefix/share/jupyter/kernels/schedlab
    mkdir -p "$folder"
    printf '{"argv": ["start.sh", "%s"]}\n' "$TEST_FOLDER/gone" >"$folder/kernel.json"
    expect_contains "-> ./schedlab install --prefix $TEST_FOLDER/prefix" \
        "$(JUPYTER_PATH=$TEST_FOLDER/prefix/share/jupyter refused "$SCHEDLAB_HOME/schedlab" doctor)"
}
