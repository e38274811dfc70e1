package org.schedlab.vm.machine;

import java.io.IOException;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.internal.checkpoint.CheckpointStore;
import org.schedlab.vm.machine.internal.qemu.PluginLibrary;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.spec.MachineSpec;

/// Keeps the base checkpoint of a kind of machine in the cache, whoever boots others meanwhile, until it is closed or
/// the process ends. Close it once.
public final class CheckpointPin implements AutoCloseable {
    private final CheckpointStore.Lock lock;

    private CheckpointPin(CheckpointStore.Lock lock) {
        this.lock = lock;
    }

    /// Pins it, whether it is there already or not.
    ///
    /// @throws LabException there is no QEMU, or what the machine is made of cannot be read
    public static CheckpointPin of(MachineSpec spec, Folders folders) {
        Qemu qemu = Qemu.find(spec.qemu());
        PluginLibrary plugin = PluginLibrary.extract(qemu, folders);
        CheckpointStore store = new CheckpointStore(folders);
        try {
            return new CheckpointPin(store.pin(CheckpointStore.key(spec, qemu, plugin)));
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("a checkpoint cannot be kept from being dropped")
                            .found(FolderException.reason(e))
                            .remedy("look at the files of " + folders.cache())
                            .text(),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // the end of the process releases it
        }
    }
}
