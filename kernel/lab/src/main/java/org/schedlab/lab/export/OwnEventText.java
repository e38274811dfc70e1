package org.schedlab.lab.export;

import java.util.HexFormat;
import java.util.Locale;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.SchedEvent;

/// Words for the events for which the kernel has no trace event: a name, and fields as `name=value` that hold no
/// spaces. Stateless.
final class OwnEventText {
    private OwnEventText() {}

    /// Adds the words; nothing for the other events.
    ///
    /// @return whether there were any
    static boolean append(StringBuilder line, SchedEvent event, GuestNow now) {
        switch (event) {
            case SchedEvent.OpCalled at -> {
                line.append("schedlab_op: op=").append(at.op());
                if (at.task() != null) {
                    task(line, at.task(), now);
                }
                line.append(" begun=")
                        .append(at.begun())
                        .append(" instructions=")
                        .append(at.instructions());
            }
            case SchedEvent.RunQueueClock at ->
                line.append("schedlab_rq_clock: clock=")
                        .append(at.clock())
                        .append(" clock_task=")
                        .append(at.clockTask());
            case SchedEvent.Enqueued at -> {
                line.append("schedlab_enqueue:");
                task(line, at.task(), now);
                line.append(" of_cpu=").append(at.ofCpu());
                onQueue(line, at.clock(), at.flags());
                line.append(" allowed=0x");
                at.allowed()
                        .words()
                        .reversed()
                        .forEach(each -> line.append(HexFormat.of().toHexDigits(each)));
            }
            case SchedEvent.Dequeued at -> {
                line.append("schedlab_dequeue:");
                task(line, at.task(), now);
                onQueue(line, at.clock(), at.flags());
            }
            case SchedEvent.DsqInserted at -> {
                line.append("schedlab_dsq_insert:");
                task(line, at.task(), now);
                dsq(line, at.dsq(), at.ofCpu());
                line.append(" slice=").append(at.slice());
                unsigned(line, " vtime=", at.vtime());
                line.append(" flags=0x").append(Long.toHexString(at.flags()));
            }
            case SchedEvent.DsqRemoved at -> {
                line.append("schedlab_dsq_remove:");
                task(line, at.task(), now);
                dsq(line, at.dsq(), at.ofCpu());
            }
            case SchedEvent.Eevdf at -> {
                line.append("schedlab_eevdf: step=").append(at.step().name().toLowerCase(Locale.ROOT));
                task(line, at.task(), now);
                unsigned(line, " vruntime=", at.vruntime());
                unsigned(line, " deadline=", at.deadline());
                line.append(" lag=").append(at.lag()).append(" slice=").append(at.slice());
            }
            case SchedEvent.Throttled at ->
                line.append("schedlab_throttle: cgroup=")
                        .append(at.cgroup())
                        .append(" of_cpu=")
                        .append(at.ofCpu())
                        .append(" throttled=")
                        .append(at.throttled() ? 1 : 0);
            case SchedEvent.CpuChanged at ->
                line.append("schedlab_cpu: of_cpu=")
                        .append(at.ofCpu())
                        .append(" online=")
                        .append(at.active() ? 1 : 0);
            case SchedEvent.SchedExtChanged at ->
                line.append("schedlab_sched_ext: change=")
                        .append(at.change().name().toLowerCase(Locale.ROOT))
                        .append(" scheduler=")
                        .append(at.scheduler());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void task(StringBuilder line, RecordedTask task, GuestNow now) {
        line.append(" comm=").append(now.name(task)).append(" pid=").append(task.pid());
    }

    private static void dsq(StringBuilder line, long dsq, int ofCpu) {
        line.append(" dsq=0x").append(Long.toHexString(dsq)).append(" of_cpu=").append(ofCpu);
    }

    private static void onQueue(StringBuilder line, long clock, long flags) {
        line.append(" clock=").append(clock).append(" flags=0x").append(Long.toHexString(flags));
    }

    private static void unsigned(StringBuilder line, String name, long value) {
        line.append(name).append(Long.toUnsignedString(value));
    }
}
