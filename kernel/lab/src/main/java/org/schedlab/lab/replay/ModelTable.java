package org.schedlab.lab.replay;

import java.util.List;
import java.util.Locale;

import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The tasks of a recording. Stateless.
final class ModelTable {
    private static final double MILLISECOND = 1e6;
    private static final double MICROSECOND = 1e3;

    private ModelTable() {}

    static Table of(Model model, String from) {
        var task = StringColumn.create("task");
        var pid = IntColumn.create("pid");
        var prio = IntColumn.create("prio");
        var run = DoubleColumn.create("run [ms]");
        var switches = LongColumn.create("switches");
        var sleeps = LongColumn.create("sleeps");
        var wakes = LongColumn.create("wakes others");
        var cpus = StringColumn.create("CPUs");
        for (SeenTask each : model.tasks()) {
            task.append(each.name);
            pid.append(each.pid);
            prio.append(each.prio);
            run.append(each.run / MILLISECOND);
            switches.append(each.switches);
            sleeps.append(each.acts.stream()
                    .filter(SeenTask.Act.Sleeps.class::isInstance)
                    .count());
            wakes.append(each.acts.stream()
                    .filter(SeenTask.Act.Wakes.class::isInstance)
                    .count());
            cpus.append(String.join(",", each.cpus.stream().map(String::valueOf).toList()));
        }
        String caption = String.format(Locale.ROOT, "%.3f ms of %s", model.nanos() / MILLISECOND, from);
        Table table = CaptionedTable.counted(
                "tasks of the recording", caption, task, pid, prio, run, switches, sleeps, wakes, cpus);
        latencies("", model.tasks()).forEach(table::addColumns);
        return table;
    }

    /// From wake-up to CPU: median, 99th percentile (nearest rank) and longest.
    static List<DoubleColumn> latencies(String behind, List<SeenTask> tasks) {
        var median = DoubleColumn.create("latency p50" + behind + " [µs]");
        var high = DoubleColumn.create("latency p99" + behind + " [µs]");
        var most = DoubleColumn.create("longest latency" + behind + " [µs]");
        for (SeenTask task : tasks) {
            List<Long> sorted = task.latencies.stream().sorted().toList();
            append(median, sorted, 50);
            append(high, sorted, 99);
            append(most, sorted, 100);
        }
        return List.of(median, high, most);
    }

    private static void append(DoubleColumn column, List<Long> sorted, int percent) {
        if (sorted.isEmpty()) {
            column.appendMissing();
        } else {
            column.append(sorted.get((sorted.size() * percent + 99) / 100 - 1) / MICROSECOND);
        }
    }
}
