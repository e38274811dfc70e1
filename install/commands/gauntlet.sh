# schedlab gauntlet: one scheduler on many topologies and kernels under standard loads.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_gauntlet() {
    set_up_to_work
    exec "$SCHEDLAB_JDK/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true \
        -Dschedlab.home="$SCHEDLAB_HOME" -cp "$(built_class_path)" org.schedlab.experiments.command.GauntletCommand "$@"
}
