/// What a host does about a sweep: its shard of the cells, after it has shown that it gives the same bits; what is
/// there; all of it as a table.
///
/// Open first: [org.schedlab.experiments.sweep.SweepWork].
@NullMarked
package org.schedlab.experiments.sweep;

import org.jspecify.annotations.NullMarked;
