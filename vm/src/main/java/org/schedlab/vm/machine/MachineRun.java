package org.schedlab.vm.machine;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.machine.internal.Deadline;
import org.schedlab.vm.machine.internal.LiveMeeting;
import org.schedlab.vm.machine.internal.MachineRam;
import org.schedlab.vm.machine.internal.Meeting;
import org.schedlab.vm.machine.internal.Migration;
import org.schedlab.vm.machine.internal.RunningQemu;

/// How a machine gets from one freeze point to the next, and what it is doing meanwhile. It owns the
/// QEMU that runs, which a checkpoint exchanges for another.
///
/// Confined to one thread at a time, except [#close()], [#console()] and [#parts()].
final class MachineRun implements AutoCloseable {
    private final Mode mode;
    private final MachineRam ram;
    private final Console console;
    private final @Nullable LiveMeeting live;
    private volatile RunningQemu.Started parts;
    private volatile MachineState state = MachineState.PAUSED;
    private boolean repeatable;

    /// @param parts a QEMU whose CPUs were not started yet
    /// @param ram of its guest; closed with the machine
    MachineRun(Mode mode, RunningQemu.Started parts, MachineRam ram) {
        this.mode = mode;
        this.parts = parts;
        this.ram = ram;
        console = new Console(parts.qemu().console());
        live = mode.live() ? new LiveMeeting(ram.mailbox(), parts) : null;
        repeatable = live == null;
    }

    void thaw() {
        if (state != MachineState.WAITING) {
            checkFrozen("thaw");
        }
        try {
            state = MachineState.RUNNING;
            if (repeatable || live != null) {
                meeting().release();
            } else {
                parts.rendezvous().releaseForLive();
            }
        } catch (IOException e) {
            throw gone(e);
        }
    }

    void awaitFreeze(Duration deadline) {
        if (state != MachineState.RUNNING) {
            throw state.isNot("thawed", "wait for a freeze");
        }
        try {
            if (!meeting().await(deadline)) {
                throw Deadline.in(deadline)
                        .missed(
                                "the guest to reach its freeze point",
                                "wait longer, or close the machine and boot again; "
                                        + Console.quoted(console.lastLines()));
            }
            state = MachineState.FROZEN;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private Meeting meeting() {
        LiveMeeting own = live;
        return own == null ? parts.rendezvous() : own;
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

    /// Starts the guest's CPUs, which QMP paused, and waits for the freeze point.
    ///
    /// @param firstLine by when the kernel must have said something on its console
    void runToFreeze(BootListener listener, Deadline firstLine, Deadline deadline) {
        try {
            startCpus(deadline);
            new FirstFreeze(console, listener, firstLine, deadline).await(meeting());
            state = MachineState.FROZEN;
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private void startCpus(Deadline deadline) throws IOException {
        LiveMeeting own = live;
        if (own == null) {
            parts.qmp().execute("cont", Map.of(), deadline);
        } else {
            own.goOn();
        }
        state = MachineState.RUNNING;
    }

    /// The devices' state of the machine, which stands right behind its freeze point from now on.
    byte[] devices(Deadline deadline) {
        try {
            state = MachineState.PAUSED;
            Migration.pause(parts, deadline);
            return Migration.save(parts, deadline);
        } catch (IOException e) {
            throw gone(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts another QEMU over the same RAM.
    void restart(List<String> command, Deadline deadline) {
        try {
            parts = parts.qemu().restart(command, deadline);
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
        runToFreeze(BootListener.SILENT, deadline, deadline);
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
        return repeatable;
    }

    void giveUpRepeatability() {
        repeatable = false;
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
