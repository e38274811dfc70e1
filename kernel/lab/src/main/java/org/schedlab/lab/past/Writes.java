package org.schedlab.lab.past;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.lab.recorder.FieldHistory;
import org.schedlab.lab.stacks.CodePlace;
import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// All writes to a field over an interval, in their order: exact, not sampled. A value.
///
/// @param field as it was asked for
/// @param writes those that there is room for: the last ones
/// @param count how many there were
/// @param stretch when
public record Writes(String field, List<Write> writes, long count, Stretch stretch) implements Tabular, FieldHistory {
    public Writes {
        writes = List.copyOf(writes);
    }

    /// The last one; empty if nobody wrote.
    public Optional<Write> last() {
        return writes.isEmpty() ? Optional.empty() : Optional.of(writes.getLast());
    }

    @Override
    public List<Step> steps() {
        return writes.stream()
                .map(each -> new Step(each.guestTimeNanos(), each.before(), each.after()))
                .toList();
    }

    /// A row for each write that there is room for.
    @Override
    public Table table() {
        var time = LongColumn.create("guest time [ns]");
        var cpu = IntColumn.create("cpu");
        var task = StringColumn.create("task");
        var before = StringColumn.create("before");
        var after = StringColumn.create("after");
        var function = StringColumn.create("function");
        var line = StringColumn.create("line");
        for (Write each : writes) {
            time.append(each.guestTimeNanos());
            if (each.cpu() < 0) {
                cpu.appendMissing();
                task.append("");
            } else {
                cpu.append(each.cpu());
                task.append(each.task() + ":" + each.pid());
            }
            before.append(each.beforeText());
            after.append(each.afterText());
            CodePlace by = each.by();
            function.append(new CodePlace(by.address(), by.function(), by.offset(), "").text());
            line.append(by.line());
        }
        return Table.create(caption()).addColumns(time, cpu, task, before, after, function, line);
    }

    private String caption() {
        String all = count == writes.size() ? "" : String.format(Locale.ROOT, ", the last %,d here", writes.size());
        return String.format(Locale.ROOT, "writes to %s: %,d%s, %s", field, count, all, stretch.text());
    }
}
