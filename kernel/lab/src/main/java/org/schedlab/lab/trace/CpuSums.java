package org.schedlab.lab.trace;

import java.util.Arrays;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskAtStart;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/// Where each CPU's time went: to a task, to its idle task, to interrupts, or it was offline; the four fill it.
final class CpuSums {
    private static final int BUSY = 0;
    private static final int IDLE = 1;
    private static final int INTERRUPT = 2;
    private static final int OFFLINE = 3;

    private final long[][] nanos;
    private final long[] since;
    private final boolean[] idle;
    private final boolean[] offline;
    private final int[] depth;
    private final long[] switches;
    private final long[] interrupts;

    private CpuSums(Recording recording) {
        int cpus = recording.interval().cpus();
        nanos = new long[4][cpus];
        since = new long[cpus];
        idle = new boolean[cpus];
        offline = new boolean[cpus];
        depth = new int[cpus];
        switches = new long[cpus];
        interrupts = new long[cpus];
        Arrays.fill(since, recording.interval().from());
        for (TaskAtStart each : recording.start()) {
            if (each.isOfflineCpu()) {
                idle[each.cpu()] = true;
                offline[each.cpu()] = true;
            } else if (each.state() == TaskState.RUNNING) {
                idle[each.cpu()] = each.task().idle();
            }
        }
    }

    private static CpuSums walked(Recording recording) {
        CpuSums sums = new CpuSums(recording);
        recording.forEach(sums::take);
        for (int cpu = 0; cpu < recording.interval().cpus(); cpu++) {
            sums.passed(cpu, recording.interval().to());
        }
        return sums;
    }

    private void take(SchedEvent event) {
        int cpu = event.cpu();
        switch (event) {
            case SchedEvent.Switch at -> {
                passed(cpu, at.nanos());
                RecordedTask next = at.next();
                idle[cpu] = next.idle();
                switches[cpu]++;
            }
            case SchedEvent.InterruptEntered at -> {
                passed(cpu, at.nanos());
                depth[cpu]++;
                interrupts[cpu]++;
            }
            case SchedEvent.InterruptLeft at -> {
                passed(cpu, at.nanos());
                depth[cpu] = Math.max(0, depth[cpu] - 1);
            }
            case SchedEvent.CpuChanged at -> {
                passed(at.ofCpu(), at.nanos());
                offline[at.ofCpu()] = !at.active();
            }
            default -> {}
        }
    }

    private void passed(int cpu, long now) {
        int unused = offline[cpu] ? OFFLINE : IDLE;
        int where = depth[cpu] > 0 ? INTERRUPT : idle[cpu] ? unused : BUSY;
        nanos[where][cpu] += now - since[cpu];
        since[cpu] = now;
    }

    static Table table(Recording recording) {
        CpuSums sums = walked(recording);
        var cpu = IntColumn.create("cpu");
        var busy = LongColumn.create("busy [ns]");
        var idle = LongColumn.create("idle [ns]");
        var interrupt = LongColumn.create("interrupts [ns]");
        var offline = LongColumn.create("offline [ns]");
        var used = DoubleColumn.create("busy [%]");
        var switches = LongColumn.create("switches");
        var count = LongColumn.create("interrupts");
        double length = Math.max(1, recording.interval().length());
        for (int at = 0; at < recording.interval().cpus(); at++) {
            cpu.append(at);
            busy.append(sums.nanos[BUSY][at]);
            idle.append(sums.nanos[IDLE][at]);
            interrupt.append(sums.nanos[INTERRUPT][at]);
            offline.append(sums.nanos[OFFLINE][at]);
            used.append(Math.round(1000 * sums.nanos[BUSY][at] / length) / 10.0);
            switches.append(sums.switches[at]);
            count.append(sums.interrupts[at]);
        }
        return CaptionedTable.titled(
                "CPUs over "
                        + recording.interval().caption()
                        + " · busy: a task but the idle one is on the CPU and no interrupt is handled; interrupts: from"
                        + " the handler's first instruction to its end, softirqs behind it included; offline: the CPU"
                        + " may not be scheduled on; the four sum to the interval",
                cpu,
                busy,
                idle,
                interrupt,
                offline,
                used,
                switches,
                count);
    }
}
