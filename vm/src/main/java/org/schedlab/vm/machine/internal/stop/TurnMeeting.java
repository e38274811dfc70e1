package org.schedlab.vm.machine.internal.stop;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.machine.internal.checkpoint.SavedState;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.qemu.Migration;
import org.schedlab.vm.machine.internal.qemu.PluginLine;
import org.schedlab.vm.machine.internal.qemu.PluginLine.How;
import org.schedlab.vm.machine.internal.qemu.Round;
import org.schedlab.vm.machine.internal.qemu.RunningQemu;
import org.schedlab.vm.spec.CpuRegisters;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordPlaces;

/// The stops of a machine in virtual time: at the ends of turns, by the plugin (`stops.c`). Used by
/// one thread at a time.
public final class TurnMeeting implements Meeting {
    private static final Duration START = Duration.ofSeconds(30);

    private final RunningQemu.Started parts;
    private @Nullable SavedState toResume;
    private boolean cpusStarted;
    private boolean repeatable = true;
    private long clockNanos;
    private long askedNanos;
    private long untilNanos;
    private Runnable reader = () -> {};
    private Stop.@Nullable InTurn inTurn;

    /// @param parts a QEMU whose CPUs were not started yet
    public TurnMeeting(RunningQemu.Started parts) {
        this.parts = parts;
    }

    /// The guest's clock of QEMU where the machine stands, in ns from power-on.
    public long clockNanos() {
        return clockNanos;
    }

    /// The time for which this stop was asked; less than a grid step before [#clockNanos()].
    public long askedNanos() {
        return askedNanos;
    }

    /// Puts a saved machine in: it stands where that stood.
    public void load(SavedState state, Deadline deadline) throws IOException {
        Migration.load(parts, state.devices(), deadline);
        toResume = state;
        clockNanos = state.clockNanos();
        askedNanos = state.askedNanos();
    }

    /// Everything but the RAM of the machine, which stands.
    public SavedState save(Deadline deadline) throws IOException {
        SavedState still = toResume;
        if (still != null) { // the guest has not moved, but the time that was asked for may have
            return new SavedState(clockNanos, askedNanos, still.round(), still.devices());
        }
        Round round = parts.line().save(deadline);
        return new SavedState(clockNanos, askedNanos, round, parts.qemu().takeDevices());
    }

    public boolean repeatable() {
        return repeatable;
    }

    /// At the next release, QEMU's main thread begins to run as it likes.
    public void giveUpRepeatability() {
        repeatable = false;
    }

    /// A machine that was just started begins to boot.
    public void boot() throws IOException {
        go(PluginLine.NO_TIME, How.SILENT);
    }

    @Override
    public void release() throws IOException {
        go(PluginLine.NO_TIME, ringing());
    }

    /// As [#release()], but the guest stands after so much guest time also when that is not done.
    ///
    /// @param ring false when the agent is at work already: then nobody in the guest notices
    public void release(long atMostNanos, boolean ring) throws IOException {
        askedNanos = clockNanos + atMostNanos;
        go(askedNanos, ring ? ringing() : How.SILENT);
    }

    private How ringing() {
        return repeatable ? How.RING : How.UNREPEATABLE;
    }

    /// Lets guest time pass, of which nobody in the guest takes notice. The machine then stands at the
    /// first multiple of the quantum at or after the time asked for; what it stands beyond that is
    /// taken off the next stretch.
    ///
    /// @param nanos from the time asked for before, or from the end of the last command
    /// @return false if the machine stands beyond that already, and stays
    public boolean release(long nanos) throws IOException {
        askedNanos += nanos;
        if (askedNanos <= clockNanos) {
            return false;
        }
        go(askedNanos, How.SILENT);
        return true;
    }

    /// While the machine stands: these probes are to be there, in place of those before.
    ///
    /// @param newRing whether the file of events is a new one
    public void probes(List<Probe> probes, boolean newRing) throws IOException {
        parts.line().probes(probes, newRing);
    }

    /// While the machine stands: the flight recorder has a new file.
    ///
    /// @param newReader called whenever the file is filling, and the guest stands for it
    public void record(RecordPlaces places, Runnable newReader) throws IOException {
        parts.line().record(places);
        reader = newReader;
    }

    /// The registers of a CPU; the machine stands.
    public CpuRegisters registers(int cpu, Deadline deadline) throws IOException {
        CpuRegisters found = parts.line().registers(cpu, deadline);
        Stop.InTurn at = inTurn;
        // In a turn QEMU need not have the instruction pointer of that CPU in its memory.
        return at != null && at.cpu() == cpu
                ? new CpuRegisters(at.pc(), found.sp(), found.bp(), found.userMode())
                : found;
    }

    /// Where a CPU stands in the middle of its turn; empty if all stand between two turns.
    public Optional<Stop.InTurn> inTurn() {
        return Optional.ofNullable(inTurn);
    }

    /// Lets a CPU that stands in the middle of its turn come to its end.
    ///
    /// @return why the machine stands: not in the middle of a turn
    public Stop endTurn(Deadline deadline) throws IOException {
        long asked = clockNanos;
        Stop why;
        do {
            go(asked, How.SILENT);
            why = await(deadline.left());
        } while (why instanceof Stop.InTurn);
        if (!(why instanceof Stop.Standing standing && standing.agentArrived())) {
            askedNanos = asked;
        }
        return why;
    }

    private void go(long until, How how) throws IOException {
        inTurn = null;
        untilNanos = until;
        SavedState saved = toResume;
        if (saved != null) {
            parts.line().resume(saved.round());
            toResume = null;
        }
        parts.line().go(until, how);
        if (!cpusStarted) {
            cpusStarted = true;
            // Not waited for: the guest may stand again before QEMU's main thread comes to its answer,
            // and that thread rests then.
            long _ = parts.qmp().send("cont", Map.of(), Deadline.in(START));
        }
    }

    @Override
    public Stop await(Duration atMost) throws IOException {
        Deadline deadline = Deadline.in(atMost);
        Optional<PluginLine.Stood> stood = parts.line().await(atMost);
        while (stood.isPresent() && stood.get().toRead()) {
            reader.run();
            if (!(stood.get().why() instanceof Stop.AtTurnsEnd) || stood.get().clockNanos() >= untilNanos) {
                break;
            }
            parts.line().go(untilNanos, How.SILENT);
            stood = parts.line().await(deadline.left());
        }
        if (stood.isEmpty()) {
            return new Stop.OutOfTime(atMost);
        }
        clockNanos = stood.get().clockNanos();
        Stop.Standing why = stood.get().why();
        switch (why) {
            case Stop.AtTurnsEnd _ -> {}
            case Stop.AtAgent _ -> askedNanos = clockNanos;
            // The time that was asked for may have come in the same turn; else the rest of it was not used.
            case Stop.AtProbe probe ->
                askedNanos = probe.agentArrived() ? clockNanos : Math.min(untilNanos, clockNanos);
            case Stop.InTurn _ -> askedNanos = clockNanos;
        }
        inTurn = why instanceof Stop.InTurn at ? at : null;
        return why;
    }
}
