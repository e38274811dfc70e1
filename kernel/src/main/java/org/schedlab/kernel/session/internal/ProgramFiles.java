package org.schedlab.kernel.session.internal;

import java.nio.file.Path;

import org.schedlab.guest.program.Program;

/// Brings a program's files into the guest, one after the other, so that an interrupt need not wait
/// for all. Stateless.
public final class ProgramFiles {
    private ProgramFiles() {}

    /// Brings the executable and all that it needs.
    ///
    /// @throws org.schedlab.vm.LabException if one is missing here or has no room there; if the thread
    ///     is interrupted
    public static void bring(GuestMachine guest, Program program) {
        for (Path file : program.needs()) {
            Slices.requireWanted("the files of " + program.name());
            guest.ask("bring " + file.getFileName(), agent -> {
                agent.programs().bring(file);
                return file;
            });
        }
    }
}
