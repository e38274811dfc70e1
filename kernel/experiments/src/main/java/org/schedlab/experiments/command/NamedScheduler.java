package org.schedlab.experiments.command;

import java.nio.file.Files;
import java.nio.file.Path;

import org.schedlab.guest.scheduler.Scheduler;

/// The scheduler that a word of a command line names. Stateless.
public final class NamedScheduler {
    private NamedScheduler() {}

    /// One that comes with schedlab, `eevdf`, a C text (`FILE.bpf.c` or `REVISION:PATH` of git), or the path of an
    /// executable.
    ///
    /// @throws org.schedlab.vm.LabException there is none; says what there is
    public static Scheduler of(String text) {
        if (!text.endsWith(".bpf.c") && (text.contains("/") || Files.isExecutable(Path.of(text)))) {
            return Scheduler.path(text);
        }
        return Versions.scheduler(text);
    }
}
