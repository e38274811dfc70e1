# schedlab test [--all-kernels] [--long] [--sweeps]: sets up, then builds and tests everything. Options go to Maven. With
# --all-kernels, all notebooks run on all kernels of kernels.properties; with --long, the long proofs run too: looking
# changes nothing, for every scheduler on 1, 2, 4 and 16 CPUs; with --sweeps, sweeps on two machines with Slurm and ssh, too (needs root).
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"
# shellcheck source=install/sql-fetch.sh
. "$SCHEDLAB_HOME/install/sql-fetch.sh"

command_test() {
    local series option options=()
    for option in "$@"; do
        case $option in
            --all-kernels) options+=(-Dschedlab.allKernels=true) ;;
            # A long proof may take longer than a test that hangs is given elsewhere.
            --long) options+=(-Dschedlab.long=true "-Dtest.parameters=junit.jupiter.execution.timeout.default = 2 h" -Dtest.process.seconds=43200) ;;
            --sweeps)
                options+=(-Dschedlab.sweeps=true)
                need_packages "${SWEEP_PACKAGES[@]}"
                ;;
            *) options+=("$option") ;;
        esac
    done
    need_packages "${RUN_PACKAGES[@]}" "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}"
    need_jdk
    # The default one first: in an empty cache the first kernel becomes what this user boots.
    for series in "$DEFAULT_SERIES" "$OLDEST_SERIES" "$NEWEST_SERIES"; do need_kernel "$series"; done
    # Only long tests run on kernels without sched_ext, which not every machine's package sources have.
    case " ${options[*]} " in
    *" -Dschedlab.long=true "*)
        for series in "$OLDEST_PLAIN_SERIES" "$NEWEST_PLAIN_SERIES"; do
            (need_kernel "$series") || step "no kernel of $series: the tests on it are left out"
        done
        ;;
    esac
    # In a shell of its own, for it ends its shell when it fails; the tests of SQL say that they were left out.
    (need_sql) || step "no DuckDB: the tests of SQL over tables are left out"
    step "testing the launcher"
    "$SCHEDLAB_HOME/install/test/run" || fail "test the launcher" "the failures above" "fix them; alone they run by install/test/run"
    # Whatever kernel this user boots by default, or has beside these three.
    SCHEDLAB_KERNEL=$SCHEDLAB_CACHE/kernels/$(cached_kernel "$DEFAULT_SERIES")/vmlinuz
    export SCHEDLAB_KERNEL
    step "building and testing"
    maven verify "${options[@]}"
}
