package org.schedlab.kernel.session;

import java.nio.file.Path;
import java.time.Duration;

import org.schedlab.guest.agent.WorkerSpec;
import org.schedlab.guest.program.Program;

/// A number of workers that do not know yet what they do.
///
/// @param count how many, from 1
public record WorkerCount(int count) {
    private static final Duration LONG = Duration.ofHours(1);

    /// They never give up their CPU.
    public WorkerSpec spinning() {
        return WorkerSpec.spinning(count);
    }

    /// They sleep for an hour of guest time at a time, that is, throughout any experiment.
    public WorkerSpec sleeping() {
        return sleeping(LONG);
    }

    /// They sleep, wake, and sleep again.
    public WorkerSpec sleeping(Duration eachSleep) {
        return WorkerSpec.sleeping(count, eachSleep);
    }

    /// They give up their CPU at each turn.
    public WorkerSpec yielding() {
        return WorkerSpec.yielding(count);
    }

    /// They are a program of this host: `workers(3).custom(Path.of("./mywork"), "-v")`. See
    /// [org.schedlab.guest.work.Custom] for how it counts its work.
    ///
    /// @throws org.schedlab.vm.LabException if it is not there, or a library it needs is not
    public WorkerSpec custom(Path program, String... arguments) {
        return custom(Program.of(program, arguments));
    }

    /// They are a program of this host, with an environment or files of its own.
    public WorkerSpec custom(Program program) {
        return WorkerSpec.of(program.work(), count);
    }
}
