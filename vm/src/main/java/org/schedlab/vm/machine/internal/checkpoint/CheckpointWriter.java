package org.schedlab.vm.machine.internal.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import com.github.luben.zstd.Zstd;
import org.jspecify.annotations.Nullable;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.internal.qemu.PluginLibrary;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.machine.internal.qemu.RuntimeFolder;
import org.schedlab.vm.machine.internal.ram.RamCopy;
import org.schedlab.vm.machine.internal.ram.RamDelta;
import org.schedlab.vm.machine.internal.ram.RamImage;
import org.schedlab.vm.spec.MachineSpec;

/// Writes the checkpoint of a paused machine; it appears under its name only when it is complete.
/// Used once.
public final class CheckpointWriter {
    static final String PARTIAL = ".partial-";

    private final Path path;
    private final Path console;
    private final MachineSpec spec;
    private final Qemu qemu;
    private final PluginLibrary plugin;

    /// @param path the folder to be; nothing is there yet
    /// @param console the console's log
    /// @param spec what the machine is made of, with its `qemu` and `plugin`
    public CheckpointWriter(Path path, Path console, MachineSpec spec, Qemu qemu, PluginLibrary plugin) {
        this.path = path;
        this.console = console;
        this.spec = spec;
        this.qemu = qemu;
        this.plugin = plugin;
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

    /// Writes what has changed since `base`, or all memory if that is null.
    ///
    /// @param saved everything but the RAM
    public CheckpointFolder write(RamImage now, SavedState saved, @Nullable BaseRam base) throws IOException {
        Path home = path.toAbsolutePath();
        byte[] state = saved.toBytes();
        byte[] packedState = base == null ? state : Zstd.compress(state, 1);
        Path parent = home.getParent();
        if (parent == null) {
            throw new IOException("no folder can be made at " + home);
        }
        Files.createDirectories(parent);
        Path partial = Files.createTempDirectory(parent, PARTIAL);
        try {
            CheckpointManifest manifest =
                    base == null ? full(now, partial, packedState) : changes(now, base, partial, packedState);
            Files.write(partial.resolve(CheckpointFolder.STATE), packedState);
            Files.copy(console, partial.resolve(CheckpointFolder.CONSOLE));
            manifest.write(partial);
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            RuntimeFolder.remove(partial);
        }
        return base == null ? CheckpointFolder.open(home) : CheckpointFolder.open(home, base);
    }

    private CheckpointManifest full(RamImage now, Path folder, byte[] packedState) throws IOException {
        RamCopy.Result ram = RamCopy.copy(now, folder.resolve(CheckpointFolder.RAM));
        return CheckpointManifest.of(spec, qemu, plugin, ram, packedState);
    }

    private static CheckpointManifest changes(RamImage now, BaseRam base, Path folder, byte[] packedState)
            throws IOException {
        RamDelta.Result changes = RamDelta.write(base.image(), now, folder.resolve(CheckpointFolder.CHANGES));
        return CheckpointManifest.ofChanges(base, changes, packedState);
    }
}
