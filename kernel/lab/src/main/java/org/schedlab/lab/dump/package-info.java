/// The dump that the kernel makes when a sched_ext scheduler fails, as tables.
///
/// Open first: [org.schedlab.lab.dump.SchedExtDump].
@NullMarked
package org.schedlab.lab.dump;

import org.jspecify.annotations.NullMarked;
