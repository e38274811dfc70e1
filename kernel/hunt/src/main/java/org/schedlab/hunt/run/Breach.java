package org.schedlab.hunt.run;

/// An invariant did not hold.
///
/// @param invariant its name
/// @param way in which way it broke; two breaches of one invariant are the same bug as far as anybody can tell if this
///     is equal. No pid, time or number of a CPU is in it
/// @param task the name of the task that suffered; empty if it was not one
/// @param text what happened, in a sentence
/// @param fromNanos when it began, the guest's CLOCK_MONOTONIC in ns
/// @param toNanos when it ended, or was seen
public record Breach(String invariant, String way, String task, String text, long fromNanos, long toNanos) {
    /// The same bug as far as anybody can tell.
    public boolean sameAs(Breach other) {
        return invariant.equals(other.invariant) && way.equals(other.way);
    }

    /// Invariant and way.
    public String key() {
        return invariant + ": " + way;
    }

    @Override
    public String toString() {
        return "%s: %s".formatted(invariant, text);
    }
}
