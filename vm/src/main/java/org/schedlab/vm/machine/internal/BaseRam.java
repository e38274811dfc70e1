package org.schedlab.vm.machine.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/// The memory in a full checkpoint, which later checkpoints of the same machine are compared with.
///
/// It is mapped, so it can be used even when its folder is removed meanwhile; the garbage collector
/// unmaps it.
///
/// @param folder the full checkpoint's
/// @param manifest what is in it
/// @param image its memory
public record BaseRam(Path folder, CheckpointManifest manifest, RamImage image) {

    static BaseRam map(Path folder, CheckpointManifest manifest, Path ram) throws IOException {
        return new BaseRam(folder.toAbsolutePath(), manifest, RamImage.map(ram, Arena.ofAuto()));
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
