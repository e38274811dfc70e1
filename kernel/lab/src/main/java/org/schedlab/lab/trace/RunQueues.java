package org.schedlab.lab.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/// How many tasks wait for each CPU, weighted with time.
final class RunQueues {
    private static final int MOST_COUNTED = 4;

    private RunQueues() {}

    /// One more or one fewer waits for a CPU.
    private record Step(long nanos, int cpu, int by) {}

    static Table table(Recording recording) {
        int cpus = recording.interval().cpus();
        long[][] at = new long[cpus][MOST_COUNTED + 1];
        long[] weighted = new long[cpus];
        int[] length = new int[cpus];
        int[] longest = new int[cpus];
        long[] since = new long[cpus];
        Arrays.fill(since, recording.interval().from());
        List<Step> steps = steps(recording);
        for (int cpu = 0; cpu < cpus; cpu++) {
            steps.add(new Step(recording.interval().to(), cpu, 0));
        }
        for (Step step : steps) {
            int cpu = step.cpu;
            long passed = step.nanos - since[cpu];
            at[cpu][Math.min(length[cpu], MOST_COUNTED)] += passed;
            weighted[cpu] += passed * length[cpu];
            since[cpu] = step.nanos;
            length[cpu] += step.by;
            longest[cpu] = Math.max(longest[cpu], length[cpu]);
        }
        return table(recording, at, weighted, longest);
    }

    private static List<Step> steps(Recording recording) {
        List<Step> steps = new ArrayList<>();
        TaskIntervals.forEach(recording, each -> {
            if (each.state() == TaskState.RUNNABLE && !each.task().idle()) {
                add(steps, each);
            }
        });
        // At one instant, whoever leaves goes first: the queue was never longer in between.
        steps.sort(Comparator.comparingLong(Step::nanos).thenComparingInt(Step::by));
        return steps;
    }

    private static void add(List<Step> steps, TaskInterval wait) {
        if (wait.length() > 0) {
            steps.add(new Step(wait.from(), wait.cpu(), 1));
            steps.add(new Step(wait.to(), wait.cpu(), -1));
        }
    }

    private static Table table(Recording recording, long[][] at, long[] weighted, int[] longest) {
        double all = Math.max(1, recording.interval().length());
        var cpu = IntColumn.create("cpu");
        var mean = DoubleColumn.create("mean waiting");
        var most = IntColumn.create("most waiting");
        List<LongColumn> counts = new ArrayList<>();
        for (int n = 0; n <= MOST_COUNTED; n++) {
            counts.add(LongColumn.create(n < MOST_COUNTED ? n + " waiting [ns]" : n + " or more [ns]"));
        }
        for (int each = 0; each < at.length; each++) {
            cpu.append(each);
            mean.append(Math.round(1000 * weighted[each] / all) / 1000.0);
            most.append(longest[each]);
            for (int n = 0; n <= MOST_COUNTED; n++) {
                counts.get(n).append(at[each][n]);
            }
        }
        Table table = CaptionedTable.titled(
                "tasks waiting for each CPU, over "
                        + recording.interval().caption()
                        + " · the one that runs is not counted; weighted with time; a task of a DSQ that no CPU owns"
                        + " counts for the CPU on which it was woken or ran last",
                cpu,
                mean,
                most);
        counts.forEach(table::addColumns);
        return table;
    }
}
