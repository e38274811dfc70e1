package org.schedlab.notebook.display;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// What of a table is shown: all of a short one, the beginning and the end of a long one, every
/// number of a column with the same decimals. Columns in which no row has a value are left out, and named in the
/// caption.
///
/// @param caption the table's name
/// @param columns the columns, with the shown rows as text
/// @param skippedAfter the number of shown rows after which rows are left out; -1 when none are
/// @param note what is left out, or null
record TableView(
        String caption,
        List<ShownColumn> columns,
        int shownRows,
        int skippedAfter,
        @Nullable String note) {
    static final int FIRST_ROWS = 50;
    static final int LAST_ROWS = 10;

    /// @param number whether it is aligned to the right
    record ShownColumn(String name, boolean number, List<String> cells) {}

    static TableView of(Table table) {
        int rows = table.rowCount();
        boolean cut = rows > FIRST_ROWS + LAST_ROWS;
        int[] shown = cut
                ? IntStream.concat(IntStream.range(0, FIRST_ROWS), IntStream.range(rows - LAST_ROWS, rows))
                        .toArray()
                : IntStream.range(0, rows).toArray();
        List<ShownColumn> columns = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            if (rows > 0 && column.countMissing() == rows) {
                empty.add(column.name());
            } else {
                columns.add(
                        new ShownColumn(column.name(), NumberCells.isNumeric(column), NumberCells.text(column, shown)));
            }
        }
        String note = cut
                ? String.format(
                        Locale.ROOT, "%,d rows: the first %d and the last %d are shown", rows, FIRST_ROWS, LAST_ROWS)
                : null;
        return new TableView(
                caption(table.name() == null ? "" : table.name(), empty),
                columns,
                shown.length,
                cut ? FIRST_ROWS : -1,
                note);
    }

    private static String caption(String name, List<String> empty) {
        if (empty.isEmpty()) {
            return name;
        }
        String left = "without a value, left out: " + String.join(", ", empty);
        return name.isEmpty() ? left : name + " · " + left;
    }
}
