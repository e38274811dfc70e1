/// The session for assistants that speak the Model Context Protocol: `./schedlab mcp`, one message a line on
/// standard input and output.
///
/// Open first: [org.schedlab.mcp.McpCommand].
@NullMarked
package org.schedlab.mcp;

import org.jspecify.annotations.NullMarked;
