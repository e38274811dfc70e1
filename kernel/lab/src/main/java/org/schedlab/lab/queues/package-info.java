/// The queues of the kernel's scheduler at one instant and over many: read out of the guest's memory, as tables and
/// pictures. Open first: [org.schedlab.lab.queues.Queues].
@NullMarked
package org.schedlab.lab.queues;

import org.jspecify.annotations.NullMarked;
