package org.schedlab.notebook.host;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Median, quartiles and extremes of some durations, in ns. Quartiles lie between two values in proportion, as
/// spreadsheets have them.
///
/// @param sorted the durations, ascending
record Spread(double[] sorted) {
    static Spread of(List<Double> nanos) {
        double[] sorted = nanos.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return new Spread(sorted);
    }

    /// The value below which this part of all lies.
    double at(double part) {
        double place = part * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /// One line: `median 3.21 ms, interquartile range 3.05 ms to 3.44 ms, from 2.98 ms to 9.10 ms`.
    String text() {
        if (sorted[0] == sorted[sorted.length - 1]) {
            return shown(sorted[0]) + " in every run";
        }
        return "median %s, interquartile range %s to %s, from %s to %s"
                .formatted(
                        shown(at(0.5)),
                        shown(at(0.25)),
                        shown(at(0.75)),
                        shown(sorted[0]),
                        shown(sorted[sorted.length - 1]));
    }

    static String shown(double nanos) {
        String[] units = {"ns", "µs", "ms", "s"};
        double value = nanos;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", value, units[unit]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spread spread && Arrays.equals(sorted, spread.sorted);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sorted);
    }

    @Override
    public String toString() {
        return text();
    }
}
