# What the launcher says: one line for a step, one short paragraph for an error.
# shellcheck shell=bash

# One line on what happens now.
step() { printf 'schedlab: %s\n' "$*" >&2; }

# An error: what was asked, what was found, what to do. Ends the program.
fail() {
    printf 'schedlab: error: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '  found:  %s\n' "$2" >&2
    [ $# -lt 3 ] || printf '  try:    %s\n' "$3" >&2
    exit 1
}

# Runs a command silently; when it fails, shows what it printed and ends the program.
# usage: quietly LOG-NAME REMEDY COMMAND...
quietly() {
    local log remedy=$2
    log=$(cache_folder log)/$1
    shift 2
    if ! "$@" >"$log" 2>&1 </dev/null; then
        tail -n 25 "$log" >&2
        fail "could not run: $*" "the lines above; all of them are in $log" "$remedy"
    fi
}
