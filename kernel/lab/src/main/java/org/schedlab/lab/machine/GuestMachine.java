package org.schedlab.lab.machine;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.schedlab.guest.agent.Agent;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.Watchdog;
import org.schedlab.lab.WatchdogException;
import org.schedlab.lab.WatchdogReport;
import org.schedlab.lab.flightrecorder.FlightRecorder;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Uninterrupted;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.Freezer;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.journal.Content;
import org.schedlab.vm.journal.Input;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.machine.GuestPanicException;
import org.schedlab.vm.machine.Machine;
import org.schedlab.vm.machine.MachineGoneException;
import org.schedlab.vm.machine.Replayer;
import org.schedlab.vm.memory.KernelMemory;
import org.schedlab.vm.memory.PhysicalMemory;
import org.schedlab.vm.spec.Stop;
import org.schedlab.vm.trace.Probe;

/// A machine with its agent, its memory and its freeze accounting, as one thing that is alive or lost.
///
/// Used by one thread at a time; [#close()] may come from any thread. Whoever made it closes it.
public final class GuestMachine implements Freezer, AutoCloseable {
    /// The longest stretch of guest time without a freeze. It is counted from the start of a run, in
    /// guest time, so equal runs have equal freezes.
    public static final Duration SLICE = Duration.ofMillis(100);

    private final KernelImage image;
    private final Machine machine;
    private final Agent agent;
    private final PhysicalMemory physical;
    private final KernelMemory memory;
    private final FreezeCoordinator coordinator;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Liveness liveness;
    private @Nullable FlightRecorder recorder;
    private volatile long lastGuestTimeNanos;
    private @Nullable GuestTimeLimit limit;
    private volatile Announcer announcer = new Announcer();

    GuestMachine(KernelImage image, Machine machine, FreezeCoordinator coordinator) {
        this.image = image;
        this.machine = machine;
        this.coordinator = coordinator;
        this.liveness = new Liveness(machine, coordinator);
        this.physical = PhysicalMemory.map(machine.ramFile(), machine.ram());
        try {
            physical.onWrite(this::noteWrite);
            this.memory = new KernelMemory(physical, image);
            this.agent = new Agent(machine, memory);
        } catch (RuntimeException | Error e) {
            physical.close();
            throw e;
        }
    }

    void adopted(String purpose) {
        coordinator.adopt(memory, this);
        lastGuestTimeNanos = guestTimeNanos();
        coordinator.frozen(purpose);
    }

    /// Tells how far its long calls are; until it is given one, nobody hears.
    public Announcer announcer() {
        return announcer;
    }

    /// From now on, reports to this listener.
    public void announceTo(Announcer told) {
        announcer = told;
    }

    /// A live machine stands still from here to [#endCall], for one call of the session's. Otherwise
    /// nothing happens.
    ///
    /// @throws LabException if the machine is gone
    public void beginCall() {
        if (liveness.alive() && machine.timePasses()) {
            try {
                machine.stopTime();
            } catch (GuestPanicException | MachineGoneException e) {
                throw liveness.lose(e);
            }
            lastGuestTimeNanos = guestTimeNanos();
            coordinator.frozen("a call begins");
        }
    }

    /// Lets time pass again in a live machine.
    public void endCall() {
        if (live() && frozen()) {
            coordinator.thawed();
            try {
                machine.letTimePass();
            } catch (GuestPanicException | MachineGoneException e) {
                LabException _ = liveness.lose(e); // the next call says so
            }
        }
    }

    /// Whether time may pass between calls.
    public boolean live() {
        return machine.spec().mode().live();
    }

    /// The guest's clock where it was looked at: at the present freeze; in a live machine in which
    /// time passes, at the latest one.
    public long latestGuestTimeNanos() {
        return live() ? lastGuestTimeNanos : guestTimeNanos();
    }

