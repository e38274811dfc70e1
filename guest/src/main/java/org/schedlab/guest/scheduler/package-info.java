/// The schedulers that come with schedlab, compiled: [org.schedlab.guest.scheduler.Schedulers].
///
/// Their sources are lessons; read `src/main/bpf/fifo.bpf.c`, then `vtime.bpf.c`.
@NullMarked
package org.schedlab.guest.scheduler;

import org.jspecify.annotations.NullMarked;
