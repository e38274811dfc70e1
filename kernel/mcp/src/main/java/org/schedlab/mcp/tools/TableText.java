package org.schedlab.mcp.tools;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// Tables as text, the caption first, and as data. Stateless.
final class TableText {
    /// Characters of a cell in the text; the data has all of it.
    private static final int WIDEST = 120;

    private static final int DIGITS = 12;

    private TableText() {}

    /// The caption, the names of the columns, and the first rows.
    static String of(Table table, int most) {
        Table shown = table.first(Math.min(most, table.rowCount()));
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.columnNames());
        for (int row = 0; row < shown.rowCount(); row++) {
            List<String> line = new ArrayList<>();
            for (Column<?> column : shown.columns()) {
                line.add(text(value(column, row)));
            }
            lines.add(line);
        }
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < table.columnCount(); column++) {
            int at = column;
            widths.add(
                    lines.stream().mapToInt(line -> line.get(at).length()).max().orElse(0));
        }
        return table.name() + "\n"
                + lines.stream().map(line -> padded(line, widths)).collect(Collectors.joining("\n"))
                + left(table, most);
    }

    private static String padded(List<String> line, List<Integer> widths) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < line.size(); column++) {
            String cell = line.get(column);
            text.append(column == 0 ? "" : "  ").append(cell).append(" ".repeat(widths.get(column) - cell.length()));
        }
        return text.toString().stripTrailing();
    }

    private static String left(Table table, int most) {
        return table.rowCount() <= most
                ? ""
                : String.format(Locale.ROOT, "%n(%d of %d rows; a greater limit shows more)", most, table.rowCount());
    }

    private static String text(@Nullable Object value) {
        String text = value == null ? "" : value instanceof Double number ? plain(number) : value.toString();
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }

    /// Without an exponent, in twelve digits that count.
    private static String plain(double number) {
        return Double.isFinite(number)
                ? new BigDecimal(number)
                        .round(new MathContext(DIGITS))
                        .stripTrailingZeros()
                        .toPlainString()
                : Double.toString(number);
    }

    private static @Nullable Object value(Column<?> column, int row) {
        if (column.isMissing(row)) {
            return null;
        }
        Object value = column.get(row);
        return value instanceof Number || value instanceof Boolean ? value : column.getString(row);
    }

    /// `caption`, `columns` (names with their units), `rows` (a list for each, null where nothing was
    /// measured), `row_count`.
    static Map<String, Object> data(Table table, int most) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < Math.min(most, table.rowCount()); row++) {
            List<@Nullable Object> line = new ArrayList<>();
            for (Column<?> column : table.columns()) {
                line.add(value(column, row));
            }
            rows.add(line);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("caption", table.name());
        data.put("columns", table.columnNames());
        data.put("rows", rows);
        data.put("row_count", table.rowCount());
        return data;
    }
}