    /// Lets the agent do one thing and accounts for the freeze that ends it.
    ///
    /// @param purpose what the next freeze is for, in a few words
    public <T> T ask(String purpose, Function<Agent, T> question) {
        requireAlive();
        stopAtLimit(purpose);
        liveness.doing(purpose);
        coordinator.thawed();
        try {
            return question.apply(agent);
        } catch (GuestPanicException | MachineGoneException e) {
            throw liveness.lose(e);
        } catch (DeadlineException e) {
            LabException first = liveness.lose(e);
            if (!first.equals(e)) {
                throw first;
            }
            throw new LabException(
                    e.getMessage()
                            + "\n  try: %boot starts a new machine, in virtual time %rewind comes back to the last checkpoint; this one was stopped",
                    e);
        } catch (LabException e) {
            throw liveness.reasonFor(e);
        } finally {
            if (liveness.alive()) {
                lastGuestTimeNanos = guestTimeNanos();
                coordinator.frozen(purpose);
                stands();
                liveness.idle();
            }
        }
    }

    /// Gives the machine what another one was given, and accounts for the freeze behind it.
    ///
    /// @param purpose what the next freeze is for, in a few words
    public void give(String purpose, List<Input> inputs) {
        boolean _ = ask(purpose, _ -> {
            try (Call call = announcer().begin(purpose)) {
                Replayer.give(machine, inputs, reached -> call.update(reached, purpose));
                call.done(purpose);
            }
            return true;
        });
    }

    /// Has the agent's memory looked at: no guest time passes, no freeze is accounted for.
    public <T> T look(Function<Agent, T> question) {
        requireAlive();
        return question.apply(agent);
    }

    /// From now on the flight recorder records this machine.
    void recordBy(FlightRecorder itsRecorder) {
        recorder = itsRecorder;
        try {
            itsRecorder.attach(machine, memory);
        } catch (GuestPanicException | MachineGoneException e) {
            throw liveness.lose(e);
        }
    }

    private void stands() {
        FlightRecorder its = recorder;
        if (its != null) {
            its.stands();
        }
    }

    /// Somebody wanted the machine to stand here; pictures show where.
    void markStop(String purpose) {
        Optional.ofNullable(recorder).ifPresent(its -> its.mark(Mark.Kind.FREEZE, purpose));
    }

    /// Keeps this moment in a folder that does not exist yet; the guest takes no part in it. An interrupt has to wait.
    ///
    /// @param purpose what for, for who reads an error
    /// @throws LabException if it cannot be written; the machine stands where it stood
    public Checkpoint checkpoint(String purpose, Path folder) {
        requireAlive();
        try {
            return Uninterrupted.call(() -> machine.checkpoint(folder));
        } catch (GuestPanicException | MachineGoneException e) {
            throw liveness.lose(e);
        } catch (UncheckedIOException e) {
            throw new LabException(
                    LabException.asked("the checkpoint '%s' cannot be written".formatted(purpose))
                            .found(String.valueOf(e.getCause()))
                            .remedy("make room on shared memory, then try again")
                            .text(),
                    e);
        }
    }

    private void noteWrite(long address, byte[] bytes) {
        machine.given().written(new Input.Write(address, Content.of(bytes)));
    }

    /// Where the journal of all that the machine was given stands.
    public Journal.Point given() {
        return machine.journal().present();
    }

    /// Where the machine stands; it must be alive and frozen.
    public Position position() {
        return new Position(machine.clockNanos(), machine.askedNanos(), coordinator.writes());
    }

    /// Whether the machine still answers.
    public boolean alive() {
        return liveness.alive();
    }

    /// How it was lost; empty while it lives.
    public Optional<LabException> lost() {
        return liveness.lost();
    }

    /// The machine that stands at a moment; it takes this one's place, and this one, alive or lost, is closed.
    /// If that fails, this one stays as it is. An interrupt of the restore has to wait.
    public GuestMachine rewound(String name, Route route) {
        GuestMachine rewound =
                Uninterrupted.call(() -> MachineStarts.restored(image, route.checkpoint(), coordinator, _ -> {}));
        try {
            route.follow(rewound.machine, announcer());
            rewound.machine.observers().takeOver(machine.observers());
            rewound.adopted("rewind " + name);
        } catch (RuntimeException | Error e) {
            rewound.close();
            throw e;
        }
        Uninterrupted.call(() -> {
            close();
            return true;
        });
        return rewound;
    }

