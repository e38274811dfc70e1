/// Tablesaw views of what a session measured. Units are in the column names; the table's name is its
/// caption.
///
/// Open first: [org.schedlab.lab.tables.ReplyTable]. Knows no Jupyter.
@NullMarked
package org.schedlab.lab.tables;

import org.jspecify.annotations.NullMarked;
