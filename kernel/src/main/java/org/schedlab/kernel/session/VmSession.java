package org.schedlab.kernel.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.CgroupState;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.agent.Worker;
import org.schedlab.guest.agent.WorkerSpec;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.Cgroups;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.kernel.session.internal.GuestMachine;
import org.schedlab.kernel.session.internal.SessionHistory;
import org.schedlab.kernel.session.internal.SessionWatchdog;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.FreezeRecord;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.topology.SeenTopology;

/// A virtual machine and all that can be done with it. Whoever starts a session closes it.
///
/// Between calls the machine is frozen; guest time passes only inside [#run], [#every], [#execute],
/// [#spawn], [#create], [#cgroups], [#attach], [#detach], [#schedulerState], [#readFile] and the calls of
/// [Workers] and
/// [Cgroup]. A call that
/// fails throws a [LabException] and leaves the machine frozen and usable, unless the message says that
/// the machine is gone.
///
/// May be shared between threads: calls take turns. [#close()] does not wait for its turn.
public final class VmSession implements AutoCloseable {
    private final BootOptions options;
    private final FreezeCoordinator coordinator = new FreezeCoordinator();
    private final SessionHistory history = new SessionHistory();
    private final SessionSchedulers schedulers = new SessionSchedulers(this, history.timeline(), coordinator);
    private volatile CompletableFuture<GuestMachine> present = new CompletableFuture<>();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile int cell;
    private volatile Optional<SessionWatchdog> watchdog = Optional.empty();
    private volatile boolean closed;

    private VmSession(BootOptions options) {
        this.options = options;
    }

    /// Boots a machine, or restores one that booted before, and waits until it stands frozen at its first moment.
    ///
    /// @throws LabException if there is no kernel or no QEMU, or the machine does not come up in time
    public static VmSession boot(BootOptions options, BootListener listener) {
        VmSession session = new VmSession(options);
        session.startMachine(listener);
        session.guest();
        return session;
    }

    /// Boots a machine without telling anybody how far it is.
    public static VmSession boot(BootOptions options) {
        return boot(options, BootListener.SILENT);
    }

    /// Starts to boot a machine and returns at once. Cold operations may be submitted right away; every
    /// other call waits.
    public static VmSession start(BootOptions options, BootListener listener) {
        VmSession session = new VmSession(options);
        Thread.ofPlatform().name("schedlab boot").daemon().start(() -> session.startMachine(listener));
        return session;
    }

    private void startMachine(BootListener listener) {
        try {
            GuestMachine machine = GuestMachine.start(options, listener, coordinator);
            history.begin(machine);
            present.complete(machine);
            watchdog = options.lifetime()
                    .map(lifetime ->
                            SessionWatchdog.start(lifetime, () -> present.join().expire(lifetime)));
            if (closed) {
                machine.close();
            }
        } catch (RuntimeException | Error e) {
            present.completeExceptionally(e);
            coordinator.close();
        }
    }

    GuestMachine guest() {
        GuestMachine machine = aliveOrLost();
        machine.requireAlive();
        return machine;
    }

    private GuestMachine aliveOrLost() {
        try {
            return present.orTimeout(options.deadline().toMillis() + 10_000, TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LabException told) {
                throw told;
            }
            throw e;
        }
    }

    <T> T inTurn(Function<GuestMachine, T> work) {
        GuestMachine _ = aliveOrLost();
        turn.lock();
        try {
            T result = work.apply(guest());
            schedulers.look(guest());
            return result;
        } finally {
            turn.unlock();
        }
    }

    <T> T ask(String purpose, Function<Agent, T> question) {
        return inTurn(guest -> guest.ask(purpose, question));
    }

    /// Lets guest time move on, then stops it again; on the way it freezes for a moment every 100 ms of guest
    /// time.
    ///
    /// @throws LabException if the thread is interrupted meanwhile: the machine stands frozen where it got to
    public void run(Duration guestTime) {
        run("run " + Instant.seconds(guestTime.toNanos()), guestTime, GuestMachine.hostDeadline(guestTime));
    }

    void run(String purpose, Duration guestTime, Duration hostDeadline) {
        inTurn(guest -> {
            guest.run(purpose, guestTime, hostDeadline);
            return guestTime;
        });
    }

