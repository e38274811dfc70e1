package org.schedlab.lab;

import java.time.Duration;
import java.util.Locale;

/// Which watchdog fired, and what was happening.
///
/// @param watchdog the one that fired
/// @param limit how long it waited, on its clock
/// @param doing what the machine was doing, for example `hold 5.000000 s`
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC in ns at the last freeze before it fired
public record WatchdogReport(Watchdog watchdog, Duration limit, String doing, long guestTimeNanos) {

    /// One sentence: which, after how long, during what, when.
    public String text() {
        return "the %s watchdog fired after %s of %s, during '%s', at %s of guest time"
                .formatted(
                        watchdog.words(),
                        String.format(Locale.ROOT, "%.3f s", limit.toNanos() / 1e9),
                        watchdog.clock(),
                        doing,
                        MeasuredAt.seconds(guestTimeNanos));
    }
}
