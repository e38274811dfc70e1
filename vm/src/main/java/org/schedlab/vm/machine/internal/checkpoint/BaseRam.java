package org.schedlab.vm.machine.internal.checkpoint;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

import org.schedlab.vm.machine.internal.ram.RamCopy;
import org.schedlab.vm.machine.internal.ram.RamImage;

/// The memory in a full checkpoint, which later checkpoints of the same machine are compared with.
///
/// All of the checkpoint is mapped, so a session that knows it can use it even when another one, to
/// make room, or anybody else removes its folder meanwhile; the garbage collector unmaps it.
///
/// @param folder the full checkpoint's
/// @param manifest what is in it
/// @param image its memory
/// @param state of the devices
/// @param console what the guest had printed
public record BaseRam(
        Path folder, CheckpointManifest manifest, RamImage image, MemorySegment state, MemorySegment console) {

    static BaseRam map(Path folder, CheckpointManifest manifest) throws IOException {
        return new BaseRam(
                folder.toAbsolutePath(),
                manifest,
                RamImage.map(folder.resolve(CheckpointFolder.RAM), Arena.ofAuto()),
                map(folder.resolve(CheckpointFolder.STATE)),
                map(folder.resolve(CheckpointFolder.CONSOLE)));
    }

    private static MemorySegment map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
    }

    /// The full checkpoint that it is of.
    public CheckpointFolder checkpoint() {
        return new CheckpointFolder(folder, manifest, this);
    }

    /// Fills a new RAM file.
    ///
    /// @return whether what was read is what was written
    boolean copyTo(Path ram) throws IOException {
        return RamCopy.copy(image, ram).checksum().equals(manifest.ramChecksum());
    }
}
