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
import org.schedlab.vm.LabException;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.machine.internal.checkpoint.BaseRam;
import org.schedlab.vm.machine.internal.checkpoint.CheckpointFolder;
import org.schedlab.vm.machine.internal.checkpoint.CheckpointWriter;
import org.schedlab.vm.machine.internal.checkpoint.SavedState;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.qemu.PluginLibrary;
import org.schedlab.vm.machine.internal.qemu.Qemu;
import org.schedlab.vm.machine.internal.qemu.RunningQemu;
import org.schedlab.vm.machine.internal.ram.MachineRam;
import org.schedlab.vm.machine.internal.ram.RamFile;
import org.schedlab.vm.memory.RamLayout;
import org.schedlab.vm.spec.MachineSpec;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;

/// A virtual machine that stands still between two turns of its CPUs, unless it is told to let guest
/// time pass or its agent work. In a live one, time may also pass while its agent waits at the freeze point.
///
/// Confined to one thread at a time, except [#close()], [#console()], [#pid()] and [#ramFile()].
/// Whoever booted it closes it; closing kills QEMU and removes the runtime folder, and so do a guest
/// panic, the death of QEMU, and the end of the JVM, however it comes.
public final class Machine implements AutoCloseable {
    /// How many probes a machine can have at a time; `probes.h` has room for as many again, for the recorder.
    public static final int MOST_PROBES = 1024;

    private static final Duration CHECKPOINT = Duration.ofMinutes(1);

