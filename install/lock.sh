# One at a time: two schedlabs that set up or build the same place take turns.
# shellcheck shell=bash

LOCK_SECONDS=1800

# Runs a command while no other schedlab holds the lock. usage: with_lock FILE WHAT COMMAND...
with_lock() {
    local file=$1 what=$2
    shift 2
    mkdir -p "$(dirname "$file")"
    {
        if ! flock -n 9; then
            step "another schedlab is $what; waiting until it is done"
            flock -w "$LOCK_SECONDS" 9 ||
                fail "wait until another schedlab is done with $what" "it still holds $file after $LOCK_SECONDS s" "end it: fuser -v $file"
        fi
        "$@"
    } 9>"$file"
}
