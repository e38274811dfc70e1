/// The Jupyter wire protocol, as a repair of jupyter-jvm-basekernel 2.3.0 from outside.
///
/// Open first: [org.schedlab.notebook.protocol.RepairedConnection], which lists the library's
/// faults and where each is fixed. Nothing here knows Java cells, magics or the laboratory.
@NullMarked
package org.schedlab.notebook.protocol;

import org.jspecify.annotations.NullMarked;
