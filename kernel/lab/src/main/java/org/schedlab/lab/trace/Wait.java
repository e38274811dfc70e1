package org.schedlab.lab.trace;

import org.schedlab.lab.recorder.RecordedTask;

/// A task could run and waited for a CPU, from one event to the one that gave it a CPU (or took the wish away).
///
/// @param from the guest's clock of QEMU, in ns from power-on
/// @param to the same
/// @param cause why it began to wait
/// @param cpu that it got in the end, or for whose run queue it waited last
/// @param censored one of its ends lies outside of the recording
public record Wait(RecordedTask task, long from, long to, Cause cause, int cpu, boolean censored) {
    public enum Cause {
        /// It was woken: the wait is its wake-up latency (`sched_wakeup` to `sched_switch`).
        WOKEN("wake-up"),
        /// It is new (`sched_wakeup_new` to `sched_switch`).
        NEW("new"),
        /// It ran, and had to leave its CPU: the wait is its preemption latency.
        PREEMPTED("preemption"),
        /// It waited already when the recording began.
        UNKNOWN("(cut)");

        private final String text;

        Cause(String text) {
            this.text = text;
        }

        /// For tables.
        public String text() {
            return text;
        }
    }

    /// In ns.
    public long length() {
        return to - from;
    }
}
