package org.schedlab.vm.machine.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import com.github.luben.zstd.Zstd;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.MachineSpec;

/// Writes the checkpoint of a paused machine; it appears under its name only when it is complete.
public final class CheckpointWriter {
    private final Path path;
    private final Path console;
    private final byte[] packedState;

    /// @param path the folder to be; nothing is there yet
    /// @param console the console's log
    /// @param state of the devices
    public CheckpointWriter(Path path, Path console, byte[] state) {
        this.path = path.toAbsolutePath();
        this.console = console;
        packedState = Zstd.compress(state, 1);
    }

    /// Checks that a checkpoint can be written here.
    public static void checkFree(Path path) {
        if (Files.exists(path)) {
            throw LabException.asked("cannot make a checkpoint in " + path)
                    .found("something of that name is there")
                    .remedy("choose another folder, or remove that one")
                    .exception();
        }
    }

    /// Writes all memory.
    public CheckpointFolder full(RamImage now, MachineSpec spec, Qemu qemu, PluginLibrary plugin) throws IOException {
        return write(folder -> {
            RamCopy.Result ram = RamCopy.copy(now, folder.resolve(CheckpointFolder.RAM));
            return CheckpointManifest.of(spec, qemu, plugin, ram, packedState);
        });
    }

    /// Writes what has changed.
    public CheckpointFolder changes(RamImage now, BaseRam base) throws IOException {
        return write(folder -> {
            RamDelta.Result changes = RamDelta.write(base.image(), now, folder.resolve(CheckpointFolder.CHANGES));
            return CheckpointManifest.ofChanges(base, changes, packedState);
        });
    }

    private interface Memory {
        CheckpointManifest writeInto(Path folder) throws IOException;
    }

    private CheckpointFolder write(Memory memory) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("no folder can be made at " + path);
        }
        Files.createDirectories(parent);
        Path partial = Files.createTempDirectory(parent, ".partial-");
        try {
            CheckpointManifest manifest = memory.writeInto(partial);
            Files.write(partial.resolve(CheckpointFolder.STATE), packedState);
            Files.copy(console, partial.resolve(CheckpointFolder.CONSOLE));
            manifest.write(partial);
            Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            RuntimeFolder.remove(partial);
        }
        return CheckpointFolder.open(path);
    }
}
