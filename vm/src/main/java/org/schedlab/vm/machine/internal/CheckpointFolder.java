package org.schedlab.vm.machine.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.CheckpointException;
import org.schedlab.vm.machine.MachineSpec;

/// A checkpoint on disk: `manifest.json`, `ram` (sparse), `state` (QEMU's devices), `console`.
///
/// @param path the folder
/// @param manifest what is in it
public record CheckpointFolder(Path path, CheckpointManifest manifest) {
    private static final String RAM = "ram";
    private static final String STATE = "state";
    private static final String CONSOLE = "console";

    /// Reads the manifest and checks what is cheap: that the files are there with the right sizes.
    public static CheckpointFolder open(Path path) {
        try {
            CheckpointManifest manifest = CheckpointManifest.read(path);
            if (manifest.format() != CheckpointManifest.FORMAT) {
                throw damaged(path, "it has format " + manifest.format(), null);
            }
            if (Files.size(path.resolve(STATE)) != manifest.stateBytes()
                    || Files.size(path.resolve(RAM)) != manifest.memoryBytes()) {
                throw damaged(path, "a file in it has the wrong size", null);
            }
            return new CheckpointFolder(path, manifest);
        } catch (IOException e) {
            throw damaged(path, "it is not complete: " + e.getMessage(), e);
        }
    }

    /// Writes a checkpoint of a paused machine; it appears under its name only when it is complete.
    public static CheckpointFolder write(
            Path path, MachineSpec spec, Qemu qemu, PluginLibrary plugin, RunningQemu running, byte[] state)
            throws IOException {
        Path absolute = path.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException("no folder can be made at " + absolute);
        }
        Files.createDirectories(parent);
        Path partial = Files.createTempDirectory(parent, ".partial-");
        try {
            RamCopy.Result ram = RamCopy.copy(running.ram(), partial.resolve(RAM));
            Files.write(partial.resolve(STATE), state);
            Files.copy(running.console(), partial.resolve(CONSOLE));
            CheckpointManifest manifest = CheckpointManifest.of(spec, qemu, plugin, ram, state);
            manifest.write(partial);
            Files.move(partial, absolute, StandardCopyOption.ATOMIC_MOVE);
            return new CheckpointFolder(absolute, manifest);
        } finally {
            RuntimeFolder.remove(partial);
        }
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

    public MachineSpec spec() {
        return manifest.spec();
    }

    /// The devices' state, checked against its hash.
    public byte[] state() throws IOException {
        byte[] state = Files.readAllBytes(path.resolve(STATE));
        if (!Hashes.sha256(state).equals(manifest.stateSha256())) {
            throw damaged(path, "the state of the devices was changed", null);
        }
        return state;
    }

    /// Fills a new RAM file and checks what was read.
    public void copyRam(Path to) throws IOException {
        if (!RamCopy.copy(path.resolve(RAM), to).checksum().equals(manifest.ramChecksum())) {
            throw damaged(path, "the memory was changed", null);
        }
    }

    public void copyConsole(Path to) throws IOException {
        if (Files.exists(path.resolve(CONSOLE))) {
            Files.copy(path.resolve(CONSOLE), to);
        }
    }

    /// A restored machine is the same only on the same QEMU with the same plugin and initial file system.
    public void checkMadeBy(Qemu qemu, PluginLibrary plugin) throws IOException {
        if (!manifest.qemuIdentity().equals(qemu.identity())) {
            throw foreign("QEMU " + manifest.qemuIdentity(), qemu.identity());
        }
        if (!manifest.pluginSha256().equals(plugin.sha256())) {
            throw foreign("QEMU plugin " + manifest.pluginSha256(), plugin.sha256());
        }
        Path initramfs = Path.of(manifest.initramfs());
        if (!Files.exists(initramfs) || !Hashes.sha256(initramfs).equals(manifest.initramfsSha256())) {
            throw foreign("the initial file system " + manifest.initramfsSha256(), "another " + initramfs);
        }
        Path kernel = Path.of(manifest.kernelElf());
        if (!Files.exists(kernel) || Files.size(kernel) != manifest.kernelBytes()) {
            throw foreign("a kernel of %d bytes".formatted(manifest.kernelBytes()), "another " + kernel);
        }
    }

    /// Notes that it was used, so that it is not the first to be dropped.
    public void touch() throws IOException {
        Files.setLastModifiedTime(CheckpointManifest.file(path), FileTime.from(Instant.now()));
    }

    private CheckpointException foreign(String madeWith, String now) {
        return new CheckpointException(
                LabException.asked("the checkpoint " + path + " was made on another machine")
                        .found("made with " + madeWith + "; now " + now)
                        .remedy("boot, and make the checkpoint again")
                        .text(),
                null);
    }

    private static CheckpointException damaged(
            Path path, String how, @org.jspecify.annotations.Nullable Throwable cause) {
        return new CheckpointException(
                LabException.asked("the checkpoint " + path + " cannot be used")
                        .found(how)
                        .remedy("remove it, boot, and make it again")
                        .text(),
                cause);
    }
}
