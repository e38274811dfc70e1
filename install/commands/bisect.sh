# schedlab bisect: the first of some values, in their order, at which a claim fails.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_bisect() {
    set_up_to_work
    exec "$SCHEDLAB_JDK/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true \
        -cp "$(built_class_path)" org.schedlab.experiments.command.BisectCommand "$@"
}
