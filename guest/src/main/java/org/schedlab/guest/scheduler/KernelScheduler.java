package org.schedlab.guest.scheduler;

/// The kernel's own scheduler, which is in charge when no sched_ext scheduler is: Earliest Eligible
/// Virtual Deadline First, kernel/sched/fair.c. There is one, [Scheduler#eevdf()].
public final class KernelScheduler implements Scheduler {
    static final KernelScheduler EEVDF = new KernelScheduler();

    private KernelScheduler() {}

    @Override
    public String name() {
        return "eevdf";
    }

    @Override
    public String toString() {
        return name();
    }
}
