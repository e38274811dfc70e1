package org.schedlab.guest.agent;

import java.util.OptionalLong;

import org.schedlab.guest.protocol.Fields;
import org.schedlab.guest.protocol.MailboxLayout;
import org.schedlab.guest.work.Ending;

/// How a program of the user's fares in the guest, at one moment. Guest time is CLOCK_MONOTONIC.
///
/// @param pid in the guest; also the number of its process group and session
/// @param startTimeTicks field 22 of `/proc/PID/stat`; pid and this together name it for ever
/// @param startedAtNanos guest time when it had become the program
/// @param endedAtNanos guest time when the agent noticed that it had ended; empty while it runs
/// @param ending whether and how it ended: alive, exited with a status, killed by a signal
/// @param cpuNanos on a CPU, its children not counted: `/proc/PID/schedstat`, first number
/// @param runDelayNanos runnable but waiting for one: the second number there
/// @param printedBytes what it and its children have printed, standard output and error together
public record ProgramState(
        int pid,
        long startTimeTicks,
        long startedAtNanos,
        OptionalLong endedAtNanos,
        Ending ending,
        long cpuNanos,
        long runDelayNanos,
        long printedBytes) {

    /// Whether it has not ended; its children may outlive it.
    public boolean running() {
        return ending instanceof Ending.Alive;
    }

    /// `is running`, `exited with status 3`, `was killed by signal 9 (SIGKILL)`.
    public String words() {
        return switch (ending) {
            case Ending.Alive _ -> "is running";
            case Ending.Exited(int status) -> "exited with status " + status;
            case Ending.Killed(int signal) -> "was killed by signal " + Signals.describe(signal);
            case Ending.Stopped _ -> "was stopped";
        };
    }

    static ProgramState decode(Fields fields) {
        long ended = fields.number(MailboxLayout.PROGRAM_ENDED);
        return new ProgramState(
                (int) fields.number(MailboxLayout.PROGRAM_PID),
                fields.number(MailboxLayout.PROGRAM_START_TICKS),
                fields.number(MailboxLayout.PROGRAM_STARTED),
                ended == 0 ? OptionalLong.empty() : OptionalLong.of(ended),
                WorkerEncoding.ending(fields.number(MailboxLayout.PROGRAM_ENDING), (int)
                        fields.number(MailboxLayout.PROGRAM_ENDING_CODE)),
                fields.number(MailboxLayout.PROGRAM_CPU_NANOS),
                fields.number(MailboxLayout.PROGRAM_RUN_DELAY),
                fields.number(MailboxLayout.PROGRAM_PRINTED));
    }
}
