package org.schedlab.lab.past;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.lab.tables.Tabular;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// All calls of a function over an interval, in their order: exact, not sampled. A value.
///
/// @param function its name
/// @param parameters names of the arguments that are shown, in order; none for a BPF program
/// @param calls those that there is room for: the last ones
/// @param callers who called it, the most frequent first: of all calls
/// @param count how many calls there were
/// @param stretch when
public record Calls(
        String function, List<String> parameters, List<Call> calls, List<Caller> callers, long count, Stretch stretch)
        implements Tabular {
    /// One function that called it.
    ///
    /// @param function its name
    /// @param calls how many
    /// @param measured of how many of them the instructions are known
    /// @param instructions of these together
    /// @param most of one of these
    public record Caller(String function, long calls, long measured, long instructions, long most) {}

    public Calls {
        parameters = List.copyOf(parameters);
        calls = List.copyOf(calls);
        callers = List.copyOf(callers);
    }

    /// A row for each call that there is room for.
    @Override
    public Table table() {
        var time = LongColumn.create("guest time [ns]");
        var cpu = IntColumn.create("cpu");
        var task = StringColumn.create("task");
        List<StringColumn> arguments = new ArrayList<>();
        parameters.forEach(name -> arguments.add(StringColumn.create("argument " + name)));
        var caller = StringColumn.create("caller");
        var instructions = LongColumn.create("instructions");
        for (Call each : calls) {
            time.append(each.guestTimeNanos());
            cpu.append(each.cpu());
            task.append(each.task());
            for (int i = 0; i < parameters.size(); i++) {
                arguments.get(i).append(each.arguments().get(i));
            }
            caller.append(each.caller().text());
            if (each.instructions().isPresent()) {
                instructions.append(each.instructions().getAsLong());
            } else {
                instructions.appendMissing();
            }
        }
        List<Column<?>> columns = new ArrayList<>(List.of(time, cpu, task));
        columns.addAll(arguments);
        columns.addAll(List.of(caller, instructions));
        return Table.create(caption("calls of " + function)).addColumns(columns.toArray(Column<?>[]::new));
    }

    /// A row for each function that called it: how often, and how many instructions a call took.
    public Table callersTable() {
        var name = StringColumn.create("caller");
        var number = LongColumn.create("calls");
        var all = LongColumn.create("instructions");
        var mean = LongColumn.create("instructions per call, mean");
        var most = LongColumn.create("instructions per call, max");
        for (Caller each : callers) {
            name.append(each.function());
            number.append(each.calls());
            if (each.measured() > 0) {
                all.append(each.instructions());
                mean.append(each.instructions() / each.measured());
                most.append(each.most());
            } else {
                all.appendMissing();
                mean.appendMissing();
                most.appendMissing();
            }
        }
        return Table.create(caption("callers of " + function)).addColumns(name, number, all, mean, most);
    }

    private String caption(String what) {
        String all = count == calls.size() ? "" : String.format(Locale.ROOT, ", the last %,d kept", calls.size());
        return String.format(
                Locale.ROOT,
                "%s: %,d%s, %s; instructions are those of its CPU until it was left, with what it called and whoever"
                        + " else ran there meanwhile",
                what,
                count,
                all,
                stretch.text());
    }
}
