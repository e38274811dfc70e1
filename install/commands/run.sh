# schedlab run: executes a notebook on the real kernel and writes it with its results, as a notebook and as a page.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_run() {
    local notebook='' output=$PWD/out name code=0 parameters=()
    while [ $# -gt 0 ]; do
        case $1 in
        --output)
            [ $# -ge 2 ] || fail "run --output" "no folder after it" "./schedlab run NOTEBOOK.ipynb --output DIR"
            output=$2
            shift
            ;;
        --kernel)
            [ $# -ge 2 ] || fail "run --kernel" "no file after it" "./schedlab run NOTEBOOK.ipynb --kernel PATH"
            SCHEDLAB_KERNEL=$2
            shift
            ;;
        -p)
            [[ ${2:-} == [A-Za-z_]*=* ]] || fail "run -p" "'${2:-}' is not name=value" "./schedlab run NOTEBOOK.ipynb -p workers=8"
            parameters+=("$2")
            shift
            ;;
        -*) fail "run $1" "there is no such option" "./schedlab run NOTEBOOK.ipynb [--output DIR] [--kernel PATH] [-p NAME=VALUE]..." ;;
        *) notebook=$1 ;;
        esac
        shift
    done
    [ -n "$notebook" ] || fail "run" "no notebook was named" "./schedlab run notebooks/01-cold-path.ipynb"
    [ -r "$notebook" ] || fail "run $notebook" "there is no such file" "notebooks here: $(notebooks_here)"
    set_up_to_run
    need_private_kernelspec
    mkdir -p "$output" || fail "write into $output" "the line above" "./schedlab run NOTEBOOK.ipynb --output DIR"
    name=$(basename "$notebook" .ipynb)
    step "executing $notebook"
    "$SYSTEM_PYTHON" "$SCHEDLAB_HOME/install/execute.py" "$notebook" "$output/$name.ipynb" "${parameters[@]}" </dev/null || code=$?
    [ -s "$output/$name.ipynb" ] || exit "$code"
    quietly nbconvert.log "./schedlab doctor" \
        "$SYSTEM_PYTHON" -m nbconvert --config "$SCHEDLAB_HOME/install/nbconvert_config.py" --to html "$output/$name.ipynb" \
        --output-dir "$output" --output "$name.html"
    step "wrote $output/$name.ipynb and $output/$name.html"
    exit "$code"
}

notebooks_here() {
    (cd "$SCHEDLAB_HOME" && printf '%s ' notebooks/*.ipynb notebooks/cases/*.ipynb) 2>/dev/null || true
}
