package org.schedlab.vm.machine;

import java.io.IOException;
import java.util.List;

import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.qemu.RunningQemu;
import org.schedlab.vm.spec.Stop;

/// Why a machine does not stand, and the errors that say it. Stateless.
final class MachineEnd {
    private MachineEnd() {}

    /// QEMU hung up: finds out why, closes the machine, and makes the exception that says it.
    static RuntimeException of(MachineRun run, IOException cause) {
        RuntimeException error = error(run, why(run));
        error.initCause(cause);
        return error;
    }

    private static Stop why(MachineRun run) {
        String how = run.parts().qemu().end();
        return run.console().panic().<Stop>map(Stop.Panicked::new).orElseGet(() -> new Stop.Gone(how));
    }

    /// The exception for a stop at which the machine does not stand; one that is over is closed.
    static RuntimeException error(MachineRun run, Stop stop) {
        Console console = run.console();
        return switch (stop) {
            case Stop.OutOfTime late ->
                Deadline.in(late.waited())
                        .missed(
                                "the guest to reach its freeze point",
                                "wait longer, or close the machine and boot again; "
                                        + Console.quoted(console.lastLines()));
            case Stop.Panicked panicked -> {
                run.close();
                yield new GuestPanicException(panicked.panic(), console.aroundPanic());
            }
            case Stop.Gone gone -> {
                RunningQemu qemu = run.parts().qemu();
                List<String> messages = qemu.messages();
                run.close();
                yield new MachineGoneException(gone.how(), messages, console.lastLines(), "boot the machine again");
            }
            case Stop.Standing standing -> new IllegalStateException("the machine stands: " + standing);
        };
    }
}
