/// What stands in the kernel's queues at one instant. Values only; [org.schedlab.lab.queues] reads them. Open first:
/// [org.schedlab.lab.runqueues.QueueInstant].
@NullMarked
package org.schedlab.lab.runqueues;

import org.jspecify.annotations.NullMarked;
