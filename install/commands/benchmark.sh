# schedlab benchmark [NAME...]: measures what the README promises, all of it or what is named, such as time-travel.
# schedlab benchmark jupyter: measures how fast the kernel answers, beside a plain Java kernel.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_benchmark() {
    set_up_to_run
    if [ "${1:-}" = jupyter ]; then
        shift
        benchmark_jupyter "$@"
    else
        exec "$SCHEDLAB_JDK/bin/java" --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true \
            -cp "$(built_class_path)" org.schedlab.benchmark.Benchmark "$@"
    fi
}

# Both kernels are installed anew in the build's folder: ours with its AOT cache, the plain one with Java's own settings.
benchmark_jupyter() {
    local folder=$SCHEDLAB_HOME/target/benchmark ours stock
    ours=$folder/schedlab stock=$folder/stock
    rm -rf "$folder"
    mkdir -p "$stock"
    write_kernelspec "$ours" "$ours" "$(built_class_path)"
    step "making the AOT cache"
    train_kernel "$ours" "$(built_class_path)"
    "$SYSTEM_PYTHON" "$SCHEDLAB_HOME/install/kernelspec.py" "$SCHEDLAB_JDK/bin/java" -cp "$(built_class_path)" \
        org.schedlab.benchmark.StockKernel >"$stock/kernel.json"
    step "measuring (some minutes)"
    "$SYSTEM_PYTHON" "$SCHEDLAB_HOME/install/jupyter_speed.py" "$@" \
        "schedlab=$ours/kernel.json" "stock=$stock/kernel.json"
}
