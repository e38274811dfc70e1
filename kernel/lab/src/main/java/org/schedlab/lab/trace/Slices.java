package org.schedlab.lab.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.recorder.TaskInterval;
import org.schedlab.lab.recorder.TaskIntervals;
import org.schedlab.lab.recorder.TaskState;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// How long tasks ran at a stretch, and for how long they were allowed to.
final class Slices {
    private Slices() {}

    static Table table(Recording recording) {
        Map<RecordedTask, Long> granted = new HashMap<>();
        recording.forEach(event -> {
            switch (event) {
                case SchedEvent.DsqInserted at -> granted.put(at.task(), at.slice());
                case SchedEvent.Eevdf at -> granted.put(at.task(), at.slice());
                default -> {}
            }
        });
        Map<RecordedTask, List<Long>> used = new HashMap<>();
        Map<RecordedTask, Long> cut = new HashMap<>();
        TaskIntervals.forEach(recording, each -> {
            if (each.state() == TaskState.RUNNING && !each.task().idle()) {
                add(used, cut, each);
            }
        });
        var name = StringColumn.create("task");
        var allowed = LongColumn.create("last slice granted [ns]");
        var count = LongColumn.create("slices used");
        var median = LongColumn.create("p50 [ns]");
        var high = LongColumn.create("p99 [ns]");
        var most = LongColumn.create("max [ns]");
        var ends = LongColumn.create("cut");
        // By name and pid for the reader, but a row for each task: two may have had the same pid one after the other.
        List<RecordedTask> tasks = new ArrayList<>(used.keySet());
        tasks.sort(Comparator.comparing(RecordedTask::label).thenComparingInt(RecordedTask::number));
        tasks.forEach(task -> {
            Percentiles lengths = Percentiles.of(used.getOrDefault(task, List.of()));
            name.append(task.label());
            Long slice = granted.get(task);
            if (slice == null) {
                allowed.appendMissing();
            } else {
                allowed.append(slice);
            }
            count.append(lengths.count());
            lengths.append(50, median);
            lengths.append(99, high);
            lengths.append(100, most);
            ends.append(cut.getOrDefault(task, 0L));
        });
        return CaptionedTable.titled(
                "stretches on a CPU, over " + recording.interval().caption()
                        + " · used: from getting a CPU to leaving it; granted: scx.slice at the last insert into a DSQ,"
                        + " se.slice under EEVDF; cut: stretches that begin or end outside, not in the other columns",
                name,
                allowed,
                count,
                median,
                high,
                most,
                ends);
    }

    private static void add(Map<RecordedTask, List<Long>> used, Map<RecordedTask, Long> cut, TaskInterval stretch) {
        List<Long> lengths = used.computeIfAbsent(stretch.task(), _ -> new ArrayList<>());
        if (stretch.censored()) {
            cut.merge(stretch.task(), 1L, Long::sum);
        } else {
            lengths.add(stretch.length());
        }
    }
}
