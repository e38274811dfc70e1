package org.schedlab.vm.machine.internal.checkpoint;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Locale;

import com.github.luben.zstd.Zstd;
import org.jspecify.annotations.Nullable;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;
import org.schedlab.vm.machine.internal.host.Hashes;
import org.schedlab.vm.machine.internal.qemu.PluginLibrary;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.machine.internal.ram.RamDelta;
import org.schedlab.vm.spec.CheckpointException;
import org.schedlab.vm.spec.MachineSpec;

/// A checkpoint on disk: `manifest.json`, `state` (QEMU's devices), `console`, and either `ram`
/// (sparse) or `changes` ([RamDelta]); beside changes the state is packed. A full one is read at the
/// start of every session, so nothing in it needs a library that takes its time to load.
///
/// @param path the folder
/// @param manifest what is in it
/// @param base the memory that its changes are against: its own, if it is full
public record CheckpointFolder(Path path, CheckpointManifest manifest, BaseRam base) {
    static final String RAM = "ram";
    static final String CHANGES = "changes";
    static final String STATE = "state";
    static final String CONSOLE = "console";

    /// Reads the manifest and checks what is cheap: that the files are there with the right sizes,
    /// and its base.
    public static CheckpointFolder open(Path path) {
        CheckpointManifest manifest = manifest(path);
        String base = manifest.base();
        if (base == null) {
            return new CheckpointFolder(path, manifest, map(path, manifest));
        }
        CheckpointManifest full = manifest(Path.of(base));
        if (!full.ramChecksum().equals(manifest.baseRamChecksum())) {
            throw damaged(path, "the checkpoint it builds on, %s, is another one now".formatted(base), null);
        }
        return new CheckpointFolder(path, manifest, map(Path.of(base), full));
    }

    /// As [#open(Path)], when the memory that it builds on is mapped already.
    public static CheckpointFolder open(Path path, BaseRam base) {
        CheckpointManifest manifest = manifest(path);
        if (!base.manifest().ramChecksum().equals(manifest.baseRamChecksum())) {
            throw damaged(path, "it builds on another checkpoint than " + base.folder(), null);
        }
        return new CheckpointFolder(path, manifest, base);
    }

    private static CheckpointManifest manifest(Path path) {
        try {
            CheckpointManifest manifest = CheckpointManifest.read(path);
            if (manifest.format() != CheckpointManifest.FORMAT) {
                throw damaged(path, "it has format " + manifest.format(), null);
            }
            boolean full = manifest.base() == null;
            if (Files.size(path.resolve(STATE)) != manifest.stateBytes()
                    || Files.size(path.resolve(full ? RAM : CHANGES))
                            != (full ? manifest.memoryBytes() : manifest.ramDataBytes())) {
                throw damaged(path, "a file in it has the wrong size", null);
            }
            return manifest;
        } catch (IOException e) {
            throw damaged(path, "it is not complete: " + e.getMessage(), e);
        }
    }

    private static BaseRam map(Path path, CheckpointManifest manifest) {
        try {
            return BaseRam.map(path, manifest);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    public MachineSpec spec() {
        return manifest.spec();
    }

    /// The error when it cannot be read.
    public static CheckpointException unreadable(Path path, IOException e) {
        return damaged(path, "it cannot be read: " + FolderException.reason(e), e);
    }

    /// Checks that it is of the machine that is asked for.
    public void checkOf(MachineSpec asked) {
        CheckpointManifest made = manifest;
        if (!made.isOf(asked)) {
            throw foreign(
                    String.format(
                            Locale.ROOT,
                            "%s, %d MiB, quantum %d us, %d ns an instruction, seed %d, kernel %s",
                            made.topology(),
                            made.memoryBytes() >> 20,
                            made.quantumMicros(),
                            made.instructionNanos(),
                            made.seed(),
                            made.kernelSha256()),
                    String.format(
                            Locale.ROOT,
                            "%s, %d MiB, quantum %d us, %d ns an instruction, seed %d, kernel %s",
                            asked.topology(),
                            asked.memoryBytes() >> 20,
                            asked.quantumMicros(),
                            asked.instructionNanos(),
                            asked.seed(),
                            asked.kernelSha256()));
        }
    }

    /// Everything but the RAM, checked against its hash.
    public SavedState state() throws IOException {
        boolean full = manifest.base() == null;
        byte[] packed = full ? base.state().toArray(ValueLayout.JAVA_BYTE) : Files.readAllBytes(path.resolve(STATE));
        if (!Sha256.of(packed).equals(manifest.stateSha256())) {
            throw damaged(path, "the state of the devices was changed", null);
        }
        return SavedState.of(full ? packed : Zstd.decompress(packed));
    }

    /// Fills a new RAM file and checks what was read.
    public void copyRam(Path to) throws IOException {
        boolean full = manifest.base() == null;
        Path changes = path.resolve(CHANGES);
        if (!full && !RamDelta.checksum(changes).equals(manifest.ramChecksum())) {
            throw damaged(path, "the memory was changed", null);
        }
        if (!base.copyTo(to)) {
            throw damaged(base.folder(), "the memory was changed", null);
        }
        if (!full) {
            RamDelta.apply(base.image(), changes, to);
        }
    }

    public void copyConsole(Path to) throws IOException {
        if (manifest.base() == null) {
            Files.write(to, base.console().toArray(ValueLayout.JAVA_BYTE), StandardOpenOption.CREATE_NEW);
        } else if (Files.exists(path.resolve(CONSOLE))) {
            Files.copy(path.resolve(CONSOLE), to);
        }
    }

    /// A restored machine is the same only on the same QEMU with the same plugin and initial file
    /// system.
    public void checkMadeBy(Qemu qemu, PluginLibrary plugin) throws IOException {
        if (!manifest.qemuIdentity().equals(qemu.identity())) {
            throw foreign("QEMU " + manifest.qemuIdentity(), qemu.identity());
        }
        if (!manifest.pluginSha256().equals(plugin.sha256())) {
            throw foreign("QEMU plugin " + manifest.pluginSha256(), plugin.sha256());
        }
        Path initramfs = Path.of(manifest.initramfs());
        if (!Files.exists(initramfs) || !Hashes.sha256OfKnown(initramfs).equals(manifest.initramfsSha256())) {
            throw foreign("the initial file system " + manifest.initramfsSha256(), "another " + initramfs);
        }
        Path kernel = Path.of(manifest.kernelElf());
        if (!Files.exists(kernel) || Files.size(kernel) != manifest.kernelBytes()) {
            throw foreign(
                    String.format(Locale.ROOT, "a kernel of %d bytes", manifest.kernelBytes()), "another " + kernel);
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

    private static CheckpointException damaged(Path path, String how, @Nullable Throwable cause) {
        return new CheckpointException(
                LabException.asked("the checkpoint " + path + " cannot be used")
                        .found(how)
                        .remedy("remove it, boot, and make it again")
                        .text(),
                cause);
    }
}
