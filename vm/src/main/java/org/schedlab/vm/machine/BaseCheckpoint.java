package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import org.schedlab.vm.FolderException;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.internal.checkpoint.CheckpointFolder;
import org.schedlab.vm.machine.internal.checkpoint.CheckpointStore;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.qemu.PluginLibrary;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.spec.CheckpointException;
import org.schedlab.vm.spec.MachineSpec;

/// Boots a kind of machine once, keeps that moment, and later starts from it. A machine that has
/// booted is given out also where there is no room to keep it.
///
/// @param store where the checkpoint is kept
/// @param key its name there
record BaseCheckpoint(
        CheckpointStore store,
        String key,
        MachineSpec spec,
        Folders folders,
        BootListener listener,
        Deadline deadline) {
    private static final Duration ANOTHER_SESSION = Duration.ofMinutes(30);

    static Machine bootOrRestore(MachineSpec spec, Folders folders, BootListener listener, Deadline deadline) {
        MachineStart.checkFiles(spec);
        Qemu qemu = Qemu.find(spec.qemu());
        PluginLibrary plugin = PluginLibrary.extract(qemu, folders);
        CheckpointStore store = new CheckpointStore(folders);
        try {
            String key = CheckpointStore.key(spec, qemu, plugin);
            BaseCheckpoint base = new BaseCheckpoint(store, key, spec, folders, listener, deadline);
            // Many restore one at once; only who boots it has it alone.
            try (CheckpointStore.Lock _ = share(store, key, listener)) {
                Optional<Machine> restored = base.restored(_ -> {});
                if (restored.isPresent()) {
                    return restored.get();
                }
            }
            try (CheckpointStore.Lock _ = store.lock(key, Deadline.in(ANOTHER_SESSION))) {
                return base.restored(listener::notice).orElseGet(base::boot);
            }
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("what the machine is made of cannot be read")
                            .found(FolderException.reason(e))
                            .remedy("look at the files of " + folders.cache() + "; ./schedlab cache clear makes them"
                                    + " anew")
                            .text(),
                    e);
        }
    }

    /// Another session may be booting such a machine; that has a deadline of its own.
    private static CheckpointStore.Lock share(CheckpointStore store, String key, BootListener listener)
            throws IOException {
        Deadline deadline = Deadline.in(ANOTHER_SESSION);
        Optional<CheckpointStore.Lock> free = store.tryShare(key);
        if (free.isPresent()) {
            return free.get();
        }
        listener.phase("another session boots such a machine; its checkpoint is waited for", deadline.elapsed());
        return store.share(key, deadline);
    }

    /// Empty if it is not there, or cannot be used.
    ///
    /// @param told why it cannot be used
    private Optional<Machine> restored(Consumer<String> told) {
        if (Files.exists(store.path(key))) {
            try {
                return Optional.of(restore(store.path(key)));
            } catch (CheckpointException e) {
                told.accept("the machine is booted anew: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    private Machine restore(Path path) {
        listener.phase("the checkpoint of an earlier boot is restored", deadline.elapsed());
        CheckpointFolder found = CheckpointFolder.open(path);
        found.checkOf(spec);
        Machine machine = MachineStart.restore(found, folders, deadline);
        try {
            found.touch();
        } catch (IOException e) {
            // it may be dropped sooner
        }
        listener.phase("the agent is at its freeze point", deadline.elapsed());
        return machine;
    }

    private Machine boot() {
        Machine machine = MachineStart.boot(spec, folders, listener, deadline);
        try {
            listener.phase("a checkpoint is kept for the next time", deadline.elapsed());
            keep(machine);
            return machine;
        } catch (RuntimeException e) {
            machine.close();
            throw e;
        }
    }

    /// Whether it is kept or not, the machine has the same bits.
    private void keep(Machine machine) {
        try {
            store.remove(key);
            machine.checkpoint(store.path(key));
            store.prune(key, listener::notice);
        } catch (UncheckedIOException e) {
            notKept(e);
        } catch (IOException e) {
            listener.notice("older checkpoints cannot be dropped: " + FolderException.reason(e));
        }
    }

    private void notKept(UncheckedIOException e) {
        listener.notice("this boot is not kept, the next one takes as long: "
                + FolderException.ofCache("its checkpoint", store.path(key), Objects.requireNonNull(e.getCause()))
                        .getMessage());
    }
}
