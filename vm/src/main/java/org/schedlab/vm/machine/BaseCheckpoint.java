package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.schedlab.vm.Folders;
import org.schedlab.vm.machine.internal.CheckpointFolder;
import org.schedlab.vm.machine.internal.CheckpointStore;
import org.schedlab.vm.machine.internal.Deadline;
import org.schedlab.vm.machine.internal.PluginLibrary;
import org.schedlab.vm.machine.internal.Qemu;

/// Boots a kind of machine once, keeps that moment, and later starts from it.
final class BaseCheckpoint {
    private BaseCheckpoint() {}

    static Machine bootOrRestore(MachineSpec spec, Folders folders, BootListener listener, Deadline deadline) {
        MachineStart.checkFiles(spec);
        Qemu qemu = Qemu.find(spec.qemu());
        PluginLibrary plugin = PluginLibrary.extract(qemu, folders);
        CheckpointStore store = new CheckpointStore(folders);
        try {
            String key = CheckpointStore.key(spec, qemu, plugin);
            try (CheckpointStore.Lock _ = store.lock(key, deadline)) {
                if (Files.exists(store.path(key))) {
                    try {
                        return restore(store.path(key), spec, folders, listener, deadline);
                    } catch (CheckpointException e) {
                        listener.notice("the machine is booted anew: " + e.getMessage());
                        store.remove(key);
                    }
                }
                return boot(store, key, spec, folders, listener, deadline);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the checkpoints in " + folders.cache(), e);
        }
    }

    private static Machine restore(
            Path path, MachineSpec spec, Folders folders, BootListener listener, Deadline deadline) throws IOException {
        listener.phase("the checkpoint of an earlier boot is restored", deadline.elapsed());
        CheckpointFolder found = CheckpointFolder.open(path);
        found.checkOf(spec);
        Machine machine = MachineStart.restore(found, folders, deadline);
        found.touch();
        listener.phase("the agent is at its freeze point", deadline.elapsed());
        return machine;
    }

    private static Machine boot(
            CheckpointStore store,
            String key,
            MachineSpec spec,
            Folders folders,
            BootListener listener,
            Deadline deadline)
            throws IOException {
        Machine machine = MachineStart.boot(spec, folders, listener, deadline);
        try {
            listener.phase("a checkpoint is kept for the next time", deadline.elapsed());
            machine.checkpoint(store.path(key));
            store.prune(key, listener::notice);
            return machine;
        } catch (IOException | RuntimeException e) {
            machine.close();
            throw e;
        }
    }
}
