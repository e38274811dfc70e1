package org.schedlab.lab.session;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
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
import org.schedlab.lab.session.internal.Announcer;
import org.schedlab.lab.session.internal.GuestMachine;
import org.schedlab.lab.session.internal.Moment;
import org.schedlab.lab.session.internal.SessionHistory;
import org.schedlab.lab.session.internal.SessionWatchdog;
import org.schedlab.lab.session.internal.Slices;
import org.schedlab.lab.session.internal.Stretch;
import org.schedlab.lab.session.internal.Timeline;
import org.schedlab.lab.tables.ColumnTypes;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.FreezeRecord;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Checkpoint;
import org.schedlab.vm.topology.SeenTopology;

/// A virtual machine and all that can be done with it. Whoever starts a session closes it.
///
/// In virtual time the machine is frozen between calls; guest time passes only inside [#run],
/// [#every], [#execute], [#spawn], [#create], [#cgroups], [#attach], [#detach], [#schedulerState],
/// [#readFile] and the calls of [Workers] and [Cgroup]. In a live machine ([BootOptions#live()])
/// guest time goes on between calls unless [#pause()] was called; each call freezes the machine for
/// as long as it only looks. A call that fails throws a [LabException] and leaves the machine usable,
/// unless the message says that the machine is gone. May be shared between threads: calls take turns;
/// [#close()] does not wait for its turn.
public final class VmSession implements AutoCloseable {
    private final BootOptions options;
    private final UsedCode used;
    final FreezeCoordinator coordinator = new FreezeCoordinator();
    private final SessionHistory history = new SessionHistory();
    private final SessionSchedulers schedulers = new SessionSchedulers(this, history.timeline(), coordinator);
    private final TimeTravel travel = new TimeTravel(this, history);
    private final PresentMachine present = new PresentMachine();
    private final Announcer announcer = new Announcer();
    private final Turns turns = new Turns(this::aliveOrLost);
    private final LiveTime live = new LiveTime(this, turns);
    private volatile Optional<SessionWatchdog> watchdog = Optional.empty();
    volatile @Nullable VmSession forkedFrom;

    private VmSession(BootOptions options, UsedCode used) {
        ColumnTypes.initialize();
        this.options = options;
        this.used = used;
    }

    /// Boots a machine, or restores one that booted before, and waits until it stands frozen at its
    /// first moment.
    ///
    /// @throws LabException if there is no kernel or no QEMU, or the machine does not come up in time
    public static VmSession boot(BootOptions options, BootListener listener) {
        VmSession session = new VmSession(options, new UsedCode());
        session.startMachine(listener);
        session.guest();
        return session;
    }

    /// Boots a machine and tells nobody how far it is.
    public static VmSession boot(BootOptions options) {
        return boot(options, BootListener.SILENT);
    }

    /// Starts to boot a machine and returns at once. Cold operations may be submitted right away;
    /// every other call waits.
    public static VmSession start(BootOptions options, BootListener listener) {
        VmSession session = new VmSession(options, new UsedCode());
        Thread.ofPlatform().name("schedlab boot").daemon().start(() -> session.startMachine(listener));
        return session;
    }

    private void startMachine(BootListener listener) {
        try {
            begin(GuestMachine.start(options, listener, coordinator));
        } catch (RuntimeException | Error e) {
            present.failed(e);
            coordinator.close();
        }
    }

    private void begin(GuestMachine machine) {
        try {
            machine.announceTo(announcer);
            history.begin(machine);
            turns.first(machine, () -> present.arrived(machine));
            watchdog = options.lifetime()
                    .map(lifetime ->
                            SessionWatchdog.start(lifetime, () -> aliveOrLost().expire(lifetime)));
        } catch (RuntimeException | Error e) {
            machine.close();
            throw e;
        }
    }

    GuestMachine guest() {
        GuestMachine machine = aliveOrLost();
        machine.requireAlive();
        return machine;
    }

    GuestMachine aliveOrLost() {
        return present.aliveOrLost();
    }

    <T> T inTurn(Function<GuestMachine, T> work) {
        return inTurnAliveOrLost(_ -> schedulers.lookingAfter(work));
    }

