# Building a kernel: what is refused before make runs, and what is shown of a build that fails.
# shellcheck shell=bash

# shellcheck source=install/kernel-build.sh
. "$SCHEDLAB_HOME/install/kernel-build.sh"
# shellcheck source=install/kernel-package.sh
. "$SCHEDLAB_HOME/install/kernel-package.sh"

# A folder that looks like sources, whose bzImage is made by a recipe. usage: sources RECIPE
sources() {
    mkdir -p "$TEST_FOLDER/linux/scripts/kconfig"
    : >"$TEST_FOLDER/linux/Kconfig"
    printf '#!/bin/sh\n' >"$TEST_FOLDER/linux/scripts/kconfig/merge_config.sh"
    chmod +x "$TEST_FOLDER/linux/scripts/kconfig/merge_config.sh"
    printf 'bzImage:\n\t%s\n' "$1" >"$TEST_FOLDER/linux/Makefile"
}

test_what_is_no_source_of_a_kernel_is_refused() {
    expect_contains "there is no such folder" "$(refused require_kernel_sources "$TEST_FOLDER/nowhere")"
    expect_contains "no Kconfig, no scripts/kconfig/merge_config.sh" "$(refused require_kernel_sources "$TEST_FOLDER")"
    sources true
    require_kernel_sources "$TEST_FOLDER/linux"
}

test_arguments_are_judged_before_anything_is_built() {
    expect_contains "no folder was named" "$(refused schedlab kernel build)"
    expect_contains "a name has 1 to 30 letters" "$(refused schedlab kernel build --name 'a b' /tmp)"
    expect_contains "that is no number of jobs" "$(refused schedlab kernel build --jobs many /tmp)"
    expect_contains "it takes a folder, --name NAME" "$(refused schedlab kernel build --fast /tmp)"
}

test_a_tool_that_is_not_here_is_named() {
    # shellcheck disable=SC2317
    need_packages() { :; }
    # shellcheck disable=SC2034
    KERNEL_TOOLS=(make no-such-tool)
    expect_contains "not here: no-such-tool" "$(refused need_kernel_tools)"
}

test_the_compilers_lines_are_shown_when_a_build_fails() {
    sources "@echo '  CC      kernel/fork.o'; echo 'kernel/sched/fair.c:7:1: error: unknown type name'; exit 2"
    local said
    said=$(refused build_kernel "$TEST_FOLDER/linux" mine 1)
    expect_contains "kernel/sched/fair.c:7:1: error: unknown type name" "$said"
    expect_contains "kernel-build-mine.log" "$said"
}

test_what_kconfig_says_of_an_error_is_shown() {
    printf '%s\n' '  HOSTLD  scripts/kconfig/conf' 'kernel/Kconfig.hz:60: unknown statement "confg"' \
        'make[2]: *** [scripts/kconfig/Makefile:77: olddefconfig] Error 1' >"$TEST_FOLDER/log"
    local said
    said=$(refused kernel_failed "configure it" "$TEST_FOLDER/log" "$TEST_FOLDER")
    expect_contains 'kernel/Kconfig.hz:60: unknown statement "confg"' "$said"
    printf '%s\n' "arch/x86/Kconfig:2285:warning: ignoring unsupported character '.'" {1..9} \
        "arch/x86/Kconfig:2045: can't open file \"kernel/Kconfig.herz\"" \
        'make[4]: *** [scripts/kconfig/Makefile:77: allnoconfig] Error 1' >"$TEST_FOLDER/log"
    said=$(refused kernel_failed "configure it" "$TEST_FOLDER/log" "$TEST_FOLDER")
    expect_contains "11:arch/x86/Kconfig:2045: can't open file" "$said"
}

test_the_first_of_many_errors_is_shown() {
    {
        echo "kernel/sched/fair.c:7:1: error: unknown type name 'first'"
        for line in {1..40}; do echo "kernel/sched/fair.c:$line:1: note: a consequence"; done
        for job in 5 4 3 2 1; do echo "make[$job]: *** [scripts/Makefile.build:243: kernel] Error 2"; done
    } >"$TEST_FOLDER/log"
    expect_contains "unknown type name 'first'" "$(refused kernel_failed "build it" "$TEST_FOLDER/log" "$TEST_FOLDER")"
}

# The shell of the launcher ends at what fails: then nothing was said of a log without an error in it.
test_a_log_that_says_nothing_is_shown_and_the_disk_looked_at() {
    echo 'make: Entering directory' >"$TEST_FOLDER/log"
    # shellcheck disable=SC2016
    expect_contains "make: Entering directory" \
        "$(refused bash -euo pipefail -c '. "$SCHEDLAB_HOME/install/messages.sh"; . "$SCHEDLAB_HOME/install/kernel-package.sh"
            . "$SCHEDLAB_HOME/install/kernel-build.sh"; kernel_failed "build it" "$1" "$2"' bash "$TEST_FOLDER/log" "$TEST_FOLDER")"
    # shellcheck disable=SC2317
    df() { printf 'Filesystem 1048576-blocks Used Available Capacity Mounted on\nnone 300 300 0 100%% /full\n'; }
    local said
    said=$(refused kernel_failed "build it" "$TEST_FOLDER/log" "$TEST_FOLDER")
    expect_contains "a disk is full: 0 MiB are free in $TEST_FOLDER, 0 MiB are free in " "$said"
    expect_contains "make room" "$said"
}

# make removes what it could not write whole, so there may be room again.
test_a_disk_that_was_full_is_told_by_the_log() {
    echo 'ld: final link failed: No space left on device' >"$TEST_FOLDER/log"
    expect_contains "a disk is full: " "$(refused kernel_failed "build it" "$TEST_FOLDER/log" "$TEST_FOLDER")"
}

# Ctrl-C cannot be had here: bash lets its background jobs ignore it.
test_a_build_that_is_ended_leaves_nothing_running() {
    local signal builder signals=(TERM)
    # Below nohup a shell cannot undo that SIGHUP is ignored.
    [ $((0x$(sed -n 's/^SigIgn:\t//p' /proc/self/status) & 1)) -ne 0 ] || signals+=(HUP)
    for signal in "${signals[@]}"; do
        sources "@echo \$\$\$\$ >'$TEST_FOLDER/job'; sleep 300"
        build_kernel "$TEST_FOLDER/linux" mine 1 >"$TEST_FOLDER/said" 2>&1 &
        builder=$!
        until [ -s "$TEST_FOLDER/job" ]; do sleep 0.1; done
        kill "-$signal" "$builder"
        wait "$builder" && return 1
        expect_contains "interrupted: what was built stays" "$(cat "$TEST_FOLDER/said")"
        ! kill -0 "$(cat "$TEST_FOLDER/job")" 2>/dev/null || return 1
        rm "$TEST_FOLDER/job"
    done
}

test_a_build_says_how_much_it_compiled() {
    sources "@echo '  CC      kernel/fork.o'; echo '  CC      kernel/exit.o'; echo '  LD      vmlinux'"
    expect_contains "2 files were compiled" "$(build_kernel "$TEST_FOLDER/linux" mine 1 2>&1)"
}