    private final MachineSpec spec;
    private final Qemu qemu;
    private final PluginLibrary plugin;
    private final MachineRam ram;
    private final MachineRun run;
    private final Qmp qmp;
    private @Nullable BaseRam base;
    private final Observers observers;
    private final GivenInputs given;

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
        observers = new Observers(run, spec.topology().cpus(), this::requireStanding);
        given = new GivenInputs(run, observers, spec.mode());
    }

    /// Boots a machine and returns it frozen at the end of the turn in which its agent first reaches the
    /// freeze point.
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

    /// Starts from a checkpoint and returns the machine frozen in the very state of the one that it was made of.
    ///
    /// @throws org.schedlab.vm.spec.CheckpointException the checkpoint is damaged, or was made with another QEMU,
    ///     kernel or agent
    public static Machine restore(Checkpoint checkpoint, Folders folders, Duration deadline) {
        return MachineStart.restore(checkpoint.content(), folders, Deadline.in(deadline));
    }

    /// Boots the first time, restores every other time: the first boot of such a machine is kept as a
    /// checkpoint in the cache folder. Whichever happens, the machine is in the same state, bit by
    /// bit. The listener is told of damaged checkpoints, which are made again, of ones not used for
    /// long, which are dropped, and where there is no room for one: then it boots all the same.
    ///
    /// @param deadline as in [#boot]
    public static Machine bootOrRestore(MachineSpec spec, Folders folders, BootListener listener, Duration deadline) {
        return BaseCheckpoint.bootOrRestore(spec, folders, listener, Deadline.ofProgress(deadline));
    }

    /// Lets the guest's agent do what is in its mailbox: its doorbell is rung, and the guest runs until
    /// the agent is at its freeze point; [#awaitFreeze(Duration)] waits for that. The machine stands at
    /// the end of the turn in which the agent got there.
    public void thaw() {
        leaveInstruction();
        given.note(new Input.Ring(Long.MAX_VALUE));
        run.thaw();
    }

    /// As [#thaw()], but the machine stands after so much guest time at the latest, at the end of a turn;
    /// what [#awaitFreeze] gives tells which it was. Its agent may be let go on with [#goOn(Duration)].
    ///
    /// @param atMost guest time, above zero
    /// @throws LabException the machine is live or not frozen
    public void thaw(Duration atMost) {
        thaw(List.of(), atMost);
    }

    /// As [#thaw(Duration)], but at most to one of some instructions, as [#runTo].
    public void thaw(List<Probe> probes, Duration atMost) {
        standAt(probes);
        given.note(new Input.Ring(atMost.toNanos()));
        run.thaw(atMost, true);
    }

    /// Lets an agent that is at work go on with it; the doorbell is not rung. Otherwise as
    /// [#thaw(Duration)]. Nobody in the guest notices that the machine stood meanwhile.
    public void goOn(Duration atMost) {
        leaveInstruction();
        given.note(new Input.GoOn(atMost.toNanos()));
        run.thaw(atMost, false);
    }

    /// Lets guest time pass, of which nobody in the guest takes notice: a machine that is stopped a
    /// thousand times goes through the same states, bit by bit, as one that is not. The machine stands
    /// where a turn ends in any case: at the first multiple of the quantum (of 1 ms without a quantum)
    /// at or after the time asked for. What it stands beyond that is taken off the next stretch, so a
    /// thousand stretches are as long as one that is a thousand times as long.
    ///
    /// @param guestTime above zero
    /// @param deadline host time to wait for that
    /// @return why it stands: an agent that was at work, or a probe, may have stopped it sooner
    /// @throws LabException it is not above zero, or the machine is live or not frozen
    /// @throws org.schedlab.vm.DeadlineException not so far in time; it still runs, [#awaitFreeze] waits on
    public Stop.Standing run(Duration guestTime, Duration deadline) {
        leaveInstruction();
        return pass(guestTime, deadline);
    }

    /// As [#run], but at most to one of some instructions or stores, where the machine stands in the
    /// middle of a turn: [Stop.InTurn]. There RAM, registers and what observers have may be read, and the
    /// next call may go on from there; all else lets the turn come to its end first, and takes the probes
    /// out.
    ///
    /// @param probes of the kinds that stop in a turn. If they are not those of the call before, the turn
    ///     comes to its end first, and what they are at in the rest of it is not seen
    public Stop.Standing runTo(List<Probe> probes, Duration guestTime, Duration deadline) {
        requireStanding("stop at an instruction");
        observers.standAt(probes);
        return pass(guestTime, deadline);
    }

    /// Where a CPU stands in the middle of its turn; empty if all stand between two turns.
    public Optional<Stop.InTurn> inTurn() {
        return run.inTurn();
    }

    /// Who asks for anything else is not to be stopped at instructions; to take those probes out
    /// lets the turn end.
    private void leaveInstruction() {
        standAt(List.of());
    }

    private void standAt(List<Probe> probes) {
        if (!spec.mode().live() && frozen()) {
            observers.standAt(probes);
        }
    }

    private Stop.Standing pass(Duration guestTime, Duration deadline) {
        if (!guestTime.isPositive()) {
            throw LabException.asked("guest time cannot move by " + guestTime)
                    .available("durations above zero: the guest's clock goes forward only")
                    .remedy("rewind to an earlier checkpoint to go back")
                    .exception();
        }
        given.note(new Input.Run(Math.addExact(run.askedNanos(), guestTime.toNanos())));
        return run.thaw(guestTime) ? awaitFreeze(deadline) : new Stop.AtTurnsEnd();
    }

    /// The guest's clock of QEMU where the machine stands, in ns from power-on; the TSC that the guest reads there.
    ///
    /// @throws LabException if the machine is live
    public long clockNanos() {
        spec.mode().requireVirtual("read QEMU's clock");
        return run.clockNanos();
    }

    /// The time for which the present stop was asked, in ns of the same clock.
    public long askedNanos() {
        return run.askedNanos();
    }

    /// Waits until the guest stands again. After a missed deadline the guest still
    /// runs, and one may wait again.
    ///
    /// @return why it stands
    /// @throws GuestPanicException the guest's kernel panicked; the machine is closed
    /// @throws MachineGoneException QEMU is gone; the machine is closed
    /// @throws org.schedlab.vm.DeadlineException the guest did not come in time
    public Stop.Standing awaitFreeze(Duration deadline) {
        Stop.Standing stop = run.awaitFreeze(deadline);
        if (stop instanceof Stop.AtProbe || stop instanceof Stop.InTurn) {
            given.cutShort();
        }
        return stop;
    }

    private void requireStanding(String asked) {
        spec.mode().requireVirtual(asked);
        run.checkFrozen(asked);
    }

    /// Probes and their events, the flight recorder, profiles.
    public Observers observers() {
        return observers;
    }

    /// Lets time pass in a frozen live machine; its agent waits at the freeze point.
    public void letTimePass() {
        run.letTimePass();
    }

    /// Freezes a live machine in which time passes, wherever its CPUs are; its agent is at the freeze point.
    ///
    /// @throws MachineGoneException QEMU is gone; the machine is closed
    public void stopTime() {
        run.stopTime();
    }

    /// Whether this is a live machine in which time passes.
    public boolean timePasses() {
        return run.state() == MachineState.WAITING;
    }

    /// Keeps this moment in `folder`, which must not exist yet. The guest takes no part in it: with and without
    /// checkpoints, and restored, it goes through the same states. The first takes as much disk as the guest has
    /// touched memory, later ones what has changed since.
    ///
    /// @throws UncheckedIOException it cannot be written; nothing half-written is left, and the machine
    ///     stands where it stood
    public Checkpoint checkpoint(Path folder) {
        requireStanding("make a checkpoint");
        leaveInstruction();
        CheckpointWriter.checkFree(folder);
        SavedState saved = run.save(Deadline.in(CHECKPOINT));
        BaseRam before = base;
        CheckpointWriter writer = new CheckpointWriter(folder, console().file(), spec, qemu, plugin);
        try {
            CheckpointFolder written = ram.read(now -> writer.write(now, saved, before));
            if (before == null) {
                base = written.base();
            }
            return new Checkpoint(written);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the checkpoint", e);
        }
    }

    /// Whether the guest stands still: RAM does not change and may be read and written.
    public boolean frozen() {
        return run.state() == MachineState.FROZEN;
    }

    /// The mailbox, [org.schedlab.vm.spec.GuestLayout#MAILBOX_BYTES] long, shared with the guest. Unmapped when the
    /// machine is closed.
    public MemorySegment mailbox() {
        return ram.mailbox();
    }

    /// Puts a message into the mailbox of a frozen machine.
    ///
    /// @param what for, in a few words
    /// @param parts what and where, in order
    public void give(String what, List<Input.Part> parts) {
        run.checkFrozen("put a message into the mailbox");
        leaveInstruction();
        given.note(new Input.Message(what, parts));
        for (Input.Part part : parts) {
            MemorySegment content = MemorySegment.ofArray(part.content().bytes());
            MemorySegment.copy(content, 0, mailbox(), part.offset(), content.byteSize());
        }
    }

    /// What this machine was given since it booted, or as its restorer says; nothing of a live one.
    public Journal journal() {
        return given.journal();
    }

    /// Writes there what was written into another machine's RAM.
    void write(Input.Write write) {
        given.written(write);
        byte[] bytes = write.content().bytes();
        ram.write(ram().offset(write.physical(), bytes.length), bytes);
    }

    /// What this machine is given, and its journal.
    public GivenInputs given() {
        return given;
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

    /// How much of its RAM the guest has touched, in bytes: no checkpoint of this moment takes 1 MiB more.
    public long touchedBytes() {
        return ram.touchedBytes();
    }

    /// A hash of all RAM, in hex: SHA-256 over the pages that are not zero, number and XXH64 of
    /// seeds 0 and 1. It takes some 30 ms; the machine must be frozen.
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

    /// From now on QMP commands are allowed at any time, and runs are no longer bit-exact, for good. Until the next
    /// thaw QEMU's main thread rests while the guest runs.
    public void giveUpRepeatability() {
        run.giveUpRepeatability();
    }

    /// Kills QEMU, waits for its end and removes the runtime folder. Idempotent.
    @Override
    public void close() {
        run.close();
        observers.close();
    }

    MachineRun run() {
        return run;
    }
}
