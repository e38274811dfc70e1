/// The magics that everybody expects of a notebook, whatever its kernel is about: timing, the session's variables,
/// files, the host's shell, libraries.
///
/// Open first: [org.schedlab.notebook.host.HostMagics].
@NullMarked
package org.schedlab.notebook.host;

import org.jspecify.annotations.NullMarked;
