package org.schedlab.lab.breakpoints;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.stacks.CodePlace;

/// Where a run to some breakpoints has ended. A value.
///
/// @param at the breakpoint; empty if the limit came first
/// @param asked what was waited for
/// @param passedNanos guest time since the run began, in ns
/// @param tried how often a condition was looked at: how often a field was written, or a function called,
///     of which the value was not the one waited for, and once when it was
/// @param instant when and where, for captions
public record BreakpointStop(
        Optional<Hit> at, List<Breakpoint> asked, long passedNanos, long tried, MeasuredAt instant) {
    /// One that was reached. A function has not begun yet; a store has just been done.
    ///
    /// @param guestTimeNanos the guest's CLOCK_MONOTONIC, in ns
    /// @param cpu which CPU stands there, in the middle of its turn
    /// @param task `name:pid` of its current task
    /// @param place the instruction
    public record Hit(Breakpoint breakpoint, long guestTimeNanos, int cpu, String task, CodePlace place) {}

    public BreakpointStop {
        asked = List.copyOf(asked);
    }

    /// Whether one was reached.
    public boolean reached() {
        return at.isPresent();
    }

    /// In a sentence.
    public String text() {
        String tries = tried == 0 ? "" : String.format(Locale.ROOT, "; looked at %,d times", tried);
        String after = MeasuredAt.seconds(passedNanos);
        return at.map(hit -> String.format(
                        Locale.ROOT,
                        "%s: at %s on CPU %d in %s, %s, %s after the run began%s",
                        hit.breakpoint().text(),
                        MeasuredAt.seconds(hit.guestTimeNanos()),
                        hit.cpu(),
                        hit.task(),
                        hit.place().text(),
                        after,
                        tries))
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "not reached in %s of guest time: %s%s",
                        after,
                        String.join(" or ", asked.stream().map(Breakpoint::text).toList()),
                        tries));
    }

    @Override
    public String toString() {
        return text();
    }
}
