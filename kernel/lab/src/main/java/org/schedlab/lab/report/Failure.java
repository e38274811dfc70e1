package org.schedlab.lab.report;

import java.util.Optional;

import org.schedlab.lab.schedulers.ExitReport;

/// Something that went wrong in a session, or an instant that somebody asks about. A value.
///
/// @param guestTimeNanos when it was over at the latest: the guest's CLOCK_MONOTONIC, in ns
/// @param headline what it was, in a line
/// @param exit of a scheduler
/// @param pid of whom: the task that stalled, the worker that died; 0 for none
/// @param waitedNanos of a stall, for how long the task could run and did not, in ns
public record Failure(
        Kind kind, long guestTimeNanos, String headline, Optional<ExitReport> exit, int pid, long waitedNanos) {
    /// What kind of failure.
    public enum Kind {
        STALL("a scheduler let a task wait too long"),
        ERROR_EXIT("a scheduler ended with an error"),
        PANIC("the guest's kernel panicked"),
        CLAIM("a claim did not hold"),
        DEATH("a worker died"),
        ASKED("nothing failed: this instant was asked for");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// In words.
        public String text() {
            return text;
        }
    }

    static Failure of(Kind kind, long guestTimeNanos, String headline, int pid) {
        return new Failure(kind, guestTimeNanos, headline, Optional.empty(), pid, 0);
    }
}
