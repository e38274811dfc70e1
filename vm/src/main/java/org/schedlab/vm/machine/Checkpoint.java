package org.schedlab.vm.machine;

import java.nio.file.Path;

import org.schedlab.vm.machine.internal.checkpoint.CheckpointFolder;
import org.schedlab.vm.machine.internal.checkpoint.CheckpointManifest;
import org.schedlab.vm.machine.internal.qemu.RuntimeFolder;
import org.schedlab.vm.spec.MachineSpec;

/// A moment of a machine on disk, from which any number of machines can go on.
///
/// The first checkpoint of a machine that booted is full; later ones, also of machines restored from
/// it, hold what differs from it and need its folder. A full one that this JVM knows stays usable when
/// its folder is removed, for example by a session that makes room: it is mapped, and what differs
/// from it with it. The kernel, the initial file
/// system and the QEMU it was made with must still be where they were. Immutable.
public final class Checkpoint {
    private final CheckpointFolder content;

    Checkpoint(CheckpointFolder content) {
        this.content = content;
    }

    /// A checkpoint that was made earlier.
    ///
    /// @throws org.schedlab.vm.spec.CheckpointException it is not complete
    public static Checkpoint open(Path folder) {
        return new Checkpoint(CheckpointFolder.open(folder.toAbsolutePath()));
    }

    CheckpointFolder content() {
        return content;
    }

    /// Holds `manifest.json`, `state`, `console`, and `ram` or `changes`.
    public Path folder() {
        return content.path();
    }

    /// What the machine was made of.
    public MachineSpec spec() {
        return content.spec();
    }

    /// What else than the [#spec()] decides how a machine goes on from here.
    ///
    /// @param initramfsSha256 of the initial file system
    /// @param pluginSha256 of the QEMU plugin
    /// @param ramChecksum of the memory of the full checkpoint
    public record MadeWith(String initramfsSha256, String pluginSha256, String ramChecksum) {}

    public MadeWith madeWith() {
        CheckpointManifest manifest = content.base().manifest();
        return new MadeWith(manifest.initramfsSha256(), manifest.pluginSha256(), manifest.ramChecksum());
    }

    /// How much it takes on disk: its pages that are not all zeros, or what has changed of them,
    /// packed, and the devices' state.
    public long bytes() {
        return content.manifest().ramDataBytes() + content.manifest().stateBytes();
    }

    /// Forgets it: removes its folder. Does nothing if that is gone.
    public void remove() {
        RuntimeFolder.remove(folder());
    }
}
