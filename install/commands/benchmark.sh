# schedlab benchmark: measures what the README promises. Options go to the benchmark.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_benchmark() {
    set_up_to_run
    exec "$SCHEDLAB_JDK/bin/java" --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true \
        -cp "$(built_class_path)" org.schedlab.kernel.benchmark.Benchmark "$@"
}
