package org.schedlab.lab.queues;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.pictures.Pictured;
import org.schedlab.lab.pictures.QueuePicture;
import org.schedlab.lab.runqueues.QueueInstant;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// Every queue of the kernel's scheduler at one instant, read out of the guest's memory without its help. A value.
///
/// @param content the queues
/// @param instant when, on which machine
public record Queues(QueueInstant content, MeasuredAt instant) implements Tabular, Pictured {
    /// Of a machine that stands.
    ///
    /// @throws org.schedlab.vm.LabException this kernel keeps its queues in another way, or one of them is broken
    public static Queues of(GuestMachine guest, MeasuredAt instant) {
        long ticks = guest.live() ? -1 : guest.machine().clockNanos();
        return new Queues(QueueReader.read(guest.memory(), ticks, instant.guestTimeNanos()), instant);
    }

    private QueueTables tables() {
        return new QueueTables(content, instant.caption());
    }

    /// The entities of the fair class, CPU by CPU, in the order of their tree; if there are none, the
    /// tasks in DSQs.
    @Override
    public Table table() {
        return content.dsqs().isEmpty() ? fair() : dispatch();
    }

    /// The same as a picture: virtual times around their average, who is eligible, who is picked, DSQs in
    /// their order.
    @Override
    public QueuePicture picture() {
        return QueuePicture.of(
                content, instant.scheduler(), "at " + instant.time() + " of guest time · " + instant.place());
    }

    /// A row for each CPU: who runs, how many can run, of which class, whether it is idle.
    public Table cpus() {
        return tables().cpus();
    }

    /// A row for each entity of the fair class: virtual time, deadline, lag, slice, whether it is eligible, whom
    /// EEVDF would pick. Under CFS (up to 6.5) virtual time and whom CFS would pick.
    public Table fair() {
        return tables().fair();
    }

    /// A row for each task in a DSQ, in the order in which they are taken, and for those that the scheduler's BPF
    /// program keeps.
    ///
    /// @throws LabException if the kernel has no sched_ext
    public Table dispatch() {
        if (!content.hasSchedExt()) {
            throw LabException.asked("there are no DSQs to show")
                    .found("Linux " + instant.kernel()
                            + " has no sched_ext (it came with 6.12, and is built in with CONFIG_SCHED_CLASS_EXT=y)")
                    .available("fair(), realTime(), cgroups(), cpus()")
                    .remedy("boot a kernel that has it")
                    .exception();
        }
        return tables().dispatch();
    }

    /// A row for each task of the real-time and deadline classes.
    public Table realTime() {
        return tables().realTime();
    }

    /// A row for each cgroup with the CPU controller: weight, limit, how much of it is left, where it is throttled.
    public Table cgroups() {
        return tables().cgroups();
    }
}
