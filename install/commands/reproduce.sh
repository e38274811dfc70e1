# schedlab reproduce: runs an executed notebook again and tells whether the machine went through the same states.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_reproduce() {
    local notebook='' output='' code=0 options=()
    local usage='./schedlab reproduce FILE.ipynb [--out F] [--journal]'
    while [ $# -gt 0 ]; do
        case $1 in
        --out)
            [ $# -ge 2 ] || fail "reproduce --out" "no file after it" "$usage"
            output=$2
            shift
            ;;
        --journal) options+=(--journal) ;;
        -*) fail "reproduce $1" "there is no such option" "$usage" ;;
        *) notebook=$1 ;;
        esac
        shift
    done
    [ -n "$notebook" ] || fail "reproduce" "no notebook was named" "$usage"
    [ -r "$notebook" ] || fail "reproduce $notebook" "there is no such file" "$usage"
    output=${output:-$(cache_folder reproduced)/$(basename "$notebook")}
    # A notebook brings its kernel's name; a default one is not needed when that is in the cache.
    set_up_to_run
    need_private_kernelspec
    step "running $notebook again"
    "$SYSTEM_PYTHON" "$SCHEDLAB_HOME/install/reproduce.py" "$notebook" "$output" "${options[@]}" </dev/null || code=$?
    [ "$code" -eq 2 ] || step "wrote what came of it: $output"
    exit "$code"
}
