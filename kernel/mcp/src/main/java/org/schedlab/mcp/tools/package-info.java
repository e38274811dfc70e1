/// What an assistant may call: the session's calls as tools with schemas, and their answers as text and as
/// data.
///
/// Open first: [org.schedlab.mcp.tools.LabTools]. Knows nothing of the protocol.
@NullMarked
package org.schedlab.mcp.tools;

import org.jspecify.annotations.NullMarked;
