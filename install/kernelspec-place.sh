# Where an installed kernel specification goes.
# shellcheck shell=bash

# usage: kernelspec_place COMMAND [--user | --prefix FOLDER]
kernelspec_place() {
    local command=$1 data=${JUPYTER_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/jupyter}
    case ${2:---user} in
    --user) ;;
    --prefix)
        [ -n "${3:-}" ] || fail "$command --prefix" "no folder after it" "./schedlab $command --prefix FOLDER"
        data=$3/share/jupyter
        ;;
    --prefix=?*) data=${2#--prefix=}/share/jupyter ;;
    *) fail "$command $2" "there is no such option" "./schedlab $command [--user | --prefix FOLDER]" ;;
    esac
    printf '%s/kernels/schedlab\n' "$(readlink -m "$data")"
}
