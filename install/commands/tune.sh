# schedlab tune: the best values of a scheduler's knobs for a metric.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_tune() {
    set_up_to_work
    exec "$SCHEDLAB_JDK/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true \
        -cp "$(built_class_path)" org.schedlab.experiments.command.TuneCommand "$@"
}
