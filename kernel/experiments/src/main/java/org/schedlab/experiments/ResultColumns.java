package org.schedlab.experiments;

import java.util.Locale;
import java.util.function.Function;

import org.schedlab.lab.tables.ColumnTypes;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// The rows of an experiment as a table.
///
/// @param result whose rows they are
record ResultColumns(ExperimentResult result) {

    Table table() {
        ColumnTypes.initialize();
        Table table = Table.create(caption());
        result.factors().forEach(factor -> table.addColumns(column(factor)));
        for (String metric : result.metrics()) {
            var values = DoubleColumn.create(metric);
            result.rows().forEach(each -> values.append(each.row().metrics().getOrDefault(metric, Double.NaN)));
            table.addColumns(values);
        }
        if (result.judged()) {
            table.addColumns(texts("verdict", CellRow::verdict));
        }
        var time = LongColumn.create("guest time [ns]");
        result.rows().forEach(each -> time.append(each.row().guestTimeNanos()));
        return table.addColumns(
                texts("end", CellRow::end),
                time,
                texts("state hash", CellRow::stateHash),
                texts("journal hash", CellRow::journalSha256));
    }

    /// Whole numbers as such, other numbers as such, all else as its label.
    private Column<?> column(Factor factor) {
        if (factor.levels().stream().allMatch(level -> whole(level.value()))) {
            var whole = LongColumn.create(factor.name());
            result.rows()
                    .forEach(each -> whole.append(
                            each.cell().value(factor.name(), Number.class).longValue()));
            return whole;
        }
        if (factor.levels().stream().allMatch(level -> level.value() instanceof Number)) {
            var numbers = DoubleColumn.create(factor.name());
            result.rows().forEach(each -> numbers.append(each.cell().number(factor.name())));
            return numbers;
        }
        var labels = StringColumn.create(factor.name());
        result.rows().forEach(each -> labels.append(each.cell().text(factor.name())));
        return labels;
    }

    private static boolean whole(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    private StringColumn texts(String name, Function<CellRow, String> of) {
        var texts = StringColumn.create(name);
        result.rows().forEach(each -> texts.append(of.apply(each.row())));
        return texts;
    }

    private String caption() {
        return String.format(
                Locale.ROOT,
                "experiment %s: %d cells%s",
                result.experiment(),
                result.rows().size(),
                result.failures().isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", %d without a row",
                                result.failures().size()));
    }
}
