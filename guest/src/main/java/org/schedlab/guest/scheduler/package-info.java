/// Schedulers as compiled objects: those that come with schedlab,
/// [org.schedlab.guest.scheduler.Schedulers]; the user's own,
/// [org.schedlab.guest.scheduler.SchedulerCompiler]; and the way to put one in charge,
/// [org.schedlab.guest.scheduler.SchedulerSwitch].
///
/// Their sources are lessons; read `src/main/bpf/fifo.bpf.c`, then `vtime.bpf.c`.
@NullMarked
package org.schedlab.guest.scheduler;

import org.jspecify.annotations.NullMarked;
