package org.schedlab.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.KernelScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.vm.Sha256;

/// All that decides what a scheduler does in the guest, as text. An executable stands there at the path that it has
/// here, so the path counts too.
public final class SchedulerIdentity {
    private SchedulerIdentity() {}

    /// For a key: equal for schedulers that do the same.
    public static String of(Scheduler scheduler) {
        return switch (scheduler) {
            case KernelScheduler kernels -> kernels.name();
            case SchedulerObject object -> object.name() + " " + object.sha256();
            case ExecutableScheduler executable -> executable + " " + contents(executable.program());
        };
    }

    private static String contents(Program program) {
        return program.needs().stream().map(SchedulerIdentity::sha256).collect(Collectors.joining(" "));
    }

    private static String sha256(Path file) {
        try {
            return Sha256.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
