package org.schedlab.lab.series;

import java.util.Locale;

import org.schedlab.lab.MeasuredAt;

/// What stands below the title of a series' chart.
final class SeriesCaption {
    private SeriesCaption() {}

    /// @param last of the last sample
    static String of(int samples, MeasuredAt last) {
        return String.format(
                Locale.ROOT, "%d samples, the last at %s of guest time%n%s", samples, last.time(), last.conditions());
    }
}
