/// Java cells: JShell in this process, with values as real objects, loops that can be stopped and
/// errors that point at the user's own line.
///
/// Open first: [org.schedlab.kernel.jupyter.cells.JavaCells], what the kernel asks for; then
/// [org.schedlab.kernel.jupyter.cells.CellEngine], how the code runs.
@NullMarked
package org.schedlab.kernel.jupyter.cells;

import org.jspecify.annotations.NullMarked;
