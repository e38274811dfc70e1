package org.schedlab.lab.trace;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.recorder.SchedEvent;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Migrations from CPU to CPU.
final class MigrationSums {
    private MigrationSums() {}

    /// How far one CPU is from another.
    interface Distance {
        /// In words, such as `same LLC`.
        String between(int from, int to);
    }

    private record Key(int from, int to, String reason) {}

    static Table table(Recording recording, Distance distance) {
        Map<Key, Long> counts = new TreeMap<>(
                Comparator.comparingInt(Key::from).thenComparingInt(Key::to).thenComparing(Key::reason));
        recording.forEach(event -> {
            if (event instanceof SchedEvent.Migrated at) {
                counts.merge(new Key(at.from(), at.to(), at.reason()), 1L, Long::sum);
            }
        });
        var from = IntColumn.create("from CPU");
        var to = IntColumn.create("to CPU");
        var far = StringColumn.create("distance");
        var reason = StringColumn.create("reason");
        var count = LongColumn.create("count");
        counts.forEach((key, number) -> {
            from.append(key.from);
            to.append(key.to);
            far.append(distance.between(key.from, key.to));
            reason.append(key.reason);
            count.append(number);
        });
        return CaptionedTable.titled(
                "migrations over " + recording.interval().caption()
                        + " · sched_migrate_task: a task's CPU changes, at its wake-up too; reason: the kernel function"
                        + " that did it",
                from,
                to,
                far,
                reason,
                count);
    }
}
