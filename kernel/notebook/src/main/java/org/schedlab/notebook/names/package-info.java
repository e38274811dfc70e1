/// Names inside the calls and magics of cells, the kernel's and the session's own: what `symbol("jif…`
/// can become, and what `task(w, "scx.dsq_vtime")` or `knob("slice_ns")` means.
///
/// Open first: [org.schedlab.notebook.names.CallHelp], what the front end may ask; then
/// [org.schedlab.notebook.names.GuestNames], who answers, and
/// [org.schedlab.notebook.names.SessionNames], whom it asks for what is no name of the kernel.
@NullMarked
package org.schedlab.notebook.names;

import org.jspecify.annotations.NullMarked;
