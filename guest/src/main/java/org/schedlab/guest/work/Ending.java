package org.schedlab.guest.work;

/// Whether and how a worker ended.
public sealed interface Ending {

    /// It has not.
    record Alive() implements Ending {}

    /// [org.schedlab.guest.agent.Agent#stop(java.util.List)] ended it.
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
}
