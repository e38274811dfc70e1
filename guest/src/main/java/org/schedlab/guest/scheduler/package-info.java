/// Schedulers as compiled objects: those that come with schedlab,
/// [org.schedlab.guest.scheduler.Schedulers]; the user's own,
/// [org.schedlab.guest.scheduler.SchedulerCompiler]; and the way to put one in charge,
/// [org.schedlab.guest.scheduler.SchedulerSwitch]. Those that are executables of the host:
/// [org.schedlab.guest.scheduler.Scheduler#discover].
///
/// Their sources are lessons; read `src/main/bpf/fifo.bpf.c`, then `vtime.bpf.c`, `llc.bpf.c` and
/// `fails.bpf.c`. What can be set in one before it is attached:
/// [org.schedlab.guest.scheduler.KnobSet].
@NullMarked
package org.schedlab.guest.scheduler;

import org.jspecify.annotations.NullMarked;
