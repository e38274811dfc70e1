/// Java cells: JShell in this process, with values as real objects, loops that can be stopped and
/// errors that point at the user's own line.
///
/// Open first: [org.schedlab.notebook.cells.JavaCells], what the kernel asks for; then
/// [org.schedlab.notebook.cells.CellEngine], how the code runs.
@NullMarked
package org.schedlab.notebook.cells;

import org.jspecify.annotations.NullMarked;
