/// A session with a virtual machine that runs a real Linux kernel, for notebooks, JUnit tests and
/// plain programs.
///
/// Open first: [org.schedlab.lab.session.VmSession]. A session boots or restores a machine,
/// attaches schedulers, spawns workers, moves guest time forward, and carries out cold operations in
/// one freeze. Guest time passes only inside [org.schedlab.lab.session.VmSession#run] and the
/// calls that say so. Knows nothing of Jupyter.
@NullMarked
package org.schedlab.lab.session;

import org.jspecify.annotations.NullMarked;
