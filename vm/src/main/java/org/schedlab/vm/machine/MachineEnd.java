package org.schedlab.vm.machine;

import java.io.IOException;
import java.util.List;

import org.schedlab.vm.machine.internal.qemu.RunningQemu;

/// Why QEMU hung up. Stateless.
final class MachineEnd {
    private MachineEnd() {}

    /// Finds out why, closes the machine, and makes the exception that says it.
    static RuntimeException of(MachineRun run, IOException cause) {
        RunningQemu qemu = run.parts().qemu();
        Console console = run.console();
        String how = qemu.end();
        List<String> messages = qemu.messages();
        run.close();
        RuntimeException gone = console.panic()
                .<RuntimeException>map(panic -> new GuestPanicException(panic, console.aroundPanic()))
                .orElseGet(
                        () -> new MachineGoneException(how, messages, console.lastLines(), "boot the machine again"));
        gone.initCause(cause);
        return gone;
    }
}
