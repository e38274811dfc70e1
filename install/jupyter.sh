# The system's Jupyter and the schedlab kernel in it.
# shellcheck shell=bash

# Debian's Jupyter belongs to Debian's Python, whatever python3 comes first in PATH.
SYSTEM_PYTHON=${SCHEDLAB_PYTHON:-/usr/bin/python3}

# What the kernel's JVM is started with: one line per argument, the connection file excepted. usage: kernel_arguments CLASS-PATH [FLAG...]
kernel_arguments() {
    local class_path=$1
    shift
    printf '%s\n' "$@" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Djava.awt.headless=true -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms64m -Xmn24m -Xmx768m -cp "$class_path" org.schedlab.notebook.Main
}

# Writes a kernel specification. usage: write_kernelspec FOLDER FOLDER-IT-WILL-BE-IN CLASS-PATH [FLAG...]
write_kernelspec() {
    local folder=$1 place=$2 arguments written
    shift 2
    mkdir -p "$folder"
    cp "$SCHEDLAB_HOME"/install/logos/logo-* "$SCHEDLAB_HOME/install/kernel.js" "$SCHEDLAB_HOME/install/start.sh" "$folder/"
    mapfile -t arguments < <(kernel_arguments "$@")
    written=$(mktemp "$folder/.kernel-XXXXXX")
    "$SYSTEM_PYTHON" "$SCHEDLAB_HOME/install/kernelspec.py" "$place/start.sh" "$SCHEDLAB_JDK" "${arguments[@]}" >"$written"
    chmod 0644 "$written"
    mv "$written" "$folder/kernel.json"
}

# Lets an installed kernel start faster, where this JDK can; without, it works as well. usage: train_kernel FOLDER CLASS-PATH
train_kernel() {
    local folder=$1 class_path=$2 arguments
    mapfile -t arguments < <(kernel_arguments "$class_path")
    if timeout 120 "$SYSTEM_PYTHON" "$SCHEDLAB_HOME/install/train.py" "$folder/kernel.aot" "$SCHEDLAB_JDK/bin/java" "${arguments[@]}" \
        >"$(cache_folder log)/train.log" 2>&1 </dev/null && [ -s "$folder/kernel.aot" ]; then
        write_kernelspec "$folder" "$folder" "$class_path" "-XX:AOTCache=$folder/kernel.aot"
    else
        rm -f "$folder"/kernel.aot*
        step "no AOT cache: the kernel starts half a second later (log: $SCHEDLAB_CACHE/log/train.log)"
    fi
}

# The kernel of this folder, seen only by processes that schedlab starts.
need_private_kernelspec() {
    local data
    data=$(cache_folder "jupyter/$(printf '%s' "$SCHEDLAB_HOME" | sha256sum | cut -c 1-12)")
    write_kernelspec "$data/kernels/schedlab" "$data/kernels/schedlab" "$(built_class_path)"
    export JUPYTER_PATH=$data${JUPYTER_PATH:+:$JUPYTER_PATH}
}
