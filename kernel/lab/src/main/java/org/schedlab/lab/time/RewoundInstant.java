package org.schedlab.lab.time;

import java.util.Locale;

import org.schedlab.lab.MeasuredAt;

/// Where the machine stands that was brought back to see an instant come. A value.
///
/// @param askedNanos the instant, by the guest's CLOCK_MONOTONIC, in ns
/// @param instant where it stands
/// @param command what the session was doing in the guest at the instant, in a few words: the
///     machine stands where that began; empty if nothing
public record RewoundInstant(long askedNanos, MeasuredAt instant, String command) {
    /// How much guest time is left until the instant, in ns.
    public long leftNanos() {
        return askedNanos - instant.guestTimeNanos();
    }

    /// In a sentence.
    public String text() {
        return String.format(
                Locale.ROOT,
                "back at %s, %.3f us before the instant%s",
                instant.time(),
                leftNanos() / 1e3,
                command.isEmpty() ? "" : ": the session was at \"" + command + "\" then, which begins here");
    }

    @Override
    public String toString() {
        return text();
    }
}
