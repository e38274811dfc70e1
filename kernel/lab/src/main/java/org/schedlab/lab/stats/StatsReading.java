package org.schedlab.lab.stats;

import java.math.BigDecimal;
import java.util.List;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.tables.CaptionedTable;
import org.schedlab.lab.tables.Tabular;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What the program of the scheduler in charge says of itself. Numbers are in the units that the program means; since
/// when it counts is its own affair too: many count from the answer before on the same connection. A value.
///
/// @param request what was asked for
/// @param answer what was said, and when
/// @param before where the machine stood when it was asked
/// @param instant where it stands since
public record StatsReading(StatsRequest request, StatsAnswer answer, MeasuredAt before, MeasuredAt instant)
        implements Tabular {

    /// A number.
    ///
    /// @param path as the table has it: `nr_running`, `layers[batch].util`
    /// @throws LabException there is none of this name, or it is not a number
    public double number(String path) {
        Statistic statistic = answer.statistic(path);
        return statistic
                .number()
                .map(BigDecimal::doubleValue)
                .orElseThrow(() -> LabException.asked("the statistic '%s' is not a number".formatted(path))
                        .found("'%s', a %s".formatted(statistic.value(), statistic.type()))
                        .remedy("text(\"%s\") gives it as it is".formatted(path))
                        .exception());
    }

    /// A value as text; whole numbers exactly as they were sent.
    ///
    /// @throws LabException there is none of this name
    public String text(String path) {
        return answer.statistic(path).value();
    }

    /// Columns: `statistic`, `value`, `type`, `meaning` (in the program's words).
    @Override
    public Table table() {
        List<Statistic> all = answer.statistics();
        return CaptionedTable.counted(
                "statistics '%s' of the scheduler's program".formatted(request.target()),
                instant.captionOfAsking(before) + since(),
                StringColumn.create("statistic", all.stream().map(Statistic::path)),
                StringColumn.create("value", all.stream().map(Statistic::value)),
                StringColumn.create("type", all.stream().map(Statistic::type)),
                StringColumn.create("meaning", all.stream().map(Statistic::meaning)));
    }

    private String since() {
        return answer.connectedAnew()
                ? "; the first answer on this connection"
                : "; what the program counts from answer to answer is since the answer before";
    }
}
