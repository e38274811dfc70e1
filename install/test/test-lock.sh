# Two at once take turns.
# shellcheck shell=bash

# shellcheck source=install/lock.sh
. "$SCHEDLAB_HOME/install/lock.sh"

note_begin_and_end() {
    echo "$1 begins" >>"$TEST_FOLDER/log"
    [ ! -p "$TEST_FOLDER/gate" ] || read -r _ <"$TEST_FOLDER/gate"
    echo "$1 ends" >>"$TEST_FOLDER/log"
}

test_the_second_waits_until_the_first_is_done() {
    local first second
    mkfifo "$TEST_FOLDER/gate" "$TEST_FOLDER/said"
    with_lock "$TEST_FOLDER/lock" building note_begin_and_end first &
    first=$!
    exec 8>"$TEST_FOLDER/gate"
    with_lock "$TEST_FOLDER/lock" building note_begin_and_end second 2>"$TEST_FOLDER/said" &
    second=$!
    expect_contains "another schedlab is building; waiting" "$(head -n 1 "$TEST_FOLDER/said")"
    rm "$TEST_FOLDER/gate"
    echo go >&8
    wait "$first" "$second"
    expect "first begins,first ends,second begins,second ends" "$(paste -s -d , "$TEST_FOLDER/log")"
}

test_a_lock_that_is_never_freed_is_an_error() {
    exec 7>"$TEST_FOLDER/lock"
    flock 7
    # shellcheck disable=SC2034
    LOCK_SECONDS=0
    expect_contains "it still holds $TEST_FOLDER/lock" "$(refused with_lock "$TEST_FOLDER/lock" building true)"
}

test_what_the_command_sets_stays() {
    local found=no
    with_lock "$TEST_FOLDER/lock" building read -r found <<<yes
    expect yes "$found"
}
