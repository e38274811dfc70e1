package org.schedlab.guest.scheduler;

import java.time.Duration;
import java.util.List;

import org.schedlab.guest.program.Program;

/// A scheduler that is an executable: it loads and attaches its BPF programs by itself, and detaches
/// them on SIGINT.
///
/// @param name what it is asked for by; the kernel may call its scheduler otherwise
/// @param program with its arguments, environment and further files
/// @param patience how much guest time it may take from its start until it is in charge; the time in
///     which it could run and got no CPU is not counted, so it grows with the machine's load, to the
///     fourfold at most
public record ExecutableScheduler(String name, Program program, Duration patience) implements Scheduler {
    private static final Duration SOME_SECONDS = Duration.ofSeconds(10);

    static ExecutableScheduler of(String name, Program program) {
        return new ExecutableScheduler(name, program, SOME_SECONDS);
    }

    /// The same with other arguments.
    public ExecutableScheduler withArguments(String... arguments) {
        return with(program.withArguments(List.of(arguments)));
    }

    /// The same as another program, for example `with(scheduler.program().withFile(configuration))`.
    public ExecutableScheduler with(Program newProgram) {
        return new ExecutableScheduler(name, newProgram, patience);
    }

    /// The same with more or less guest time to come into charge; ten seconds at first.
    public ExecutableScheduler withPatience(Duration guestTime) {
        return new ExecutableScheduler(name, program, guestTime);
    }
}
