package org.schedlab.guest.agent;

import java.util.Optional;
import java.util.OptionalLong;

import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;

/// What the kernel says of sched_ext.
///
/// @param state `/sys/kernel/sched_ext/state`: disabled, enabling, enabled, disabling; `absent` in a
///     kernel without
/// @param opsName the scheduler's name; empty when none is on
/// @param attached whether one is attached: by the agent, even if it has ended by itself, or by a
///     program, while it is enabled
/// @param byAgent whether it was the agent: of a program's scheduler no more is known than the two
///     above
/// @param dispatched times the last scheduler gave a CPU a task; empty if that is not counted
/// @param loadNanos guest time from the last object's bytes to its first dispatch; 0 if not known
/// @param verifiedInstructions how many instructions the verifier went through, all its programs
///     together; 0 if not known
/// @param exit how the last scheduler that the agent attached ended; empty while one is in charge,
///     and if it keeps no record
public record SchedulerState(
        String state,
        String opsName,
        boolean attached,
        boolean byAgent,
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
        long attached = fields.number(MailboxLayout.SCHEDULER_ATTACHED);
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
                attached != 0,
                attached == MailboxLayout.SCHEDULER_ATTACHED_HERE,
                dispatched == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(dispatched),
                fields.number(MailboxLayout.SCHEDULER_LOAD_NANOS),
                fields.number(MailboxLayout.SCHEDULER_INSTRUCTIONS),
                kind == 0 ? Optional.empty() : Optional.of(exit));
    }
}
