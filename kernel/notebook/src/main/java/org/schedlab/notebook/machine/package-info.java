/// The magics that start and steer the machine, and the words that every cell may use.
///
/// Open first: [org.schedlab.notebook.machine.MachineMagics]. Each magic does what a line of
/// Java could do too; `--java` prints that line instead of running it.
@NullMarked
package org.schedlab.notebook.machine;

import org.jspecify.annotations.NullMarked;