    <T> T inTurnAliveOrLost(Function<GuestMachine, T> work) {
        Fork.requireNotOrigin(this);
        GuestMachine _ = aliveOrLost();
        return turns.take(work);
    }

    /// Has the agent's memory looked at; no guest time passes.
    <T> T look(Function<Agent, T> question) {
        return inTurn(guest -> guest.look(question));
    }

    <T> T ask(String purpose, Function<Agent, T> question) {
        return inTurn(guest -> guest.ask(purpose, question));
    }

    /// Lets guest time move on, of which nobody in the guest takes notice. The machine then stands at the
    /// first multiple of the quantum at or after the time asked for; what it stands beyond that is taken
    /// off the next stretch.
    ///
    /// @throws LabException if it is not above zero, or more than a year; or if the thread is
    ///     interrupted meanwhile: the machine stands frozen where it got to
    public void run(Duration guestTime) {
        Duration stretch = Stretch.require(guestTime);
        run("run " + MeasuredAt.seconds(stretch.toNanos()), stretch, Slices.hostDeadline(stretch));
    }

    void run(String purpose, Duration guestTime, Duration hostDeadline) {
        inTurn(guest -> {
            guest.run(purpose, guestTime, hostDeadline);
            return guestTime;
        });
    }

    /// Puts a scheduler in charge, `Schedulers.vtime()` or `Scheduler.discover("scx_simple")`: the
    /// kernel says so, and it has dispatched. Among BPF objects, the one before goes when the new one
    /// is verified.
    ///
    /// @throws LabException why not, for a BPF object with its line, and who is in charge now
    public Attachment attach(Scheduler scheduler) {
        return inTurn(guest -> {
            used.bring(guest, scheduler);
            return schedulers.attach(guest, scheduler);
        });
    }

    /// Takes the scheduler out of charge, whoever put it there; the kernel's own takes over. An
    /// executable gets SIGINT, then SIGKILL; SysRq S, if its scheduler stays or does not let it die.
    public SchedulerState detach() {
        return schedulers.detach();
    }

    /// From the next call on, tells this one how far long calls are.
    public void onProgress(ProgressListener listener) {
        announcer.listener(listener);
    }

    /// The schedulers that were in charge, and the knobs and maps of the one that is.
    public SessionSchedulers schedulers() {
        return schedulers;
    }

    /// Brings a program with its libraries into the guest and starts it.
    public RunningProgram start(Program program) {
        return inTurn(guest -> {
            used.bring(guest, program);
            return RunningProgram.start(this, guest, program);
        });
    }

    /// What the kernel says about its sched_ext scheduler.
    public SchedulerState schedulerState() {
        return ask("scheduler state", Agent::schedulerState);
    }

    /// Starts workers, all at one moment.
    public Workers spawn(WorkerSpec spec) {
        return inTurn(guest -> {
            List<Worker> workers = guest.ask("spawn", agent -> {
                List<Worker> spawned = agent.spawn(spec);
                used.brought(agent, spec);
                return spawned;
            });
            return new Workers(this, history.spawned(workers), workers);
        });
    }

    /// Carries out cold operations in the present freeze: all of them, or none.
    public BatchResult apply(List<ColdOp> operations) {
        return inTurn(guest -> coordinator.apply(operations));
    }

    /// Gives cold operations that are carried out as soon as the machine can, in the order of
    /// submission.
    ///
    /// @param deadline host time after which the future fails, saying what was waited for
    public CompletableFuture<BatchResult> submit(List<ColdOp> operations, Duration deadline) {
        CompletableFuture<BatchResult> result = coordinator.submit(operations, deadline);
        if (present.isThere()) {
            live.freezeSoon();
        }
        return result;
    }

    /// Freezes a live machine until [#resume()]; in between, guest time passes only inside calls, as
    /// in virtual time. In virtual time nothing happens.
    ///
    /// @return where the guest's clock stands, in words
    public String pause() {
        return live.pause();
    }

    /// Lets guest time pass between calls again, after [#pause()]. In virtual time nothing happens.
    ///
    /// @return from where the guest's clock goes on, in words
    public String resume() {
        return live.resume();
    }

