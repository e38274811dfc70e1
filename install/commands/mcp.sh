# schedlab mcp: the session as tools for assistants that speak the Model Context Protocol, on standard input and output.
# shellcheck shell=bash

# shellcheck source=install/set-up.sh
. "$SCHEDLAB_HOME/install/set-up.sh"

command_mcp() {
    [ $# -eq 0 ] || fail "asked for 'mcp $*'" "mcp takes no arguments" "name ./schedlab mcp in the configuration of an MCP client: docs/assistants.md"
    set_up_to_work >&2
    exec "$SCHEDLAB_JDK/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djava.awt.headless=true \
        -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$(built_class_path):$(mcp_libraries)" org.schedlab.mcp.McpCommand
}
