package org.schedlab.experiments;

import org.schedlab.vm.LabException;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

/// A column of a table as one number.
final class TableColumn {
    private TableColumn() {}

    /// @throws LabException if there is no such column, or it has no numbers; says which have
    static double of(Table table, String column, Summary summary) {
        if (!(table.containsColumn(column) && table.column(column) instanceof NumericColumn<?> numbers)) {
            throw LabException.asked("no metric can be made of the column '%s'".formatted(column))
                    .found(table.containsColumn(column) ? "it has no numbers" : "there is none")
                    .available(String.join(
                            ", ",
                            table.columns().stream()
                                    .filter(each -> each instanceof NumericColumn<?>)
                                    .map(each -> each.name())
                                    .toList()))
                    .remedy("name one of these")
                    .exception();
        }
        return summary.of(numbers.asDoubleArray());
    }
}
