# schedlab hunt: scenarios made up from a seed, until something of a scheduler breaks.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_hunt() {
    set_up_to_work
    exec "$SCHEDLAB_JDK/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true \
        -Dschedlab.home="$SCHEDLAB_HOME" -cp "$(built_class_path)" org.schedlab.hunt.command.HuntCommand "$@"
}
