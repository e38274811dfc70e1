# The system's Jupyter and the schedlab kernel in it.
# shellcheck shell=bash

# Debian's Jupyter belongs to Debian's Python, whatever python3 comes first in PATH.
SYSTEM_PYTHON=/usr/bin/python3

# Writes a kernel specification. usage: write_kernelspec FOLDER CLASS-PATH [JAVA-FLAG...]
write_kernelspec() {
    local folder=$1 class_path=$2
    shift 2
    mkdir -p "$folder"
    cp "$SCHEDLAB_HOME"/install/logos/logo-* "$folder/"
    "$SYSTEM_PYTHON" "$SCHEDLAB_HOME/install/kernelspec.py" "$SCHEDLAB_JDK/bin/java" "$class_path" "$@" >"$folder/kernel.json.part"
    mv "$folder/kernel.json.part" "$folder/kernel.json"
}

# The kernel of the build tree, seen only by processes that schedlab starts.
need_private_kernelspec() {
    local data=$SCHEDLAB_HOME/target/jupyter
    write_kernelspec "$data/kernels/schedlab" "$(built_class_path)"
    export JUPYTER_PATH=$data${JUPYTER_PATH:+:$JUPYTER_PATH}
}
