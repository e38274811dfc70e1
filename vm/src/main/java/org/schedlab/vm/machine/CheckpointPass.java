package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.machine.internal.BaseRam;
import org.schedlab.vm.machine.internal.CheckpointFolder;
import org.schedlab.vm.machine.internal.CheckpointWriter;
import org.schedlab.vm.machine.internal.Deadline;
import org.schedlab.vm.machine.internal.MachineRam;
import org.schedlab.vm.machine.internal.RamWork;

/// The pass that a checkpoint takes: the machine is looked at right behind its freeze point, and a
/// new QEMU goes on over the same RAM to the next one.
///
/// @param command starts the new QEMU
record CheckpointPass(MachineRun run, List<String> command) {
    private static final Duration CHECKPOINT = Duration.ofMinutes(1);

    /// What to do with the devices' state while the RAM does not change.
    interface Keeper<T> {
        T keep(byte[] devices) throws IOException;
    }

    /// Keeps the machine of the pass.
    ///
    /// @param base what the machine's first checkpoint kept, if there was one
    /// @throws UncheckedIOException it cannot be written; nothing half-written is left
    CheckpointFolder write(MachineRam ram, CheckpointWriter writer, @Nullable BaseRam base) {
        try {
            return of(devices -> ram.read(now -> writer.write(now, devices, base)));
        } catch (IOException e) {
            writer.abandon();
            throw new UncheckedIOException("cannot write the checkpoint", e);
        } catch (RuntimeException e) {
            writer.abandon();
            throw e;
        }
    }

    /// @throws IOException from `keeper`; the machine is frozen again all the same
    <T> T of(Keeper<T> keeper) throws IOException {
        Deadline deadline = Deadline.in(CHECKPOINT);
        byte[] devices = run.devices(deadline);
        RamWork<T> keeping = RamWork.start(() -> keeper.keep(devices));
        run.restart(command, deadline);
        try {
            return keeping.await(deadline);
        } finally {
            run.load(devices, deadline);
        }
    }
}
