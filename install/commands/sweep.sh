# schedlab sweep: many runs without a notebook, here or as one of many workers.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_sweep() {
    set_up_to_work
    exec "$SCHEDLAB_JDK/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true \
        -Dschedlab.home="$SCHEDLAB_HOME" -cp "$(built_class_path)" org.schedlab.experiments.command.SweepCommand "$@"
}
