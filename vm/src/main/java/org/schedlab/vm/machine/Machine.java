package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Folders;
import org.schedlab.vm.machine.internal.BaseRam;
import org.schedlab.vm.machine.internal.CheckpointFolder;
import org.schedlab.vm.machine.internal.CheckpointWriter;
import org.schedlab.vm.machine.internal.Deadline;
import org.schedlab.vm.machine.internal.MachineRam;
import org.schedlab.vm.machine.internal.PluginLibrary;
import org.schedlab.vm.machine.internal.Qemu;
import org.schedlab.vm.machine.internal.QemuArguments;
import org.schedlab.vm.machine.internal.RamFile;
import org.schedlab.vm.machine.internal.RunningQemu;
import org.schedlab.vm.memory.RamLayout;

/// A virtual machine that stands still, at its freeze point, unless it is told to run to the next
/// one. In a live one ([Mode]) time may also pass while its agent waits at the freeze point.
///
/// Confined to one thread at a time, except [#close()], [#console()], [#pid()] and [#ramFile()].
/// Whoever booted it closes it; closing kills QEMU and removes the runtime folder, and so do a guest
/// panic, the death of QEMU, and the end of the JVM, however it comes.
public final class Machine implements AutoCloseable {
    /// The guest virtual address, in user space, whose execution is the freeze point: `nop; ret` in
    /// the agent.
    public static final long FREEZE_POINT = 0x5c_ed1a_b000L;
    /// The guest-physical address of the mailbox, kept from the kernel. The RAM file's offset is the
    /// same.
    public static final long MAILBOX_ADDRESS = 0x0800_0000L;
    /// The mailbox's size.
    public static final long MAILBOX_BYTES = 4L << 20;

    /// Where the mailbox counts the freeze points that the agent has reached; 8 bytes.
    public static final long PASS_OFFSET = 0x18;
    /// Where the host puts the number of the freeze point from which it lets a live machine's agent
    /// go on; 8 bytes.
    public static final long RELEASED_OFFSET = 0x68;

    private final MachineSpec spec;
    private final Qemu qemu;
    private final PluginLibrary plugin;
    private final MachineRam ram;
    private final MachineRun run;
    private final Qmp qmp;
    private @Nullable BaseRam base;

    Machine(MachineSpec spec, Qemu qemu, PluginLibrary plugin, RunningQemu.Started parts, @Nullable BaseRam base) {
        this.spec = spec;
        this.qemu = qemu;
        this.plugin = plugin;
        this.base = base;
        try {
            ram = MachineRam.map(parts.qemu().ram());
        } catch (IOException e) {
            parts.qemu().close();
            throw new UncheckedIOException("cannot map the guest's memory", e);
        }
        run = new MachineRun(spec.mode(), parts, ram);
        qmp = new Qmp(new QmpGuard(run));
    }

    /// Boots a machine and returns it frozen where its agent first reaches the freeze point.
    ///
    /// @param deadline how long the host waits for a sign of progress, such as a line on the guest's
    ///     console; ten times as long for all of it
    /// @throws GuestPanicException the kernel did not survive the boot
    /// @throws MachineGoneException QEMU did not start or ended
    /// @throws org.schedlab.vm.DeadlineException the agent did not come in time; the machine is closed
    public static Machine boot(MachineSpec spec, Folders folders, BootListener listener, Duration deadline) {
        return MachineStart.boot(spec, folders, listener, Deadline.ofProgress(deadline));
    }

    /// Boots a live machine: with KVM if a stock kernel comes up with it, else emulated. The listener
    /// is told which, and why; that KVM does not work is remembered until the host boots again.
    ///
    /// @param spec its mode and quantum do not matter
    /// @param deadline as in [#boot]
    public static Machine bootLive(MachineSpec spec, Folders folders, BootListener listener, Duration deadline) {
        return LiveStart.boot(spec, folders, listener, Deadline.ofProgress(deadline));
    }

    /// Starts from a checkpoint and returns the machine frozen at the freeze point after it: in the
    /// very state in which [#checkpoint(Path)] left the machine it was made of.
    ///
    /// @throws CheckpointException the checkpoint is damaged, or was made with another QEMU, kernel
    ///     or agent
    public static Machine restore(Checkpoint checkpoint, Folders folders, Duration deadline) {
        return MachineStart.restore(checkpoint.content(), folders, Deadline.in(deadline));
    }

    /// Boots the first time, restores every other time: the first boot of such a machine is kept as a
    /// checkpoint in the cache folder. Whichever happens, the machine is in the same state, bit by
    /// bit. Damaged checkpoints are made again, and ones not used for long are dropped; the listener
    /// is told. Where there is no room for a checkpoint the machine boots all the same, and the
    /// listener is told too.
    ///
    /// @param deadline as in [#boot]
    public static Machine bootOrRestore(MachineSpec spec, Folders folders, BootListener listener, Duration deadline) {
        return BaseCheckpoint.bootOrRestore(spec, folders, listener, Deadline.ofProgress(deadline));
    }

    /// Lets the guest run from its freeze point to the next; [#awaitFreeze(Duration)] waits for that.
    public void thaw() {
        run.thaw();
    }

