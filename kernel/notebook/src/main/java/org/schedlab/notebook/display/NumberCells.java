package org.schedlab.notebook.display;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.columns.Column;

/// A column's values as text. Whole numbers are whole; others get six significant digits of the
/// largest value, the same number of decimals in every row, so that the points line up. Thousands are told apart by
/// commas, but where a number is a name (a pid, a CPU, an address). Missing values are empty.
final class NumberCells {
    private static final int SIGNIFICANT_DIGITS = 6;
    private static final double TOO_LONG = 1e15;
    private static final double TOO_SMALL = 1e-4;

    /// From so many on a number is hard to read without commas.
    private static final double MANY = 10_000;

    private static final Set<String> NAMES =
            Set.of("pid", "tgid", "cpu", "request", "freeze", "cell", "phase", "#", "key", "inode", "year");
    private static final Pattern NAME =
            Pattern.compile("(?i).*(\\bpid|\\bCPU|_pid|address|pointer|\\bid)$", Pattern.DOTALL);

    private NumberCells() {}

    static boolean isNumeric(Column<?> column) {
        return column instanceof NumericColumn<?>;
    }

    static List<String> text(Column<?> column, int[] rows) {
        boolean whole = column instanceof IntColumn || column instanceof LongColumn || column instanceof ShortColumn;
        if (column instanceof NumericColumn<?> numbers) {
            return whole ? wholes(numbers, rows) : decimals(numbers, rows);
        }
        return Arrays.stream(rows)
                .mapToObj(row -> column.isMissing(row) ? "" : String.valueOf(column.get(row)))
                .toList();
    }

    private static boolean isName(String column) {
        return NAMES.contains(column) || NAME.matcher(column).matches();
    }

    private static List<String> wholes(NumericColumn<?> column, int[] rows) {
        boolean many = !isName(column.name())
                && Arrays.stream(rows)
                        .filter(row -> !column.isMissing(row))
                        .mapToDouble(column::getDouble)
                        .anyMatch(value -> Math.abs(value) >= MANY);
        return Arrays.stream(rows)
                .mapToObj(row -> {
                    if (column.isMissing(row)) {
                        return "";
                    }
                    return many
                            ? String.format(Locale.ROOT, "%,d", ((Number) column.get(row)).longValue())
                            : String.valueOf(column.get(row));
                })
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
        return (largest >= MANY ? "%,." : "%.") + needed + "f";
    }

    private static boolean fits(double[] values, int decimals) {
        double scale = Math.pow(10, decimals);
        return Arrays.stream(values).allMatch(value -> {
            double scaled = value * scale;
            return Math.abs(scaled - Math.rint(scaled)) <= 1e-9 * Math.max(1, Math.abs(scaled));
        });
    }
}