    /// Another machine that stands at a moment of this one, with the probes that this one has now. This one may run
    /// on meanwhile.
    ///
    /// @param purpose what for, for the freezes of the other
    public GuestMachine branch(Route route, FreezeCoordinator other, String purpose) {
        return MachineStarts.restored(image, route.checkpoint(), other, branch -> {
            route.follow(branch.machine, announcer());
            branch.machine.observers().takeOver(machine.observers());
            branch.adopted(purpose);
        });
    }

    /// Lets guest time move on, in slices of [#SLICE], so that whoever interrupts the thread need not
    /// wait for long. Probes that freeze the machine on the way do not end it: [#runToStop] is for who looks.
    ///
    /// @param guestTime from the present freeze on
    /// @param purpose what each of the freezes at the end of a slice is for
    /// @param hostDeadline how long the host waits for all of it
    /// @throws WatchdogException if the host's deadline passes, or the guest time allowed; the
    ///     machine stands frozen where it got to
    /// @throws LabException if the thread was interrupted; the machine stands frozen where it got to
    public void run(String purpose, Duration guestTime, Duration hostDeadline) {
        new GuestRun(this, purpose, guestTime, hostDeadline).toTheEnd();
    }

    /// As [#run], but a probe that freezes the machine ends it.
    ///
    /// @return why the machine stands: [Stop.AtProbe] if it did; then less than the guest time may have passed
    public Stop.Standing runToStop(String purpose, Duration guestTime, Duration hostDeadline) {
        return new GuestRun(this, purpose, guestTime, hostDeadline).toStop();
    }

    /// As [#run], but at most to one of some instructions or stores: [Machine#runTo].
    ///
    /// @return [Stop.InTurn] if it came to one
    public Stop.Standing runTo(String purpose, List<Probe> probes, Duration guestTime, Duration hostDeadline) {
        return new GuestRun(this, purpose, guestTime, hostDeadline).toInstruction(probes);
    }

    /// Throws unless the machine lives; a [LabException] says how it was lost.
    public void requireAlive() {
        liveness.require();
    }

    /// Ends the machine because its session is over. May come from any thread.
    ///
    /// @param lifetime how long the session was allowed to live, in host time
    public void expire(Duration lifetime) {
        liveness.expire(lifetime, lastGuestTimeNanos);
    }

    /// Throws if the session's watchdog ended the machine: then no checkpoint brings it back.
    public void requireNotExpired() {
        liveness.requireNotExpired();
    }

    /// Lets the guest's clock go on for so long and no longer, until the limit is closed.
    public GuestTimeLimit limit(Duration guestTime) {
        var limited = new GuestTimeLimit(this, guestTime, guestTimeNanos() + guestTime.toNanos());
        limit = limited;
        return limited;
    }

    void liftLimit() {
        limit = null;
    }

    /// The guest's clock may go on to here, in ns.
    long allowedUntilNanos() {
        GuestTimeLimit limited = limit;
        return limited == null ? Long.MAX_VALUE : limited.endNanos();
    }

    private void stopAtLimit(String purpose) {
        GuestTimeLimit limited = limit;
        if (limited != null && guestTimeNanos() >= limited.endNanos()) {
            throw new WatchdogException(
                    new WatchdogReport(Watchdog.GUEST_DURATION, limited.length(), purpose, guestTimeNanos()),
                    "",
                    "the machine stands frozen there; allow more guest time, or hold for less");
        }
    }

    /// The kernel that runs in the machine.
    public KernelImage image() {
        return image;
    }

    /// The machine itself.
    public Machine machine() {
        return machine;
    }

    /// The kernel's memory.
    public KernelMemory memory() {
        return memory;
    }

    /// The console's last lines.
    public List<String> console() {
        return machine.console().lastLines(40);
    }

    @Override
    public boolean frozen() {
        return liveness.alive() && machine.frozen();
    }

    @Override
    public long guestTimeNanos() {
        return agent.guestTimeNanos();
    }

    @Override
    public String mode() {
        return machine.spec().mode().text();
    }

    /// Ends the machine. Idempotent.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        liveness.closed();
        try {
            machine.close();
        } finally {
            physical.close();
        }
    }
}
