# The system's Jupyter and the schedlab kernel in it.
# shellcheck shell=bash

# Debian's Jupyter belongs to Debian's Python, whatever python3 comes first in PATH.
SYSTEM_PYTHON=/usr/bin/python3

# How the kernel's JVM starts: one line per argument, the connection file excepted. usage: kernel_command CLASS-PATH [FLAG...]
kernel_command() {
    local class_path=$1
    shift
    printf '%s\n' "$SCHEDLAB_JDK/bin/java" "$@" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -Djava.awt.headless=true -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m -cp "$class_path" org.schedlab.kernel.jupyter.Main
}

# Writes a kernel specification. usage: write_kernelspec FOLDER CLASS-PATH [FLAG...]
write_kernelspec() {
    local folder=$1 command
    shift
    mkdir -p "$folder"
    cp "$SCHEDLAB_HOME"/install/logos/logo-* "$folder/"
    mapfile -t command < <(kernel_command "$@")
    "$SYSTEM_PYTHON" "$SCHEDLAB_HOME/install/kernelspec.py" "${command[@]}" >"$folder/kernel.json.part"
    mv "$folder/kernel.json.part" "$folder/kernel.json"
}

# Lets an installed kernel start faster, where this JDK can; without, it works as well. usage: train_kernel FOLDER CLASS-PATH
train_kernel() {
    local folder=$1 class_path=$2 command
    mapfile -t command < <(kernel_command "$class_path")
    if timeout 120 "$SYSTEM_PYTHON" "$SCHEDLAB_HOME/install/train.py" "$folder/kernel.aot" "${command[@]}" \
        >"$(cache_folder log)/train.log" 2>&1 </dev/null && [ -s "$folder/kernel.aot" ]; then
        write_kernelspec "$folder" "$class_path" "-XX:AOTCache=$folder/kernel.aot"
    else
        rm -f "$folder"/kernel.aot*
        step "no AOT cache: the kernel starts half a second later (log: $SCHEDLAB_CACHE/log/train.log)"
    fi
}

# The kernel of the build tree, seen only by processes that schedlab starts.
need_private_kernelspec() {
    local data=$SCHEDLAB_HOME/target/jupyter
    write_kernelspec "$data/kernels/schedlab" "$(built_class_path)"
    export JUPYTER_PATH=$data${JUPYTER_PATH:+:$JUPYTER_PATH}
}
