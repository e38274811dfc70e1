package org.schedlab.lab.past;

import org.schedlab.lab.MeasuredAt;

/// A stretch of a session's past, for captions. A value.
///
/// @param from the guest's CLOCK_MONOTONIC, in ns
/// @param to the same
/// @param machine kernel, machine and scheduler in charge
public record Stretch(long from, long to, String machine) {
    /// In words.
    public String text() {
        return when() + " · " + machine;
    }

    /// The same without the machine.
    String when() {
        return "from %s to %s, found by going through the session again"
                .formatted(MeasuredAt.seconds(from), MeasuredAt.seconds(to));
    }
}
