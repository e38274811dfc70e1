package org.schedlab.lab.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.schedlab.lab.recorder.RecordedTask;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.tables.CaptionedTable;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Waits in percentiles. Those with an end outside of the recording are counted apart.
final class LatencySums {
    private LatencySums() {}

    /// What one row is of. Two tasks that had the same pid one after the other have one name and two numbers.
    ///
    /// @param name as the row shows it
    /// @param order by which rows are sorted, before their numbers
    record Group(String name, String order, int number) implements Comparable<Group> {
        static Group of(RecordedTask task) {
            return new Group(task.label(), task.label(), task.number());
        }

        static Group ofCpu(int cpu) {
            return new Group("CPU " + cpu, "", cpu);
        }

        static Group named(String name) {
            return new Group(name, name, 0);
        }

        @Override
        public int compareTo(Group other) {
            return Comparator.comparing(Group::order)
                    .thenComparingInt(Group::number)
                    .compare(this, other);
        }
    }

    /// @param by what makes the groups, such as the task
    static Table table(Recording recording, List<Wait> waits, String group, Function<Wait, Group> by) {
        var name = StringColumn.create(group);
        var kind = StringColumn.create("latency");
        var count = LongColumn.create("count");
        List<LongColumn> percentiles = List.of(
                LongColumn.create("p50 [ns]"),
                LongColumn.create("p90 [ns]"),
                LongColumn.create("p99 [ns]"),
                LongColumn.create("p99.9 [ns]"),
                LongColumn.create("max [ns]"));
        var sum = LongColumn.create("sum [ns]");
        var cut = LongColumn.create("cut");
        double[] percents = {50, 90, 99, 99.9, 100};
        new TreeMap<>(grouped(waits, by))
                .forEach((who, kinds) -> kinds.forEach((what, lengths) -> {
                    List<Wait> whole =
                            lengths.stream().filter(wait -> !wait.censored()).toList();
                    Percentiles values = Percentiles.of(
                            whole.stream().mapToLong(Wait::length).toArray());
                    name.append(who.name());
                    kind.append(what);
                    count.append(values.count());
                    for (int i = 0; i < percents.length; i++) {
                        values.append(percents[i], percentiles.get(i));
                    }
                    sum.append(values.sum());
                    cut.append(lengths.size() - values.count());
                }));
        Table table = CaptionedTable.titled(
                "waits for a CPU, over "
                        + recording.interval().caption()
                        + " · wake-up: sched_wakeup to getting a CPU; new: the same of a new task; preemption: leaving a"
                        + " CPU though it could run on, to getting one; all: each of these, which is run delay; nearest"
                        + " rank; cut: waits that begin or end outside, not in the other columns",
                name,
                kind,
                count);
        percentiles.forEach(table::addColumns);
        return table.addColumns(sum, cut);
    }

    private static Map<Group, Map<String, List<Wait>>> grouped(List<Wait> waits, Function<Wait, Group> by) {
        Map<Group, Map<String, List<Wait>>> groups = new LinkedHashMap<>();
        for (Wait wait : waits) {
            Map<String, List<Wait>> kinds = groups.computeIfAbsent(by.apply(wait), _ -> new TreeMap<>());
            if (wait.cause() != Wait.Cause.UNKNOWN) {
                kinds.computeIfAbsent(wait.cause().text(), _ -> new ArrayList<>())
                        .add(wait);
            }
            kinds.computeIfAbsent("all", _ -> new ArrayList<>()).add(wait);
        }
        return groups;
    }
}
