package org.schedlab.lab.machine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import org.schedlab.guest.Initramfs;
import org.schedlab.lab.BootOptions;
import org.schedlab.vm.Folders;
import org.schedlab.vm.Uninterrupted;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.machine.CheckpointPin;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.machine.MachineIdentity;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.topology.SeenTopology;

/// The ways in which a session comes by its machine. Stateless.
public final class MachineStarts {
    private static final Duration RESTORE = Duration.ofMinutes(1);

    private MachineStarts() {}

    /// Restores or boots a machine.
    ///
    /// @throws org.schedlab.vm.LabException if there is no kernel or no QEMU, or it does not come up in time
    public static GuestMachine boot(BootOptions options, BootListener listener, FreezeCoordinator coordinator) {
        Folders folders = Folders.ofUser();
        KernelImage image = KernelImage.open(KernelImage.find(options.kernel().orElse(null), folders), folders);
        MachineSpec spec = spec(options, image, folders);
        Machine machine = options.isLive()
                ? Machine.bootLive(spec, folders, listener, options.deadline())
                : Machine.bootOrRestore(spec, folders, listener, options.deadline());
        return over(image, machine, coordinator, guest -> {
            SeenTopology.read(guest.memory()).require(options.topology());
            guest.adopted("boot");
        });
    }

    /// Refuses a kernel that cannot be booted, before the machine that is there is given up for it.
    ///
    /// @throws org.schedlab.vm.LabException if there is none, or it cannot be read as one
    public static void requireKernel(BootOptions options) {
        Folders folders = Folders.ofUser();
        Path file = KernelImage.find(options.kernel().orElse(null), folders);
        options.kernel().ifPresent(_ -> KernelImage.open(file, folders));
    }

    private static MachineSpec spec(BootOptions options, KernelImage image, Folders folders) {
        Initramfs initramfs = Initramfs.build(folders);
        return MachineSpec.of(image.elf(), initramfs.file())
                .withInitramfsSha256(initramfs.sha256())
                .withKernelSha256(image.sha256())
                .withTopology(options.topology())
                .withMemoryBytes(options.memoryBytes())
                .withQuantumMicros(options.quantumMicros())
                .withInstructionNanos(options.instructionNanos())
                .withSeed(options.seed());
    }

    /// What decides the bits of such a machine in virtual time, apart from what it will be given; none is
    /// booted. See [MachineIdentity].
    ///
    /// @throws org.schedlab.vm.LabException if there is no kernel or no QEMU
    public static String identity(BootOptions options) {
        options.requireVirtualTime("say what decides the bits");
        Folders folders = Folders.ofUser();
        KernelImage image = KernelImage.open(KernelImage.find(options.kernel().orElse(null), folders), folders);
        return MachineIdentity.of(spec(options, image, folders), folders);
    }

    /// Keeps the checkpoint that such machines start from, or will, until it is closed.
    ///
    /// @throws org.schedlab.vm.LabException if there is no kernel or no QEMU
    public static CheckpointPin pin(BootOptions options) {
        Folders folders = Folders.ofUser();
        KernelImage image = KernelImage.open(KernelImage.find(options.kernel().orElse(null), folders), folders);
        return CheckpointPin.of(spec(options, image, folders), folders);
    }

    /// Restores a machine that stands at a checkpoint which was kept by another session.
    ///
    /// @throws org.schedlab.vm.LabException if it was made with another kernel, QEMU or schedlab
    public static GuestMachine at(Checkpoint checkpoint, FreezeCoordinator coordinator) {
        KernelImage image = KernelImage.open(checkpoint.spec().kernelElf(), Folders.ofUser());
        return restored(image, checkpoint, coordinator, guest -> guest.adopted("restore"));
    }

    /// Restores a machine of its own at a checkpoint of another one's. Whoever asks closes it. An interrupt of the
    /// restore has to wait.
    public static GuestMachine beside(GuestMachine other, Checkpoint checkpoint, FreezeCoordinator coordinator) {
        return Uninterrupted.call(
                () -> restored(other.image(), checkpoint, coordinator, guest -> guest.adopted("the past")));
    }

    static GuestMachine restored(
            KernelImage image, Checkpoint checkpoint, FreezeCoordinator its, Consumer<GuestMachine> check) {
        return over(image, Machine.restore(checkpoint, Folders.ofUser(), RESTORE), its, check);
    }

    /// If the machine is not what it should be, nothing of it stays: neither QEMU nor the mapping of
    /// its memory.
    static GuestMachine over(
            KernelImage image, Machine machine, FreezeCoordinator coordinator, Consumer<GuestMachine> check) {
        GuestMachine guest;
        try {
            guest = new GuestMachine(image, machine, coordinator);
        } catch (RuntimeException | Error e) {
            machine.close();
            throw e;
        }
        try {
            check.accept(guest);
            return guest;
        } catch (RuntimeException | Error e) {
            guest.close();
            throw e;
        }
    }
}
