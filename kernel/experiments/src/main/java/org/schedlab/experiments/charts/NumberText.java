package org.schedlab.experiments.charts;

import java.util.Locale;

/// Numbers in pictures: four digits that count.
final class NumberText {
    private NumberText() {}

    static String of(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e7
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.4g", number);
    }
}
