package org.schedlab.vm.machine;

import java.nio.file.Path;

import org.schedlab.vm.machine.internal.CheckpointFolder;
import org.schedlab.vm.machine.internal.CheckpointManifest;
import org.schedlab.vm.machine.internal.RuntimeFolder;

/// A moment of a machine on disk, from which any number of machines can go on.
///
/// The kernel, the initial file system and the QEMU it was made with must still be where they were.
///
/// @param folder holds `manifest.json`, `ram`, `state` and `console`; remove it to forget the checkpoint
/// @param spec what the machine was made of
public record Checkpoint(Path folder, MachineSpec spec) {

    /// A checkpoint that was made earlier.
    ///
    /// @throws CheckpointException it is not complete
    public static Checkpoint open(Path folder) {
        return new Checkpoint(folder, CheckpointFolder.open(folder).spec());
    }

    /// How much it takes on disk: the pages that are not all zeros, and the devices' state.
    ///
    /// @throws CheckpointException it is not complete
    public long bytes() {
        CheckpointManifest manifest = CheckpointFolder.open(folder).manifest();
        return manifest.ramDataBytes() + manifest.stateBytes();
    }

    /// Forgets it: removes its folder. Does nothing if that is gone.
    public void remove() {
        RuntimeFolder.remove(folder);
    }
}
