/// The guest's memory seen from outside: the mapped RAM file, page walks, per-CPU addresses, typed
/// reads and writes.
///
/// Open first: [org.schedlab.vm.memory.KernelMemory].
@NullMarked
package org.schedlab.vm.memory;

import org.jspecify.annotations.NullMarked;
