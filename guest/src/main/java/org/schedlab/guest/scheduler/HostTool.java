package org.schedlab.guest.scheduler;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.schedlab.vm.HostProcess;
import org.schedlab.vm.LabException;

/// A program of the host that compiling needs.
///
/// @param name as it is called
/// @param purpose what it does, in words
/// @param install the command that installs it
record HostTool(String name, String purpose, String install) {
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /// Runs it to its end.
    ///
    /// @param command its name first
    /// @throws LabException it is not there, or takes too long, or the thread is interrupted
    HostProcess run(List<String> command, Path folder) {
        try {
            return HostProcess.run(command, folder, DEADLINE, "make the sources simpler");
        } catch (IOException e) {
            throw missing();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("compiling was stopped; the scheduler in charge stays", e);
        }
    }

    /// That it is not there, in one line.
    LabException missing() {
        return LabException.asked("%s needs %s, which is not on this host".formatted(purpose, name))
                .remedy(install)
                .exception();
    }
}
