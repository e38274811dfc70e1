package org.schedlab.lab.trace;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.Dsq;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Events as rows.
final class EventRows {
    private final Recording recording;
    private final LongColumn time = LongColumn.create("guest time [ns]");
    private final IntColumn cpu = IntColumn.create("cpu");
    private final StringColumn event = StringColumn.create("event");
    private final StringColumn task = StringColumn.create("task");
    private final StringColumn what = StringColumn.create("what");
    private final StringColumn other = StringColumn.create("other task");
    private final IntColumn to = IntColumn.create("to CPU");
    private final LongColumn value = LongColumn.create("value");

    private EventRows(Recording recording) {
        this.recording = recording;
    }

    /// A row for each event. `what`: the state of a task that leaves a CPU, the reason of a migration, the
    /// kind of an interrupt, the operation, the DSQ; `other task`: who comes, wakes, or is made; `value`:
    /// see the caption.
    static Table table(Recording recording) {
        EventRows rows = new EventRows(recording);
        recording.forEach(rows::add);
        return CaptionedTable.titled(
                "events over " + recording.interval().caption()
                        + " · value: of an operation its instructions, of an insert the slice in ns, of EEVDF's steps"
                        + " the deadline, of enqueue and dequeue their flags",
                rows.time,
                rows.cpu,
                rows.event,
                rows.task,
                rows.what,
                rows.other,
                rows.to,
                rows.value);
    }

    private void add(SchedEvent each) {
        switch (each) {
            case SchedEvent.RunQueueClock _ -> {}
            case SchedEvent.Switch at ->
                row(at, "sched_switch", at.prev(), at.state().letter(), at.next(), null, null);
            case SchedEvent.Enqueued at -> row(at, "enqueue_task", at.task(), "", null, at.ofCpu(), at.flags());
            case SchedEvent.Dequeued at -> row(at, "dequeue_task", at.task(), "", null, null, at.flags());
            case SchedEvent.Waking at -> row(at, "sched_waking", at.task(), "", at.waker(), at.lastCpu(), null);
            case SchedEvent.Wakeup at -> row(at, "sched_wakeup", at.task(), "", null, at.targetCpu(), null);
            case SchedEvent.WakeupNew at -> row(at, "sched_wakeup_new", at.task(), "", null, at.targetCpu(), null);
            case SchedEvent.Migrated at ->
                row(at, "sched_migrate_task", at.task(), at.reason(), null, at.to(), (long) at.from());
            case SchedEvent.Forked at -> row(at, "sched_process_fork", at.parent(), "", at.child(), null, null);
            case SchedEvent.Executed at -> row(at, "sched_process_exec", at.task(), at.name(), null, null, null);
            case SchedEvent.Exited at -> row(at, "sched_process_exit", at.task(), "", null, null, null);
            case SchedEvent.Renamed at -> row(at, "task_rename", at.task(), at.after(), null, null, null);
            case SchedEvent.InterruptEntered at -> row(at, "interrupt_entry", null, at.kind(), null, null, null);
            case SchedEvent.InterruptLeft at -> row(at, "interrupt_exit", null, at.kind(), null, null, null);
            case SchedEvent.Throttled at ->
                row(at, at.throttled() ? "throttle" : "unthrottle", null, at.cgroup(), null, at.ofCpu(), null);
            case SchedEvent.CpuChanged at ->
                row(at, at.active() ? "cpu_online" : "cpu_offline", null, "", null, at.ofCpu(), null);
            case SchedEvent.SchedExtChanged at ->
                row(at, "sched_ext", null, (at.change() + " " + at.scheduler()).strip(), null, null, null);
            case SchedEvent.OpCalled at -> row(at, "op", at.task(), at.op(), null, null, at.instructions());
            case SchedEvent.DsqInserted at ->
                row(at, "dsq_insert", at.task(), queue(at.dsq(), at.ofCpu()), null, null, at.slice());
            case SchedEvent.DsqRemoved at ->
                row(at, "dsq_remove", at.task(), queue(at.dsq(), at.ofCpu()), null, null, null);
            case SchedEvent.Eevdf at ->
                row(at, "eevdf_" + at.step().name().toLowerCase(Locale.ROOT), at.task(), "", null, null, at.deadline());
        }
    }

    private static String queue(long dsq, int cpuOf) {
        return new Dsq(dsq, cpuOf).label();
    }

    private void row(
            SchedEvent at,
            String name,
            @Nullable RecordedTask of,
            String detail,
            @Nullable RecordedTask with,
            @Nullable Integer target,
            @Nullable Long number) {
        time.append(recording.guestTime(at.nanos()));
        cpu.append(at.cpu());
        event.append(name);
        task.append(of == null ? "" : of.label());
        what.append(detail);
        other.append(with == null ? "" : with.label());
        if (target == null) {
            to.appendMissing();
        } else {
            to.append(target.intValue());
        }
        if (number == null) {
            value.appendMissing();
        } else {
            value.append(number.longValue());
        }
    }
}
