/// What the program of a scheduler tells of itself: the statistics that schedulers of the scx project serve at a
/// socket.
/// Other than all else that is shown here, this is asked of the guest, which works for the answer. Open first:
/// [org.schedlab.lab.stats.SchedulerStats].
@NullMarked
package org.schedlab.lab.stats;

import org.jspecify.annotations.NullMarked;
