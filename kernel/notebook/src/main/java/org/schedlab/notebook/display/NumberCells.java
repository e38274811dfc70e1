package org.schedlab.notebook.display;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.columns.Column;

/// A column's values as text. Whole numbers are whole; others get six significant digits of the
/// largest value, the same number of decimals in every row, so that the points line up. Missing
/// values are empty.
final class NumberCells {
    private static final int SIGNIFICANT_DIGITS = 6;
    private static final double TOO_LONG = 1e15;
    private static final double TOO_SMALL = 1e-4;

    private NumberCells() {}

    static boolean isNumeric(Column<?> column) {
        return column instanceof NumericColumn<?>;
    }

    static List<String> text(Column<?> column, int[] rows) {
        boolean whole = column instanceof IntColumn || column instanceof LongColumn || column instanceof ShortColumn;
        if (column instanceof NumericColumn<?> numbers && !whole) {
            return decimals(numbers, rows);
        }
        return Arrays.stream(rows)
                .mapToObj(row -> column.isMissing(row) ? "" : String.valueOf(column.get(row)))
                .toList();
    }

    private static List<String> decimals(NumericColumn<?> column, int[] rows) {
        double[] values = Arrays.stream(rows)
                .filter(row -> !column.isMissing(row))
                .mapToDouble(column::getDouble)
                .filter(Double::isFinite)
                .toArray();
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        String format = format(values, largest);
        return Arrays.stream(rows)
                .mapToObj(row -> column.isMissing(row) ? "" : String.format(Locale.ROOT, format, column.getDouble(row)))
                .toList();
    }

    private static String format(double[] values, double largest) {
        if (largest >= TOO_LONG || (largest > 0 && largest < TOO_SMALL)) {
            return "%." + (SIGNIFICANT_DIGITS - 1) + "e";
        }
        int wholeDigits = largest < 1 ? 0 : (int) Math.floor(Math.log10(largest)) + 1;
        int most = Math.max(0, SIGNIFICANT_DIGITS - wholeDigits);
        int needed = 0;
        while (needed < most && !fits(values, needed)) {
            needed++;
        }
        return "%." + needed + "f";
    }

    private static boolean fits(double[] values, int decimals) {
        double scale = Math.pow(10, decimals);
        return Arrays.stream(values).allMatch(value -> {
            double scaled = value * scale;
            return Math.abs(scaled - Math.rint(scaled)) <= 1e-9 * Math.max(1, Math.abs(scaled));
        });
    }
}
