package org.schedlab.vm.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.internal.checkpoint.CheckpointFolder;
import org.schedlab.vm.machine.internal.checkpoint.SavedState;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.host.RamWork;
import org.schedlab.vm.machine.internal.qemu.PluginLibrary;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.machine.internal.qemu.QemuArguments;
import org.schedlab.vm.machine.internal.qemu.RunningQemu;
import org.schedlab.vm.machine.internal.qemu.RuntimeFolder;
import org.schedlab.vm.machine.internal.ram.RamFile;
import org.schedlab.vm.spec.MachineSpec;

/// Brings up machines, and turns what can go wrong into errors for the user.
final class MachineStart {
    private MachineStart() {}

    static Machine boot(MachineSpec spec, Folders folders, BootListener listener, Deadline deadline) {
        return boot(spec, folders, listener, deadline, deadline);
    }

    /// @param firstLine by when the kernel must have said something on its console
    static Machine boot(
            MachineSpec spec, Folders folders, BootListener listener, Deadline firstLine, Deadline deadline) {
        listener.phase("QEMU starts", deadline.elapsed());
        checkFiles(spec);
        Qemu qemu = Qemu.find(spec.qemu());
        Machine machine = start(spec, qemu, PluginLibrary.extract(qemu, folders), folders, null, deadline);
        try {
            listener.phase("the kernel boots", deadline.elapsed());
            machine.run().boot(listener, firstLine, deadline);
            listener.phase("the agent is at its freeze point", deadline.elapsed());
            return machine;
        } catch (RuntimeException e) {
            machine.close();
            throw e;
        }
    }

    /// Starts from a checkpoint. While QEMU starts, another thread fills the RAM file.
    ///
    /// @throws org.schedlab.vm.spec.CheckpointException it is damaged or foreign
    static Machine restore(CheckpointFolder checkpoint, Folders folders, Deadline deadline) {
        MachineSpec spec = checkpoint.spec();
        checkFiles(spec);
        Qemu qemu = Qemu.find(spec.qemu());
        PluginLibrary plugin = PluginLibrary.extract(qemu, folders);
        try {
            checkpoint.checkMadeBy(qemu, plugin);
            SavedState saved = checkpoint.state();
            Machine machine = start(spec, qemu, plugin, folders, checkpoint, deadline);
            try {
                machine.run().load(saved, deadline);
                return machine;
            } catch (RuntimeException e) {
                machine.close();
                throw e;
            }
        } catch (IOException e) {
            throw CheckpointFolder.unreadable(checkpoint.path(), e);
        }
    }

    /// Starts QEMU with its guest paused; from a checkpoint, if there is one, with the guest's RAM
    /// already filled. QEMU makes its console's log when it starts, so the earlier one is there
    /// before.
    private static Machine start(
            MachineSpec spec,
            Qemu qemu,
            PluginLibrary plugin,
            Folders folders,
            @Nullable CheckpointFolder checkpoint,
            Deadline deadline) {
        RuntimeFolder folder = RuntimeFolder.create(folders);
        List<String> command = QemuArguments.of(spec, qemu, plugin.file(), checkpoint != null);
        RunningQemu.@Nullable Started parts = null;
        boolean started = false;
        try {
            RamFile.create(folder.path().resolve(QemuArguments.RAM), spec.memoryBytes());
            Files.createSymbolicLink(folder.path().resolve(QemuArguments.GATE), plugin.file());
            if (checkpoint != null) {
                checkpoint.copyConsole(folder.path().resolve(QemuArguments.CONSOLE));
            }
            RamWork<Path> fill = RamWork.start(() -> fill(checkpoint, folder.path()));
            parts = RunningQemu.start(folder, command, deadline);
            Path _ = fill.await(deadline);
            Machine machine = new Machine(spec, qemu, plugin, parts, checkpoint == null ? null : checkpoint.base());
            started = true;
            return machine;
        } catch (RunningQemu.StartFailure e) {
            throw startFailure(qemu, e);
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("QEMU " + qemu.version() + " did not start")
                            .found(String.valueOf(e.getMessage()))
                            .remedy("run it by hand to see more: " + String.join(" ", command))
                            .text(),
                    e);
        } finally {
            if (!started && parts != null) {
                parts.qemu().close();
            } else if (!started) {
                folder.close();
            }
        }
    }

    private static Path fill(@Nullable CheckpointFolder checkpoint, Path folder) throws IOException {
        if (checkpoint != null) {
            checkpoint.copyRam(folder.resolve(QemuArguments.RAM));
        }
        return folder;
    }

    private static RuntimeException startFailure(Qemu qemu, RunningQemu.StartFailure failure) {
        boolean plugins = failure.messages().stream().noneMatch(line -> line.contains("plugin"));
        String remedy = plugins
                ? "see what QEMU said; SCHEDLAB_QEMU chooses another QEMU"
                : "this QEMU has no TCG plugins, or refuses ours; Debian's has them: sudo apt install qemu-system-x86";
        MachineGoneException gone = new MachineGoneException(
                failure.getMessage() + " (QEMU " + qemu.version() + ", " + qemu.binary() + ")",
                failure.messages(),
                List.of(),
                remedy);
        gone.initCause(failure);
        return gone;
    }

    static void checkFiles(MachineSpec spec) {
        checkFile(spec.kernelElf(), "kernel");
        checkFile(spec.initramfs(), "initial file system");
    }

    private static void checkFile(Path file, String what) {
        if (!Files.isReadable(file)) {
            throw LabException.asked("the " + what + " is not there")
                    .found("no readable file " + file)
                    .remedy("build or fetch it again")
                    .exception();
        }
    }
}
