package org.schedlab.lab.schedulers;

import java.util.Optional;

import org.schedlab.lab.MeasuredAt;

/// Something that happened to the schedulers of a session.
///
/// @param guestTimeNanos when, on the guest's clock
/// @param what what it was
/// @param scheduler which scheduler, by the name it was asked for
/// @param settings the knobs it was attached with, as `slice_ns=5000000`
/// @param verifiedInstructions how many instructions the verifier went through; 0 if it was not loaded
/// @param loadNanos guest time from its bytes to its first dispatch; 0 if it was not attached
/// @param exit how it ended, or why it was refused; empty for one that came
public record SchedulerEvent(
        long guestTimeNanos,
        What what,
        String scheduler,
        String settings,
        long verifiedInstructions,
        long loadNanos,
        Optional<ExitReport> exit) {

    /// One line, for a cell that ran when it happened.
    public String line() {
        String more = what == What.ENDING
                ? "; the kernel has not finished taking it away, and %scheduler eevdf or another one lets it finish"
                : "";
        return "scheduler %s, seen at %s: %s%s"
                .formatted(scheduler, MeasuredAt.seconds(guestTimeNanos), what.text(), more);
    }

    /// What can happen to a scheduler.
    public enum What {
        ATTACHED("attach"),
        /// It took another one's place.
        REPLACING("replace"),
        /// The same one, afresh.
        RESTARTED("restart"),
        /// It was not taken; whoever was in charge is, afresh if it had to make room already.
        REFUSED("refused"),
        DETACHED("detach"),
        /// Knobs of the one in charge were written.
        KNOBS_SET("set knobs"),
        /// Another one took its place.
        REPLACED("replaced"),
        /// Nobody asked for it, and the kernel has been at it for some time: its threads get no CPU where workers
        /// change their policy without rest. The scheduler is asked nothing any more.
        ENDING("ending by itself"),
        /// Nobody asked for it: an error, the watchdog, SysRq, or its own wish.
        ENDED("ended by itself"),
        /// A program of the guest put it in charge, without this session.
        UNASKED("attached by a program"),
        /// It came with the checkpoint or the journal from which this session goes on.
        FOUND("in charge already");

        private final String text;

        What(String text) {
            this.text = text;
        }

        /// For tables.
        public String text() {
            return text;
        }
    }
}
