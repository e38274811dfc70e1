/// The Jupyter kernel: cells of Java and magics over the laboratory's session.
///
/// Open first: [org.schedlab.notebook.Main], how it starts;
/// [org.schedlab.notebook.SchedlabKernel], how magics, imports and a session to close are given
/// to it. Below: `protocol` (the wire), `cells` (Java), `magics`, `display` (what cells show). The
/// session never imports this package.
@NullMarked
package org.schedlab.notebook;

import org.jspecify.annotations.NullMarked;
