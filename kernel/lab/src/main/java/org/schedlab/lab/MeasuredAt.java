package org.schedlab.lab;

import java.util.Locale;

/// Where a value was measured: the moment, the kernel, the machine and the way its time passes. Shown
/// below every table.
///
/// @param guestTimeNanos the guest's CLOCK_MONOTONIC in ns
/// @param scheduler who was in charge, with the knobs that were set: `vtime (slice_ns=2000000)`, or one after the
///     other, `EEVDF, then vtime`, where an interval was measured
/// @param kernel the kernel's release
/// @param machine topology and mode, for example `1n1l4c1t, virtual time, quantum 20 µs` or
///     `1n1l4c1t, live (KVM)`
public record MeasuredAt(long guestTimeNanos, String scheduler, String kernel, String machine) {

    /// `at 1.234567 s of guest time · scheduler: EEVDF · Linux 6.18 … · 1n1l4c1t, virtual time, quantum 20 µs`.
    public String caption() {
        return "at %s of guest time · %s".formatted(time(), conditions());
    }

    /// [#caption()] of what the guest itself was asked for, with what that cost.
    ///
    /// @param before where the guest stood before it was asked
    public String captionOfAsking(MeasuredAt before) {
        return String.format(
                Locale.ROOT,
                "%s; asking took %.1f µs of guest time",
                caption(),
                (guestTimeNanos - before.guestTimeNanos) / 1e3);
    }

    /// What it was measured under: `scheduler: EEVDF · Linux 6.18 … · 1n1l4c1t, virtual time, quantum 20 µs`.
    public String conditions() {
        return "scheduler: %s · %s".formatted(scheduler, place());
    }

    /// The kernel and the machine: `Linux 6.18 … · 1n1l4c1t, virtual time, quantum 20 µs`.
    public String place() {
        return "Linux %s · %s".formatted(kernel, machine);
    }

    /// The guest time, for example `1.234567 s`.
    public String time() {
        return seconds(guestTimeNanos);
    }

    /// Nanoseconds as seconds with six decimals and the unit.
    public static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.6f s", nanos / 1e9);
    }
}
