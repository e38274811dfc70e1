package org.schedlab.lab.machine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.schedlab.guest.agent.Agent;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.flightrecorder.FlightRecorder;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.journal.Journal;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.spec.Stop;

/// The machine of one session, and what every part of the session needs to use it: turns, the options, the
/// cold operations, the timeline on which handles are stamped. May be shared between threads: calls take
/// turns; [#close()] does not wait for its turn. The session closes it.
public final class SessionMachine implements AutoCloseable {
    /// In a future of a fork: its machine.
    public static final ScopedValue<SessionMachine> FUTURE = ScopedValue.newInstance();

    private final BootOptions options;
    private final UsedCode used;
    private final @Nullable SessionMachine origin;
    private final FreezeCoordinator coordinator = new FreezeCoordinator();
    private final Timeline timeline = new Timeline(this::given);
    private final SpawnedWorkers spawned = new SpawnedWorkers(timeline);
    private final PresentMachine present = new PresentMachine();
    private final Announcer announcer = new Announcer();
    private final FlightRecorder recorder = new FlightRecorder();
    private final Turns turns = new Turns(this::aliveOrLost);
    private volatile InCharge inCharge = (_, _) -> "EEVDF";
    private volatile Consumer<GuestMachine> lookAfterEachTurn = _ -> {};
    private volatile Optional<SessionWatchdog> watchdog = Optional.empty();

    private SessionMachine(BootOptions options, UsedCode used, @Nullable SessionMachine origin) {
        this.options = options;
        this.used = used;
        this.origin = origin;
    }

    /// A machine that is not there yet; [#start] lets it come.
    public static SessionMachine of(BootOptions options) {
        return new SessionMachine(options, new UsedCode(), null);
    }

    /// Boots or restores the machine. If that fails, whoever asks for it is told why.
    ///
    /// @param arrived is told of it before anybody else has a turn
    public void start(BootListener listener, Consumer<GuestMachine> arrived) {
        start(() -> MachineStarts.boot(options, listener, coordinator), arrived);
    }

    /// Restores the machine at a checkpoint that another session kept.
    ///
    /// @param arrived is told of it before anybody else has a turn
    public void startAt(Checkpoint checkpoint, Consumer<GuestMachine> arrived) {
        start(() -> MachineStarts.at(checkpoint, coordinator), arrived);
    }

    private void start(Supplier<GuestMachine> machine, Consumer<GuestMachine> arrived) {
        try {
            begin(machine.get(), arrived);
        } catch (RuntimeException | Error e) {
            present.failed(e);
            coordinator.close();
        }
    }

    private void begin(GuestMachine machine, Consumer<GuestMachine> arrived) {
        try {
            machine.announceTo(announcer);
            machine.recordBy(recorder);
            arrived.accept(machine);
            turns.first(machine, () -> present.arrived(machine));
            watchdog = options.lifetime()
                    .map(lifetime ->
                            SessionWatchdog.start(lifetime, () -> aliveOrLost().expire(lifetime)));
        } catch (RuntimeException | Error e) {
            machine.close();
            throw e;
        }
    }

    /// A machine of its own for a future of this session, which stands at a moment of this one's.
    public SessionMachine branch(Route route, String purpose) {
        SessionMachine branch = new SessionMachine(options, used, this);
        GuestMachine machine = aliveOrLost().branch(route, branch.coordinator, purpose);
        branch.recorder.forkOf(recorder);
        branch.present.arrived(machine);
        machine.recordBy(branch.recorder);
        return branch;
    }

    /// From now on looks at the machine at the end of each turn, also of one that failed while the machine
    /// lives: it may have moved the guest.
    public void lookAfterEachTurn(Consumer<GuestMachine> look) {
        lookAfterEachTurn = look;
    }

    /// The machine; waits for it to boot.
    ///
    /// @throws LabException why it is not there, or how it was lost
    public GuestMachine guest() {
        GuestMachine machine = aliveOrLost();
        machine.requireAlive();
        return machine;
    }

    /// The machine, alive or lost; waits for it to boot.
    ///
    /// @throws LabException why it did not boot
    public GuestMachine aliveOrLost() {
        return present.aliveOrLost();
    }

    /// Does something with the machine, which must be alive, when it is this thread's turn.
    public <T> T inTurn(Function<GuestMachine, T> work) {
        return inTurnAliveOrLost(_ -> looking(work));
    }

    private <T> T looking(Function<GuestMachine, T> work) {
        T result;
        try {
            result = work.apply(guest());
        } catch (LabException e) {
            lookAfter(e);
            throw e;
        }
        lookAfterEachTurn.accept(guest());
        return result;
    }