    /// Carries out a scenario. Does not throw for what happens in the guest: the result tells.
    ///
    /// @throws LabException if the thread is interrupted meanwhile: the machine stands frozen, and
    ///     what the scenario had made is gone
    public ScenarioResult execute(Scenario scenario) {
        return new ScenarioRun(this, scenario).result();
    }

    /// Makes a cgroup and starts its workers in it. It stays until [Cgroup#remove()].
    ///
    /// @throws LabException if there is one already, or something was refused; then there is none
    public Cgroup create(CgroupDef definition) {
        return inTurn(guest -> {
            List<List<Worker>> groups = guest.ask("cgroup " + definition.path(), agent -> {
                List<List<Worker>> created = Cgroups.create(definition, agent);
                definition.groups().forEach(group -> used.brought(agent, group.spec()));
                return created;
            });
            List<Worker> workers = groups.stream().flatMap(List::stream).toList();
            return new Cgroup(this, history.spawned(workers), definition.path(), workers);
        });
    }

    /// All cgroups of the guest in the order of their paths: the root first. The guest is asked, which
    /// takes guest time.
    public List<CgroupState> cgroups() {
        return ask("cgroups", Agent::cgroups);
    }

    /// Freezes the machine `count` times, `period` of guest time apart, and reads a per-CPU field of
    /// every CPU each time.
    ///
    /// @param period guest time from freeze to freeze
    /// @param count how many samples
    public PerCpuSeries every(Duration period, int count, PerCpuVariableField field) {
        return new PerCpuSampling(period, count, field).of(this);
    }

    /// Keeps the present moment under a name, for [#rewind(String)]; see [TimeTravel#checkpoint].
    public SessionCheckpoint checkpoint(String name) {
        return travel.checkpoint(name);
    }

    /// Brings the machine back to the latest checkpoint; see [TimeTravel#rewind].
    public MeasuredAt rewind() {
        return travel.rewind("");
    }

    /// Brings the machine back to a checkpoint, or to the end of a notebook's cell; see
    /// [TimeTravel#rewind].
    public MeasuredAt rewind(String name) {
        return travel.rewind(name);
    }

    /// The checkpoints that [#rewind] can come back to, oldest first.
    public Checkpoints checkpoints() {
        return travel.checkpoints();
    }

    /// The present instant as the start of several futures; see [TimeTravel#fork].
    public Fork fork() {
        return travel.fork();
    }

    /// What surrounds [#checkpoint], [#rewind] and [#fork]: the cells of a notebook.
    public TimeTravel travel() {
        return travel;
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
    ///
    /// @throws LabException if the machine is live
    public String stateHash() {
        options.requireVirtualTime("hash the state");
        return inTurn(guest -> guest.machine().ramHash());
    }

    /// The kernel that runs in the machine.
    public KernelImage image() {
        return guest().image();
    }

    /// The present freeze and the machine, for captions; the latest freeze of a live machine.
    public MeasuredAt instant() {
        GuestMachine guest = guest();
        return new MeasuredAt(guest.latestGuestTimeNanos(), guest.image().release(), options.machineText(guest.mode()));
    }

    /// What the bits of this session come from.
    public Provenance provenance() {
        return Provenance.of(guest(), options, used);
    }

    /// The options this session was started with.
    public BootOptions options() {
        return options;
    }

    /// The last lines that the guest's kernel printed.
    public List<String> console() {
        return aliveOrLost().console();
    }

    /// A session that stands at a moment of this one, on a machine of its own.
    VmSession branch(Moment moment, String purpose) {
        VmSession branch = new VmSession(options, used);
        Checkpoint start = Objects.requireNonNull(moment.checkpoint());
        branch.present.arrived(aliveOrLost().branch(start, branch.coordinator, purpose));
        branch.forkedFrom = this;
        return branch;
    }

    /// Takes another machine in the place of the present one.
    void replace(GuestMachine machine) {
        machine.announceTo(announcer);
        present.replace(machine);
    }

    Timeline timeline() {
        return history.timeline();
    }

    /// Ends the machine. Idempotent.
    @Override
    public void close() {
        watchdog.ifPresent(SessionWatchdog::close);
        coordinator.close();
        history.close();
        present.close();
    }
}
