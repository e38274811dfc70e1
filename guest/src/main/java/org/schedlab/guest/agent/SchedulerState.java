package org.schedlab.guest.agent;

import java.util.Optional;
import java.util.OptionalLong;

/// What the kernel says of sched_ext.
///
/// @param state `/sys/kernel/sched_ext/state`: disabled, enabling, enabled, disabling; `absent` in a
///     kernel without
/// @param opsName the scheduler's name; empty when none is on
/// @param attached whether the agent attached one and has not detached it, even if it has ended by
///     itself
/// @param dispatched times the last scheduler gave a CPU a task; empty if it does not count
/// @param loadNanos guest time from the last object's bytes to its first dispatch
/// @param verifiedInstructions how many instructions the verifier went through, all its programs
///     together
/// @param exit how the last scheduler ended; empty while it runs, and if it keeps no record
public record SchedulerState(
        String state,
        String opsName,
        boolean attached,
        OptionalLong dispatched,
        long loadNanos,
        long verifiedInstructions,
        Optional<SchedulerExit> exit) {
    private static final long UNKNOWN = -1;

    /// Whether a scheduler is in charge.
    public boolean enabled() {
        return state.equals("enabled");
    }

    static SchedulerState decode(Fields fields) {
        long dispatched = fields.number(MailboxLayout.SCHEDULER_DISPATCHED);
        long kind = fields.number(MailboxLayout.SCHEDULER_EXIT_KIND);
        SchedulerExit exit = new SchedulerExit(
                kind,
                fields.number(MailboxLayout.SCHEDULER_EXIT_CODE),
                fields.text(
                        MailboxLayout.SCHEDULER_EXIT_REASON,
                        MailboxLayout.SCHEDULER_EXIT_MESSAGE - MailboxLayout.SCHEDULER_EXIT_REASON),
                fields.text(
                        MailboxLayout.SCHEDULER_EXIT_MESSAGE,
                        MailboxLayout.SCHEDULER_ATTACHED - MailboxLayout.SCHEDULER_EXIT_MESSAGE));
        return new SchedulerState(
                fields.text(MailboxLayout.SCHEDULER_STATE, MailboxLayout.SCHEDULER_OPS - MailboxLayout.SCHEDULER_STATE),
                fields.text(
                        MailboxLayout.SCHEDULER_OPS, MailboxLayout.SCHEDULER_DISPATCHED - MailboxLayout.SCHEDULER_OPS),
                fields.number(MailboxLayout.SCHEDULER_ATTACHED) != 0,
                dispatched == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(dispatched),
                fields.number(MailboxLayout.SCHEDULER_LOAD_NANOS),
                fields.number(MailboxLayout.SCHEDULER_INSTRUCTIONS),
                kind == 0 ? Optional.empty() : Optional.of(exit));
    }
}
