package org.schedlab.guest.agent;

/// Whether and how a worker ended.
public sealed interface Ending {

    /// It has not.
    record Alive() implements Ending {}

    /// [Agent#stop(java.util.List)] ended it.
    record Stopped() implements Ending {}

    /// It exited by itself.
    record Exited(int status) implements Ending {}

    /// A signal killed it that was not ours, for example 11 (SIGSEGV) or 9 (SIGKILL, out of memory).
    record Killed(int signal) implements Ending {}

    /// Whether and how it ended, in words.
    default String words() {
        return switch (this) {
            case Alive _ -> "alive";
            case Stopped _ -> "stopped";
            case Exited exited -> "exited with status " + exited.status();
            case Killed killed -> "killed by signal " + killed.signal();
        };
    }

    /// Decodes REPORT_ENDING and REPORT_ENDING_CODE of `mailbox.h`.
    static Ending decode(long kind, int code) {
        return switch ((int) kind) {
            case MailboxLayout.REPORT_ENDING_ALIVE -> new Alive();
            case MailboxLayout.REPORT_ENDING_EXITED -> new Exited(code);
            case MailboxLayout.REPORT_ENDING_KILLED -> new Killed(code);
            case MailboxLayout.REPORT_ENDING_STOPPED -> new Stopped();
            default -> throw new IllegalStateException("the agent reports an ending of kind " + kind);
        };
    }
}