    /// Puts a scheduler in charge, such as `Schedulers.vtime()`, `Schedulers.compile("mine", text)` or
    /// `Scheduler.discover("scx_simple")`. It is in charge when the kernel says so and it has dispatched.
    /// Among BPF objects, the one before goes when the new one is loaded and verified; else it goes first.
    ///
    /// @throws LabException why not, and who is in charge now; for a BPF object a
    /// [org.schedlab.guest.scheduler.SchedulerException] with the verifier's reason and the text's line
    public Attachment attach(Scheduler scheduler) {
        return schedulers.attach(scheduler);
    }

    /// Takes the scheduler out of charge; the kernel's own takes over. An executable gets SIGINT, then SIGKILL.
    public SchedulerState detach() {
        return schedulers.detach();
    }

    /// The schedulers that were in charge, and the knobs and maps of the one that is.
    public SessionSchedulers schedulers() {
        return schedulers;
    }

    /// Brings a program with its libraries into the guest and starts it.
    public RunningProgram start(Program program) {
        return inTurn(guest -> RunningProgram.start(this, guest, program));
    }

    /// What the kernel says about its sched_ext scheduler.
    public SchedulerState schedulerState() {
        return ask("scheduler state", Agent::schedulerState);
    }

    /// Starts workers, all at one moment.
    public Workers spawn(WorkerSpec spec) {
        return inTurn(
                guest -> new Workers(this, history.timeline().stamp(), guest.ask("spawn", agent -> agent.spawn(spec))));
    }

    /// Carries out cold operations in the present freeze: all of them, or none.
    public BatchResult apply(List<ColdOp> operations) {
        return inTurn(guest -> coordinator.apply(operations));
    }

    /// Gives cold operations that are carried out as soon as the machine can, in the order of submission.
    ///
    /// @param deadline host time after which the future fails, saying what was waited for
    public CompletableFuture<BatchResult> submit(List<ColdOp> operations, Duration deadline) {
        return coordinator.submit(operations, deadline);
    }

    /// Carries out a scenario. Does not throw for what happens in the guest: the result tells.
    ///
    /// @throws LabException if the thread is interrupted meanwhile: the machine stands frozen, and what the
    ///     scenario had made is gone
    public ScenarioResult execute(Scenario scenario) {
        return new ScenarioRun(this, scenario).result();
    }

    /// Makes a cgroup and starts its workers in it. It stays until [Cgroup#remove()].
    ///
    /// @throws LabException if there is one already, or something was refused; then there is none
    public Cgroup create(CgroupDef definition) {
        List<List<Worker>> workers = ask("cgroup " + definition.path(), agent -> Cgroups.create(definition, agent));
        return new Cgroup(
                this,
                stamp(),
                definition.path(),
                workers.stream().flatMap(List::stream).toList());
    }

    /// All cgroups of the guest, the root first and parents before their children.
    public List<CgroupState> cgroups() {
        return ask("cgroups", Agent::cgroups);
    }

    /// Freezes the machine `count` times, `period` of guest time apart, and reads a per-CPU field of
    /// every CPU each time.
    ///
    /// @param period guest time from freeze to freeze
    /// @param count how many samples
    public PerCpuSeries every(Duration period, int count, PerCpuVariableField field) {
        Sampling sampling = new Sampling(period, count, field);
        return inTurn(
                guest -> sampling.take(guest, coordinator, options.topology().cpus(), this::instant));
    }

    /// Keeps the present moment under a name, on shared memory, until the session is closed; a checkpoint
    /// that had the name is replaced. The oldest are dropped when there are more than 100 or they take more
    /// than 1 GiB, those of cells first; the checkpoint names them.
    ///
    /// The guest makes one pass through its agent's loop, some 0.2 µs of its time, as [#freezes()] shows,
    /// unless it has not moved since the last checkpoint or rewind. After a rewind to this checkpoint, equal
    /// calls
    /// give equal bits.
    ///
    /// @throws LabException if there is no room for it
    public SessionCheckpoint checkpoint(String name) {
        return inTurn(guest -> history.checkpoint(guest, name, cell));
    }

