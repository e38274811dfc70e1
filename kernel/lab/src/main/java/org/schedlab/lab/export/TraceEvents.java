package org.schedlab.lab.export;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.SchedEvent;

/// Tells events of a recording as the kernel's own trace events. Not thread-safe.
///
/// What a recording does not hold is told so: `clone_flags` has `CLONE_THREAD` or nothing, `oom_score_adj` is 0,
/// and `cpu_idle` is where a CPU's idle task comes and goes (state 1, and -1). Interrupts other than those
/// of devices have the numbers of their x86 vectors. sched_ext's, EEVDF's, run queues' and cgroups' events
/// have no trace event.
final class TraceEvents {
    private static final long CLONE_THREAD = 0x10000;
    private static final long IDLE = 1;
    private static final long NO_LONGER_IDLE = 0xffff_ffffL;
    /// arch/x86/include/asm/irq_vectors.h.
    private static final Map<String, Integer> VECTORS =
            Map.of("local timer", 0xec, "reschedule", 0xfd, "function call", 0xfb);

    private final GuestNow now;
    private final Consumer<? super TraceEvent> consumer;

    /// @param now the guest before each event; the caller moves it on
    TraceEvents(GuestNow now, Consumer<? super TraceEvent> consumer) {
        this.now = now;
        this.consumer = consumer;
    }

    /// Gives what the event is: nothing, one or more trace events.
    void take(SchedEvent event) {
        switch (event) {
            case SchedEvent.Switch at -> switched(at);
            case SchedEvent.Waking at -> by(at, at.waker(), EventFormat.WAKING, woken(at.task(), at.lastCpu()));
            case SchedEvent.Wakeup at -> give(at, EventFormat.WAKEUP, woken(at.task(), at.targetCpu()));
            case SchedEvent.WakeupNew at -> give(at, EventFormat.WAKEUP_NEW, woken(at.task(), at.targetCpu()));
            case SchedEvent.Migrated at ->
                give(
                        at,
                        EventFormat.MIGRATE,
                        List.of(name(at.task()), at.task().pid(), at.task().prio(), at.from(), at.to()));
            case SchedEvent.Forked at -> forked(at);
            case SchedEvent.Executed at ->
                by(
                        at,
                        at.task(),
                        EventFormat.EXEC,
                        List.of(at.name(), at.task().pid(), at.task().pid()));
            case SchedEvent.Exited at ->
                by(
                        at,
                        at.task(),
                        EventFormat.EXIT,
                        List.of(name(at.task()), at.task().pid(), at.task().prio()));
            case SchedEvent.Renamed at ->
                give(at, EventFormat.RENAME, List.of(at.task().pid(), at.before(), at.after(), 0));
            case SchedEvent.InterruptEntered at ->
                give(
                        at,
                        EventFormat.IRQ_ENTRY,
                        List.of(vector(at.kind()), at.kind().replace(' ', '_')));
            case SchedEvent.InterruptLeft at -> give(at, EventFormat.IRQ_EXIT, List.of(vector(at.kind()), 1));
            case SchedEvent.Throttled _,
                    SchedEvent.CpuChanged _,
                    SchedEvent.SchedExtChanged _,
                    SchedEvent.OpCalled _,
                    SchedEvent.DsqInserted _,
                    SchedEvent.DsqRemoved _,
                    SchedEvent.RunQueueClock _,
                    SchedEvent.Enqueued _,
                    SchedEvent.Dequeued _,
                    SchedEvent.Eevdf _ -> {}
        }
    }

    private void switched(SchedEvent.Switch at) {
        RecordedTask prev = at.prev();
        RecordedTask next = at.next();
        if (prev.idle()) {
            by(at, prev, EventFormat.CPU_IDLE, List.of(NO_LONGER_IDLE, at.cpu()));
        }
        by(
                at,
                prev,
                EventFormat.SWITCH,
                List.of(name(prev), prev.pid(), prev.prio(), at.state(), name(next), next.pid(), next.prio()));
        if (next.idle()) {
            by(at, next, EventFormat.CPU_IDLE, List.of(IDLE, at.cpu()));
        }
    }

    private void forked(SchedEvent.Forked at) {
        RecordedTask child = at.child();
        long flags = child.tgid() == child.pid() ? 0 : CLONE_THREAD;
        by(at, at.parent(), EventFormat.NEW_TASK, List.of(child.pid(), name(child), flags, 0));
        by(
                at,
                at.parent(),
                EventFormat.FORK,
                List.of(name(at.parent()), at.parent().pid(), name(child), child.pid()));
    }

    private List<Object> woken(RecordedTask task, int cpu) {
        return List.of(name(task), task.pid(), task.prio(), cpu);
    }

    private static int vector(String kind) {
        return VECTORS.getOrDefault(kind, 0);
    }

    private void give(SchedEvent event, EventFormat format, List<Object> values) {
        by(event, now.running(event.cpu()), format, values);
    }

    private void by(SchedEvent event, @Nullable RecordedTask task, EventFormat format, List<Object> values) {
        consumer.accept(new TraceEvent(
                event.nanos(),
                event.cpu(),
                task == null ? 0 : task.pid(),
                task == null ? "<...>" : name(task),
                now.inInterrupt(event.cpu()),
                format,
                values));
    }

    private String name(RecordedTask task) {
        return now.name(task);
    }
}
