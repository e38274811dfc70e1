package org.schedlab.notebook.host;

import java.util.List;
import java.util.Locale;

/// Median, quartiles and extremes of some durations, in ns. Quartiles lie between two values in proportion, as
/// spreadsheets have them.
///
/// @param sorted the durations, ascending, at least one
record Spread(List<Double> sorted) {
    static Spread of(List<Double> nanos) {
        return new Spread(nanos.stream().sorted().toList());
    }

    /// The value below which this part of all lies.
    double at(double part) {
        double place = part * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    /// One line: `median 3.21 ms, interquartile range 3.05 ms to 3.44 ms, from 2.98 ms to 9.10 ms`.
    String text() {
        double least = sorted.getFirst();
        double most = sorted.getLast();
        return least == most
                ? shown(least) + " in every run"
                : "median %s, interquartile range %s to %s, from %s to %s"
                        .formatted(shown(at(0.5)), shown(at(0.25)), shown(at(0.75)), shown(least), shown(most));
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
}
