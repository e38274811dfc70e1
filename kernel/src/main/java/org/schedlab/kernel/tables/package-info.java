/// Tables: what a result looks like as rows and columns.
///
/// Open first: [org.schedlab.kernel.tables.Tabular], the one thing a result needs so that a cell can show it.
@NullMarked
package org.schedlab.kernel.tables;

import org.jspecify.annotations.NullMarked;
