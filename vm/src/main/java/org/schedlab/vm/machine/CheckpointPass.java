package org.schedlab.vm.machine;

import java.io.IOException;
import java.time.Duration;

import org.schedlab.vm.machine.internal.Deadline;
import org.schedlab.vm.machine.internal.RamWork;

/// The pass that a checkpoint takes: the machine is looked at right behind its freeze point, and a
/// new QEMU goes on over the same RAM to the next one.
final class CheckpointPass {
    private static final Duration CHECKPOINT = Duration.ofMinutes(1);

    private CheckpointPass() {}

    /// What to do with the devices' state while the RAM does not change.
    interface Keeper<T> {
        T keep(byte[] devices) throws IOException;
    }

    /// @throws IOException from `keeper`; the machine is frozen again all the same
    static <T> T of(Machine machine, Keeper<T> keeper) throws IOException {
        Deadline deadline = Deadline.in(CHECKPOINT);
        byte[] devices = machine.devices(deadline);
        RamWork<T> keeping = RamWork.start(() -> keeper.keep(devices));
        machine.restartOverTheSameRam(deadline);
        try {
            return keeping.await(deadline);
        } finally {
            machine.load(devices, deadline);
        }
    }
}
