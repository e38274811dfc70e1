package org.schedlab.lab.series;

import java.util.ArrayList;
import java.util.List;

/// One quantity at many instants. A value.
///
/// @param name what it is
/// @param points in order of guest time
public record SeriesColumn(String name, List<Point> points) {
    public SeriesColumn {
        points = List.copyOf(points);
    }

    /// The quantity at one instant.
    ///
    /// @param guestTimeNanos the guest's CLOCK_MONOTONIC in ns
    public record Point(long guestTimeNanos, double value) {}

    /// The part in an interval of guest time, both ends included.
    ///
    /// @param from the guest's CLOCK_MONOTONIC in ns
    /// @param to the same
    public SeriesColumn between(long from, long to) {
        return new SeriesColumn(
                name,
                points.stream()
                        .filter(each -> each.guestTimeNanos() >= from && each.guestTimeNanos() <= to)
                        .toList());
    }

    /// From each instant to the next: the differences.
    public SeriesColumn differences() {
        List<Point> differences = new ArrayList<>();
        for (int i = 1; i < points.size(); i++) {
            Point now = points.get(i);
            differences.add(new Point(
                    now.guestTimeNanos(), now.value() - points.get(i - 1).value()));
        }
        return new SeriesColumn("differences of " + name, differences);
    }
}
