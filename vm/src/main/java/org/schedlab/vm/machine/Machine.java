package org.schedlab.vm.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.machine.internal.BaseRam;
import org.schedlab.vm.machine.internal.CheckpointFolder;
import org.schedlab.vm.machine.internal.CheckpointWriter;
import org.schedlab.vm.machine.internal.ConsoleFollower;
import org.schedlab.vm.machine.internal.Deadline;
import org.schedlab.vm.machine.internal.MachineRam;
import org.schedlab.vm.machine.internal.Migration;
import org.schedlab.vm.machine.internal.PluginLibrary;
import org.schedlab.vm.machine.internal.Qemu;
import org.schedlab.vm.machine.internal.QemuArguments;
import org.schedlab.vm.machine.internal.QmpConnection;
import org.schedlab.vm.machine.internal.RamFile;
import org.schedlab.vm.machine.internal.RamWork;
import org.schedlab.vm.machine.internal.RunningQemu;
import org.schedlab.vm.memory.RamLayout;

/// A virtual machine that stands still, at its freeze point, unless it is told to run to the next
/// one.
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

    private static final Duration CHECKPOINT = Duration.ofMinutes(1);
    private static final Duration CONSOLE_POLL = Duration.ofMillis(100);

    private final MachineSpec spec;
    private final Qemu qemu;
    private final PluginLibrary plugin;
    private volatile RunningQemu.Started parts;
    private final Console console;
    private final Qmp qmp;
    private final MachineRam ram;
    private @Nullable BaseRam base;
    private volatile State state = State.PAUSED;
    private boolean repeatable = true;

    private enum State {
        PAUSED,
        RUNNING,
        FROZEN,
        CLOSED
    }

    Machine(MachineSpec spec, Qemu qemu, PluginLibrary plugin, RunningQemu.Started parts, @Nullable BaseRam base) {
        this.spec = spec;
        this.qemu = qemu;
        this.plugin = plugin;
        this.parts = parts;
        this.base = base;
        console = new Console(parts.qemu().console());
        qmp = new Qmp(new QmpGuard());
        try {
            ram = MachineRam.map(parts.qemu().ram());
        } catch (IOException e) {
            parts.qemu().close();
            throw new UncheckedIOException("cannot map the guest's memory", e);
        }
    }

    /// Boots a machine and returns it frozen where its agent first reaches the freeze point.
    ///
    /// @throws GuestPanicException the kernel did not survive the boot
    /// @throws MachineGoneException QEMU did not start or ended
    /// @throws org.schedlab.vm.DeadlineException the agent did not come in time; the machine is closed
    public static Machine boot(MachineSpec spec, Folders folders, BootListener listener, Duration deadline) {
        return MachineStart.boot(spec, folders, listener, Deadline.in(deadline));
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
    /// is told.
    public static Machine bootOrRestore(MachineSpec spec, Folders folders, BootListener listener, Duration deadline) {
        return BaseCheckpoint.bootOrRestore(spec, folders, listener, Deadline.in(deadline));
    }

    /// Lets the guest run from its freeze point to the next; [#awaitFreeze(Duration)] waits for that.
    public void thaw() {
        checkFrozen("thaw");
        try {
            state = State.RUNNING;
            if (repeatable) {
                parts.rendezvous().release();
            } else {
                parts.rendezvous().releaseForLive();
            }
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// Waits until the guest is at its freeze point again. After a missed deadline the guest still
    /// runs, and one may wait again.
    ///
    /// @throws GuestPanicException the guest's kernel panicked; the machine is closed
    /// @throws MachineGoneException QEMU is gone; the machine is closed
    /// @throws org.schedlab.vm.DeadlineException the guest did not come in time
    public void awaitFreeze(Duration deadline) {
        if (state != State.RUNNING) {
            throw wrongState("wait for a freeze", "thawed");
        }
        try {
            if (!parts.rendezvous().await(deadline)) {
                throw Deadline.in(deadline)
                        .missed(
                                "the guest to reach its freeze point",
                                "wait longer, or close the machine and boot again; "
                                        + Console.quoted(console.lastLines()));
            }
            state = State.FROZEN;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// Starts the guest's CPUs, which QMP paused, and waits for the freeze point.
    void runToFreeze(BootListener listener, Deadline deadline) {
        ConsoleFollower follower =
                new ConsoleFollower(console.file(), line -> listener.consoleLine(line, deadline.elapsed()));
        try {
            parts.qmp().execute("cont", Map.of(), deadline);
            state = State.RUNNING;
            while (!parts.rendezvous().await(shorter(CONSOLE_POLL, deadline.left()))) {
                follower.poll();
                if (deadline.passed()) {
                    throw deadline.missed(
                            "the guest's agent to reach its freeze point",
                            "allow more time, or look at " + Console.quoted(console.lastLines()));
                }
            }
            follower.poll();
            state = State.FROZEN;
        } catch (IOException e) {
            throw gone(e);
        }
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
        checkFrozen("make a checkpoint");
        CheckpointWriter.checkFree(folder);
        CheckpointWriter writer = new CheckpointWriter(folder, console.file(), spec, qemu, plugin);
        CheckpointFolder written;
        try {
            written = throughCheckpoint(devices -> ram.read(now -> writer.write(now, devices, base)));
        } catch (IOException e) {
            writer.abandon();
            throw new UncheckedIOException("cannot write the checkpoint " + folder, e);
        } catch (RuntimeException e) {
            writer.abandon();
            throw e;
        }
        if (base == null) {
            base = written.base();
        }
        return new Checkpoint(written);
    }

    /// Goes through the states that [#checkpoint] goes through, and keeps nothing.
    public void passAsIfKept() {
        checkFrozen("make a pass");
        try {
            boolean _ = throughCheckpoint(devices -> true);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private interface Keeper<T> {
        T keep(byte[] devices) throws IOException;
    }

    /// @throws IOException from `keeper`; the machine is frozen again all the same
    private <T> T throughCheckpoint(Keeper<T> keeper) throws IOException {
        Deadline deadline = Deadline.in(CHECKPOINT);
        byte[] devices;
        try {
            state = State.PAUSED;
            Migration.pause(parts, deadline);
            devices = Migration.save(parts, deadline);
        } catch (IOException e) {
            throw gone(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        RamWork<T> keeping = RamWork.start(() -> keeper.keep(devices));
        restartOverTheSameRam(deadline);
        try {
            return keeping.await(deadline);
        } finally {
            load(devices, deadline);
        }
    }

    private void restartOverTheSameRam(Deadline deadline) {
        try {
            parts = parts.qemu().restart(QemuArguments.of(spec, qemu, plugin.file(), true), deadline);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// Puts in the state of the devices, behind the RAM, which is there, and runs to the freeze point.
    void load(byte[] devices, Deadline deadline) {
        try {
            Migration.load(parts, devices, deadline);
        } catch (IOException e) {
            throw gone(e);
        }
        runToFreeze(BootListener.SILENT, deadline);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Whether the guest stands at its freeze point: RAM does not change and may be read and written.
    public boolean frozen() {
        return state == State.FROZEN;
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
        return parts.qemu().ram();
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
        checkFrozen("hash the RAM");
        return ram.hash();
    }

    /// What the guest's kernel printed.
    public Console console() {
        return console;
    }

    /// What the machine is made of.
    public MachineSpec spec() {
        return spec;
    }

    /// QEMU's process id.
    public long pid() {
        return parts.qemu().pid();
    }

    /// QEMU's version as it says itself.
    public String qemuVersion() {
        return qemu.version();
    }

    /// QEMU's command line.
    public List<String> commandLine() {
        return parts.qemu().command();
    }

    /// QEMU's machine protocol; commands are refused until [#giveUpRepeatability()].
    public Qmp qmp() {
        return qmp;
    }

    /// Whether equal inputs still give equal bits.
    public boolean repeatable() {
        return repeatable;
    }

    /// From now on QMP commands are allowed at any time, and runs are no longer bit-exact. There is
    /// no way back.
    ///
    /// Takes effect at the next thaw: until then QEMU's main thread rests while the guest runs.
    public void giveUpRepeatability() {
        repeatable = false;
    }

    /// Kills QEMU, waits for its end and removes the runtime folder. Idempotent.
    @Override
    public void close() {
        synchronized (console) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            try {
                console.keep();
            } finally {
                parts.qemu().close();
                ram.close();
            }
        }
    }

    private void checkFrozen(String asked) {
        if (state != State.FROZEN) {
            throw wrongState(asked, "frozen");
        }
    }

    private LabException wrongState(String asked, String needed) {
        return LabException.asked("cannot %s: the machine is not %s".formatted(asked, needed))
                .found("it is " + state.name().toLowerCase(java.util.Locale.ROOT))
                .remedy(state == State.CLOSED ? "boot a machine" : "thaw and awaitFreeze take turns")
                .exception();
    }

    /// QEMU hung up: finds out why, cleans up, and makes the exception that says it.
    RuntimeException gone(IOException cause) {
        if (state == State.CLOSED) {
            return wrongState("use the machine", "open");
        }
        String how = parts.qemu().end();
        List<String> messages = parts.qemu().messages();
        close();
        RuntimeException gone = console.panic()
                .<RuntimeException>map(panic -> new GuestPanicException(panic, console.aroundPanic()))
                .orElseGet(
                        () -> new MachineGoneException(how, messages, console.lastLines(), "boot the machine again"));
        gone.initCause(cause);
        return gone;
    }

    private final class QmpGuard implements Qmp.Guard {
        @Override
        public void checkAllowed(String command) {
            if (state == State.CLOSED) {
                throw wrongState("send " + command, "open");
            }
            if (repeatable) {
                throw LabException.asked("cannot send the QMP command " + command + " to a machine in virtual time")
                        .found("a command would change the vCPUs' turns: the run could not be repeated")
                        .remedy("call giveUpRepeatability() first, if that is meant")
                        .exception();
            }
        }

        @Override
        public QmpConnection connection() {
            return parts.qmp();
        }

        @Override
        public RuntimeException gone(IOException cause) {
            return Machine.this.gone(cause);
        }
    }
}
