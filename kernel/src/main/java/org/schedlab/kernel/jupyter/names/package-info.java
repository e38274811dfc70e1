/// The kernel's own names inside the calls of cells: what `symbol("jif…` can become, and what
/// `task(w, "scx.dsq_vtime")` means.
///
/// Open first: [org.schedlab.kernel.jupyter.names.CallHelp], what the front end may ask; then
/// [org.schedlab.kernel.jupyter.names.GuestNames], who answers.
@NullMarked
package org.schedlab.kernel.jupyter.names;

import org.jspecify.annotations.NullMarked;