    /// Waits until the guest is at its freeze point again. After a missed deadline the guest still
    /// runs, and one may wait again.
    ///
    /// @throws GuestPanicException the guest's kernel panicked; the machine is closed
    /// @throws MachineGoneException QEMU is gone; the machine is closed
    /// @throws org.schedlab.vm.DeadlineException the guest did not come in time
    public void awaitFreeze(Duration deadline) {
        run.awaitFreeze(deadline);
    }

    /// Lets time pass in a frozen live machine; its agent waits at the freeze point.
    public void letTimePass() {
        run.letTimePass();
    }

    /// Freezes a live machine in which time passes, wherever its CPUs are; its agent is at the freeze
    /// point.
    ///
    /// @throws MachineGoneException QEMU is gone; the machine is closed
    public void stopTime() {
        run.stopTime();
    }

    /// Whether this is a live machine in which time passes while its agent waits for the next thaw.
    public boolean timePasses() {
        return run.state() == MachineState.WAITING;
    }

    /// Keeps this moment in `folder`, which must not exist yet, and returns frozen again.
    ///
    /// The guest makes one extra pass from freeze point to freeze point, and what is kept lies right
    /// behind the first of them. So a mailbox command must not be waiting, and a session whose every
    /// step makes such a pass goes through the same states with and without checkpoints. Takes about
    /// 0.1 s. The first checkpoint of a machine that booted takes as much disk as the guest has
    /// touched memory, later ones what has changed since.
    ///
    /// A new QEMU goes on over the same RAM file, just as after [#restore]: one that merely continued
    /// would give the next turn to whichever vCPU the host's timing chose. [#pid()] changes; mailbox,
    /// RAM file and console stay.
    ///
    /// @throws UncheckedIOException it cannot be written; the machine has made the pass all the same,
    ///     and stands where it would stand
    public Checkpoint checkpoint(Path folder) {
        spec.mode().requireVirtual("make a checkpoint");
        run.checkFrozen("make a checkpoint");
        CheckpointWriter.checkFree(folder);
        CheckpointFolder written =
                pass().write(ram, new CheckpointWriter(folder, console().file(), spec, qemu, plugin), base);
        if (base == null) {
            base = written.base();
        }
        return new Checkpoint(written);
    }

    /// Goes through the states that [#checkpoint] goes through, and keeps nothing.
    public void passAsIfKept() {
        spec.mode().requireVirtual("make such a pass");
        run.checkFrozen("make a pass");
        try {
            boolean _ = pass().of(devices -> true);
        } catch (IOException e) {
            throw run.gone(e);
        }
    }

    private CheckpointPass pass() {
        return new CheckpointPass(run, QemuArguments.of(spec, qemu, plugin.file(), true));
    }

    /// Whether the guest stands at its freeze point: RAM does not change and may be read and written.
    public boolean frozen() {
        return run.state() == MachineState.FROZEN;
    }

    /// The mailbox, [#MAILBOX_BYTES] long, shared with the guest. Unmapped when the machine is closed.
    public MemorySegment mailbox() {
        return ram.mailbox();
    }

    /// The full checkpoint that this machine came from, or that was the first one made of it.
    public Optional<Checkpoint> origin() {
        BaseRam full = base;
        return full == null ? Optional.empty() : Optional.of(new Checkpoint(full.checkpoint()));
    }

    /// The file that is the guest's RAM.
    public Path ramFile() {
        return run.parts().qemu().ram();
    }

    /// Where guest-physical addresses are in [#ramFile()].
    public RamLayout ram() {
        return RamFile.layout(spec.memoryBytes());
    }

    /// How much of its RAM the guest has touched, in bytes: no checkpoint of this moment takes more,
    /// but for the devices' state of less than 1 MiB.
    public long touchedBytes() {
        return ram.touchedBytes();
    }

    /// A hash of all RAM, in hex, the same for the same content; the machine must be frozen. Takes
    /// some 30 ms.
    ///
    /// It is the SHA-256 over all pages that are not zero: number, and XXH64 with seeds 0 and 1.
    public String ramHash() {
        run.checkFrozen("hash the RAM");
        return ram.hash();
    }

    /// What the guest's kernel printed.
    public Console console() {
        return run.console();
    }

    /// What the machine is made of.
    public MachineSpec spec() {
        return spec;
    }

    /// QEMU's process id.
    public long pid() {
        return run.parts().qemu().pid();
    }

    /// QEMU's version as it says itself.
    public String qemuVersion() {
        return qemu.version();
    }

    /// QEMU's command line.
    public List<String> commandLine() {
        return run.parts().qemu().command();
    }

    /// QEMU's machine protocol; commands are refused until [#giveUpRepeatability()].
    public Qmp qmp() {
        return qmp;
    }

    /// Whether equal inputs still give equal bits.
    public boolean repeatable() {
        return run.repeatable();
    }

    /// From now on QMP commands are allowed at any time, and runs are no longer bit-exact. There is
    /// no way back.
    ///
    /// Takes effect at the next thaw: until then QEMU's main thread rests while the guest runs.
    public void giveUpRepeatability() {
        run.giveUpRepeatability();
    }

    /// Kills QEMU, waits for its end and removes the runtime folder. Idempotent.
    @Override
    public void close() {
        run.close();
    }

    MachineRun run() {
        return run;
    }
}