    /// Ends a notebook's cell: keeps the present moment, if the cell has moved the machine or has written to it.
    ///
    /// @return that checkpoint; empty if the machine stands where it stood, or is gone
    public Optional<SessionCheckpoint> endCell() {
        GuestMachine _ = aliveOrLost();
        turn.lock();
        try {
            GuestMachine guest = aliveOrLost();
            return guest.alive() ? history.endOfCell(guest, cell) : Optional.empty();
        } finally {
            turn.unlock();
        }
    }

    /// Brings the machine back to the latest checkpoint, as [#rewind(String)] does.
    ///
    /// @throws LabException if there is none
    public Instant rewind() {
        return rewind("");
    }

    /// Brings the machine back to a checkpoint, with its schedulers and workers, also after a panic, a missed
    /// deadline or the death of QEMU. Handles made after the checkpoint, such as [Workers], refuse to work
    /// from now on. Later checkpoints are kept: a rewind to one of them undoes this rewind.
    ///
    /// @param name of a checkpoint; or the number of a notebook's cell: the moment in which it ended
    /// @throws LabException if there is no such checkpoint, naming those that are there; the session stays as
    ///     it is
    public Instant rewind(String name) {
        GuestMachine _ = aliveOrLost();
        turn.lock();
        try {
            aliveOrLost().requireNotExpired();
            GuestMachine rewound = history.rewind(aliveOrLost(), name, cell);
            present = CompletableFuture.completedFuture(rewound);
            if (closed) {
                rewound.close();
            }
            return instant();
        } finally {
            turn.unlock();
        }
    }

    /// The checkpoints that [#rewind] can come back to, oldest first.
    public Checkpoints checkpoints() {
        return new Checkpoints(
                history.all(), "Linux %s · %s".formatted(present.join().image().release(), machineText()));
    }

    /// Notes which notebook cell makes the calls from now on, for [#checkpoints()].
    ///
    /// @param number the cell's execution count, 0 outside a notebook
    public void enterCell(int number) {
        cell = number;
    }

    /// Every task of the guest at the present freeze.
    public List<TaskView> tasks() {
        return inTurn(guest -> coordinator.tasks());
    }

    /// The CPUs as the guest's kernel sees them at the present freeze.
    public SeenTopology topology() {
        return inTurn(guest -> SeenTopology.read(guest.memory()));
    }

    /// Every freeze of this session so far.
    public List<FreezeRecord> freezes() {
        return coordinator.freezes();
    }

    /// The bytes of a file in the guest, such as one below `/proc`.
    public byte[] readFile(String path) {
        return ask("read " + path, agent -> agent.readFile(path));
    }

    /// A hash of all guest RAM at the present freeze, see [org.schedlab.vm.machine.Machine#ramHash()].
    public String stateHash() {
        return inTurn(guest -> guest.machine().ramHash());
    }

    /// The kernel that runs in the machine.
    public KernelImage image() {
        return guest().image();
    }

    /// The present freeze and the machine, for captions.
    public Instant instant() {
        return instantAt(guest().guestTimeNanos());
    }

    private Instant instantAt(long guestTimeNanos) {
        return new Instant(guestTimeNanos, present.join().image().release(), machineText());
    }

    private String machineText() {
        return "%s, virtual time, quantum %d µs".formatted(options.topology(), options.quantumOfMachine());
    }

    /// The options this session was started with.
    public BootOptions options() {
        return options;
    }

    /// The last lines that the guest's kernel printed.
    public List<String> console() {
        return present.join().console();
    }

    <T> T askAbout(Workers workers, String purpose, Function<Agent, T> question) {
        return inTurn(guest -> {
            requireHappened(workers);
            return guest.ask(purpose, question);
        });
    }

    void requireHappened(Workers workers) {
        requireHappened(workers.stamp(), workers.words());
    }

    void requireHappened(long stamp, String what) {
        history.timeline().require(stamp, what);
    }

    long stamp() {
        return history.timeline().stamp();
    }

    /// Ends the machine. Idempotent.
    @Override
    public void close() {
        closed = true;
        watchdog.ifPresent(SessionWatchdog::close);
        coordinator.close();
        history.close();
        CompletableFuture<GuestMachine> last = present;
        if (last.isDone() && !last.isCompletedExceptionally()) {
            last.join().close();
        }
    }
}
