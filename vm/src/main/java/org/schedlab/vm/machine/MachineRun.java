package org.schedlab.vm.machine;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.machine.internal.checkpoint.SavedState;
import org.schedlab.vm.machine.internal.host.Deadline;
import org.schedlab.vm.machine.internal.qemu.RunningQemu;
import org.schedlab.vm.machine.internal.ram.MachineRam;
import org.schedlab.vm.machine.internal.stop.LiveMeeting;
import org.schedlab.vm.machine.internal.stop.Meeting;
import org.schedlab.vm.machine.internal.stop.TurnMeeting;
import org.schedlab.vm.spec.CpuRegisters;
import org.schedlab.vm.spec.Mode;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;
import org.schedlab.vm.trace.RecordPlaces;

/// How a machine gets from one stop to the next, and what it is doing meanwhile. It owns the QEMU that
/// runs.
///
/// Confined to one thread at a time, except [#close()], [#console()] and [#parts()].
final class MachineRun implements AutoCloseable {
    private static final Duration REGISTERS = Duration.ofSeconds(10);
    private static final Duration END_OF_TURN = Duration.ofSeconds(30);

    private final Mode mode;
    private final MachineRam ram;
    private final Console console;
    private final @Nullable LiveMeeting live;
    private final TurnMeeting turns;
    private final RunningQemu.Started parts;
    private volatile MachineState state = MachineState.PAUSED;

    /// @param parts a QEMU whose CPUs were not started yet
    /// @param ram of its guest; closed with the machine
    MachineRun(Mode mode, RunningQemu.Started parts, MachineRam ram) {
        this.mode = mode;
        this.parts = parts;
        this.ram = ram;
        console = new Console(parts.qemu().console());
        live = mode.live() ? new LiveMeeting(ram.mailbox(), parts) : null;
        turns = new TurnMeeting(parts);
    }

    void thaw() {
        if (state != MachineState.WAITING) {
            checkFrozen("thaw");
        }
        try {
            state = MachineState.RUNNING;
            meeting().release();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// Lets guest time pass.
    ///
    /// @return false if the machine stands beyond that time already; then it stays frozen
    boolean thaw(Duration guestTime) {
        mode.requireVirtual("let a stretch of guest time pass");
        checkFrozen("let guest time pass");
        try {
            if (turns.release(guestTime.toNanos())) {
                state = MachineState.RUNNING;
            }
            return state == MachineState.RUNNING;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// As [#thaw()], but not for longer than some guest time.
    void thaw(Duration atMost, boolean ring) {
        mode.requireVirtual("bound a command in guest time");
        checkFrozen("thaw");
        try {
            state = MachineState.RUNNING;
            turns.release(atMost.toNanos(), ring);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    Stop.Standing awaitFreeze(Duration deadline) {
        if (state != MachineState.RUNNING) {
            throw state.isNot("thawed", "wait for a freeze");
        }
        try {
            Stop stop = meeting().await(deadline);
            if (stop instanceof Stop.Standing standing) {
                state = MachineState.FROZEN;
                return standing;
            }
            throw MachineEnd.error(this, stop);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// Puts probes into the guest's code in place of those that are there.
    ///
    /// @param newRing whether the file of events is a new one
    void probes(List<Probe> probes, boolean newRing) {
        try {
            turns.probes(probes, newRing);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// The flight recorder has a new file.
    ///
    /// @param reader called whenever the file is filling, and the guest stands for it
    void record(RecordPlaces places, Runnable reader) {
        try {
            turns.record(places, reader);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// The registers of a CPU; the machine stands.
    CpuRegisters registers(int cpu) {
        try {
            return turns.registers(cpu, Deadline.in(REGISTERS));
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// Where a CPU stands in the middle of its turn.
    Optional<Stop.InTurn> inTurn() {
        return turns.inTurn();
    }

    /// Lets a CPU that stands in the middle of its turn come to the end of it, where all else can be done.
    void endTurn() {
        if (state != MachineState.FROZEN || turns.inTurn().isEmpty()) {
            return;
        }
        try {
            Stop stop = turns.endTurn(Deadline.in(END_OF_TURN));
            if (!(stop instanceof Stop.Standing)) {
                throw MachineEnd.error(this, stop);
            }
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private Meeting meeting() {
        LiveMeeting own = live;
        return own == null ? turns : own;
    }

    long clockNanos() {
        return turns.clockNanos();
    }

    long askedNanos() {
        return turns.askedNanos();
    }

    void letTimePass() {
        LiveMeeting own = requireLive("let time pass");
        checkFrozen("let time pass");
        try {
            state = MachineState.WAITING;
            own.goOn();
        } catch (IOException e) {
            throw gone(e);
        }
    }

    void stopTime() {
        LiveMeeting own = requireLive("stop time");
        if (state != MachineState.WAITING) {
            throw state.isNot("one in which time passes", "stop time");
        }
        try {
            own.stop();
            state = MachineState.FROZEN;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private LiveMeeting requireLive(String asked) {
        mode.requireLive(asked);
        return Objects.requireNonNull(live);
    }

    /// Starts the guest's CPUs, which QEMU did not yet, and waits for the freeze point.
    ///
    /// @param firstLine by when the kernel must have said something on its console
    void boot(BootListener listener, Deadline firstLine, Deadline deadline) {
        try {
            LiveMeeting own = live;
            if (own == null) {
                turns.boot();
            } else {
                own.goOn();
            }
            state = MachineState.RUNNING;
            new FirstFreeze(console, listener, firstLine, deadline).await(meeting());
            state = MachineState.FROZEN;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    /// Everything but the RAM of the machine, which stands before and after.
    ///
    /// @throws UncheckedIOException QEMU could not write it
    SavedState save(Deadline deadline) {
        try {
            return turns.save(deadline);
        } catch (EOFException e) {
            throw gone(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot save the state of the devices", e);
        }
    }

    /// Puts in what [#save] gave, behind the RAM, which is there: the machine stands as it stood then.
    void load(SavedState saved, Deadline deadline) {
        try {
            turns.load(saved, deadline);
            state = MachineState.FROZEN;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    MachineState state() {
        return state;
    }

    Console console() {
        return console;
    }

    RunningQemu.Started parts() {
        return parts;
    }

    boolean repeatable() {
        return !mode.live() && turns.repeatable();
    }

    void giveUpRepeatability() {
        turns.giveUpRepeatability();
    }

    void checkOpen(String asked) {
        if (state == MachineState.CLOSED) {
            throw state.isNot("open", asked);
        }
    }

    void checkFrozen(String asked) {
        if (state != MachineState.FROZEN) {
            throw state.isNot("frozen", asked);
        }
    }

    /// QEMU hung up: finds out why, cleans up, and makes the exception that says it.
    RuntimeException gone(IOException cause) {
        if (state == MachineState.CLOSED) {
            return state.isNot("open", "use the machine");
        }
        return MachineEnd.of(this, cause);
    }

    @Override
    public void close() {
        synchronized (console) {
            if (state == MachineState.CLOSED) {
                return;
            }
            state = MachineState.CLOSED;
            try {
                console.keep();
            } finally {
                parts.qemu().close();
                ram.close();
            }
        }
    }
}
