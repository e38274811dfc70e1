package org.schedlab.lab.scenario;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.lab.tables.TaskTable;
import org.schedlab.vm.freeze.TaskView;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/// The machine at one instant of a scenario.
///
/// @param name as asked
/// @param instant when and where
/// @param tasks every task
/// @param perCpu the values of each field, by its text, on CPU 0, 1, …
public record Snapshot(String name, MeasuredAt instant, List<TaskView> tasks, Map<String, List<Long>> perCpu)
        implements Tabular {
    public Snapshot {
        tasks = List.copyOf(tasks);
    }

    /// A row for each task.
    @Override
    public Table table() {
        return TaskTable.of(tasks, caption());
    }

    /// A row for each CPU: `cpu`, then a column for each field.
    public Table cpuTable() {
        Table table = Table.create();
        int cpus = perCpu.values().stream().mapToInt(List::size).max().orElse(0);
        table.addColumns(IntColumn.create("cpu", IntStream.range(0, cpus)));
        perCpu.forEach((field, values) ->
                table.addColumns(LongColumn.create(field, values.stream().mapToLong(Long::longValue))));
        return CaptionedTable.titled(caption(), table.columns());
    }

    private String caption() {
        return "snapshot %s, %s".formatted(name, instant.caption());
    }
}