    private void lookAfter(LabException failure) {
        GuestMachine guest = aliveOrLost();
        if (guest.alive() && guest.frozen()) {
            try {
                lookAfterEachTurn.accept(guest);
            } catch (LabException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /// Does something with the machine, alive or lost, when it is this thread's turn.
    public <T> T inTurnAliveOrLost(Function<GuestMachine, T> work) {
        requireNotOriginOfFuture();
        GuestMachine _ = aliveOrLost();
        return turns.take(work);
    }

    private void requireNotOriginOfFuture() {
        if (FUTURE.isBound() && this == FUTURE.get().origin) {
            throw LabException.asked("a future cannot use what belongs to the session that was forked")
                    .found("the session, or a handle such as workers, from outside of the future")
                    .remedy("use the session that the future is given: vm -> …, and workers.in(vm)")
                    .exception();
        }
    }

    /// Has the agent's memory looked at; no guest time passes.
    public <T> T look(Function<Agent, T> question) {
        return inTurn(guest -> guest.look(question));
    }

    /// Has the agent do one thing, which takes guest time.
    ///
    /// @param purpose what the freeze behind it is for, in a few words
    public <T> T ask(String purpose, Function<Agent, T> question) {
        return inTurn(guest -> guest.ask(purpose, question));
    }

    /// Lets guest time move on; see [GuestMachine#run].
    public void run(String purpose, Duration guestTime, Duration hostDeadline) {
        inTurn(guest -> {
            guest.run(purpose, guestTime, hostDeadline);
            return guestTime;
        });
    }

    /// Lets guest time move on, at most to a probe that freezes the machine; see [GuestMachine#runToStop].
    public Stop.Standing runToStop(String purpose, Duration guestTime, Duration hostDeadline) {
        return inTurn(guest -> guest.runToStop(purpose, guestTime, hostDeadline));
    }

    /// Carries out cold operations in the present freeze: all of them, or none.
    public BatchResult apply(List<ColdOp> operations) {
        return inTurn(guest -> {
            recorder.mark(
                    Mark.Kind.COLD_OPERATION,
                    operations.stream().map(ColdOp::tag).collect(Collectors.joining(", ")));
            return coordinator.apply(operations);
        });
    }

    /// Every task of the guest at the present freeze.
    public List<TaskView> tasks() {
        return inTurn(_ -> coordinator.tasks());
    }

    /// The present freeze and the machine, for captions; the latest freeze of a live machine.
    public MeasuredAt instant() {
        return measuredSince(guest().latestGuestTimeNanos());
    }

    /// [#instant()] of what was measured from an earlier one on: it names all that have been in charge since.
    ///
    /// @param fromNanos the guest's CLOCK_MONOTONIC in ns
    public MeasuredAt measuredSince(long fromNanos) {
        GuestMachine guest = guest();
        long now = guest.latestGuestTimeNanos();
        return new MeasuredAt(
                now,
                inCharge.over(Math.min(fromNanos, now), now),
                guest.image().release(),
                options.machineText(guest.mode()));
    }

    /// Knows who is in charge of the CPUs, for captions.
    @FunctionalInterface
    public interface InCharge {
        /// Who was, one after the other, in words.
        ///
        /// @param from the guest's CLOCK_MONOTONIC in ns
        /// @param to the same, not before it
        String over(long from, long to);
    }

    /// From now on captions say who is in charge as this says it.
    public void inCharge(InCharge known) {
        inCharge = known;
    }

    /// Another machine takes this one's place; see [GuestMachine#rewound].
    public void replace(GuestMachine machine) {
        machine.announceTo(announcer);
        present.replace(machine);
        machine.recordBy(recorder);
    }

    /// Whether the machine has booted.
    public boolean isThere() {
        return present.isThere();
    }

    /// The last lines that the guest's kernel printed.
    public List<String> console() {
        return aliveOrLost().console();
    }

    /// What the session was started with.
    public BootOptions options() {
        return options;
    }

    /// The code that it and its futures have brought into the guest.
    public UsedCode used() {
        return used;
    }

    /// The cold operations, and the account of freezes.
    public FreezeCoordinator coordinator() {
        return coordinator;
    }

    private Journal.Point given() {
        return isThere() ? aliveOrLost().given() : Journal.begin();
    }

    /// What has happened in the session, and what a rewind has undone.
    public Timeline timeline() {
        return timeline;
    }

    /// The workers that it has spawned.
    public SpawnedWorkers spawned() {
        return spawned;
    }

    /// What happened in the machine.
    public FlightRecorder recorder() {
        return recorder;
    }

    /// Who is told how far long calls are.
    public Announcer announcer() {
        return announcer;
    }

    /// The order of the calls.
    public Turns turns() {
        return turns;
    }

    /// Ends the machine. Idempotent.
    @Override
    public void close() {
        watchdog.ifPresent(SessionWatchdog::close);
        coordinator.close();
        present.close();
    }
}
