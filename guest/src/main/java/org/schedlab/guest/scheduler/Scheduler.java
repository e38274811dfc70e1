package org.schedlab.guest.scheduler;

import java.nio.file.Path;

import org.schedlab.guest.program.Program;

/// Something that can be put in charge of a guest's CPUs: a BPF object, an executable, or the kernel's
/// own.
public sealed interface Scheduler permits SchedulerObject, ExecutableScheduler, KernelScheduler {

    /// What it is asked for by.
    String name();

    /// A scheduler that is an executable of this host, such as `scx_simple`, by its name. See
    /// [SchedulerDiscovery] for the places that are looked in, and their order.
    ///
    /// @throws org.schedlab.vm.LabException if it is nowhere; the message lists every place
    static ExecutableScheduler discover(String name, String... arguments) {
        return ExecutableScheduler.of(
                name, Program.of(SchedulerDiscovery.ofUser().find(name), arguments));
    }

    /// A scheduler that is an executable of this host, by its path.
    ///
    /// @throws org.schedlab.vm.LabException if there is no such file
    static ExecutableScheduler path(Path executable, String... arguments) {
        Program program = Program.of(executable, arguments);
        return ExecutableScheduler.of(program.name(), program);
    }

    /// As [#path(Path, String...)].
    static ExecutableScheduler path(String executable, String... arguments) {
        return path(Path.of(executable), arguments);
    }

    /// The kernel's own, the baseline: no sched_ext scheduler is in charge.
    static KernelScheduler eevdf() {
        return KernelScheduler.EEVDF;
    }
}
