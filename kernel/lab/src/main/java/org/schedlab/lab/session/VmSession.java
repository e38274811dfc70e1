package org.schedlab.lab.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.Cgroups;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.cgroup.CgroupState;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.machine.GuestMachine;
import org.schedlab.lab.machine.Route;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.machine.Slices;
import org.schedlab.lab.machine.Stretch;
import org.schedlab.lab.past.Past;
import org.schedlab.lab.recorder.Mark;
import org.schedlab.lab.recorder.Recording;
import org.schedlab.lab.replay.Replay;
import org.schedlab.lab.report.FailureReport;
import org.schedlab.lab.report.Reports;
import org.schedlab.lab.rtapp.RtAppRun;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.scenario.ScenarioRun;
import org.schedlab.lab.schedulers.SessionSchedulers;
import org.schedlab.lab.tables.ColumnTypes;
import org.schedlab.lab.time.Checkpoints;
import org.schedlab.lab.time.RewoundInstant;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.lab.time.SessionHistory;
import org.schedlab.lab.trace.CpuDistances;
import org.schedlab.lab.trace.Trace;
import org.schedlab.lab.workers.Cgroup;
import org.schedlab.lab.workers.RunningProgram;
import org.schedlab.lab.workers.WorkerSession;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.Checkpoint;

/// A virtual machine and all that can be done with it. Whoever starts a session closes it.
///
/// In virtual time the machine is frozen between calls; guest time passes only inside [#run],
/// [#every], [#execute], [#spawn], [#create], [#cgroups], [#attach], [#detach], [#schedulerState],
/// [#readFile] and the calls of [Workers] and [Cgroup]. In a live machine ([BootOptions#live()])
/// guest time goes on between calls unless [#pause()] was called; each call freezes the machine for
/// as long as it only looks. A call that fails throws a [LabException] and leaves the machine usable,
/// unless the message says that the machine is gone. May be shared between threads: calls take turns;
/// [#close()] does not wait for its turn.
public final class VmSession extends SessionView implements WorkerSession, AutoCloseable {
    private final SessionMachine machine;
    private final SessionHistory history;
    private final SessionSchedulers schedulers;
    private final TimeTravel travel;
    private final LiveTime live;
    private final Past past;
    private final Reports reports;

    private VmSession(SessionMachine machine) {
        ColumnTypes.initialize();
        this.machine = machine;
        this.history = new SessionHistory(machine.timeline());
        this.schedulers = new SessionSchedulers(machine);
        this.travel = new TimeTravel(machine, this, history);
        this.live = new LiveTime(machine);
        this.past = new Past(machine, history);
        this.reports = new Reports(machine, history, schedulers);
    }

    /// Boots a machine, or restores one that booted before, and waits until it stands frozen at its
    /// first moment.
    ///
    /// @throws LabException if there is no kernel or no QEMU, or the machine does not come up in time
    public static VmSession boot(BootOptions options, BootListener listener) {
        VmSession session = new VmSession(SessionMachine.of(options));
        session.machine.start(listener, session.history::begin);
        GuestMachine _ = session.machine.guest();
        return session;
    }

    /// Boots a machine and tells nobody how far it is.
    public static VmSession boot(BootOptions options) {
        return boot(options, BootListener.SILENT);
    }

    /// A session whose machine stands at a checkpoint that another one kept with [TimeTravel#keep]. What the
    /// other had attached and spawned is there; its handles and the history of its schedulers are not.
    ///
    /// @throws LabException if it is not complete, or was made with another kernel, QEMU or schedlab
    public static VmSession restore(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        VmSession session = new VmSession(SessionMachine.of(BootOptions.of(checkpoint.spec())));
        session.machine.startAt(checkpoint, guest -> {
            session.history.begin(guest, checkpoint);
            session.schedulers.found(guest);
        });
        GuestMachine _ = session.machine.guest();
        return session;
    }

    /// Starts to boot a machine and returns at once. Cold operations may be submitted right away; other calls wait.
    public static VmSession start(BootOptions options, BootListener listener) {
        VmSession session = new VmSession(SessionMachine.of(options));
        Thread.ofPlatform()
                .name("schedlab boot")
                .daemon()
                .start(() -> session.machine.start(listener, session.history::begin));
        return session;
    }

    /// Lets guest time move on, of which nobody in the guest takes notice. The machine then stands at the
    /// first multiple of the quantum at or after the time asked for; what it stands beyond that is taken
    /// off the next stretch.
    ///
    /// @throws LabException if it is not above zero, or more than a year; or if the thread is
    ///     interrupted meanwhile: the machine stands frozen where it got to
    public void run(Duration guestTime) {
        Duration stretch = Stretch.require(guestTime);
        machine.run("run " + MeasuredAt.seconds(stretch.toNanos()), stretch, Slices.hostDeadline(stretch));
    }

    /// Puts a scheduler in charge, `Schedulers.vtime()` or `Scheduler.discover("scx_simple")`: the
    /// kernel says so, and it has dispatched. Among BPF objects, the one before goes when the new one
    /// is verified.
    ///
    /// @throws LabException why not, for a BPF object with its line, and who is in charge now
    public Attachment attach(Scheduler scheduler) {
        return schedulers.attach(scheduler);
    }

    /// Takes the scheduler out of charge, whoever put it there; the kernel's own takes over. An
    /// executable gets SIGINT, then SIGKILL; SysRq S, if its scheduler stays or does not let it die.
    public SchedulerState detach() {
        return schedulers.detach();
    }

    /// From the next call on, reports to this listener how far long calls are.
    public void onProgress(ProgressListener listener) {
        machine.announcer().listener(listener);
    }

    /// The schedulers that were in charge, and the knobs and maps of the one that is.
    public SessionSchedulers schedulers() {
        return schedulers;
    }

    /// Brings a program with its libraries into the guest and starts it.
    public RunningProgram start(Program program) {
        return machine.inTurn(guest -> {
            machine.used().bring(guest, program);
            return RunningProgram.start(machine, guest, program);
        });
    }

    public SchedulerState schedulerState() {
        return schedulers.state();
    }

    /// Starts workers, all at one moment.
    public Workers spawn(WorkerSpec spec) {
        return Workers.spawn(machine, spec);
    }

    /// Starts the tasks of a file for rt-app as workers.
    ///
    /// @param pathOrText a file, or the JSON itself
    /// @throws LabException a word that is not known, with line, column and path
    public RtAppRun rtApp(String pathOrText) {
        return RtAppRun.start(machine, pathOrText);
    }

    /// Reads a recording of scheduling, to be played by workers: text of ftrace, `trace-cmd report`, `perf script`
    /// or `perf sched script`, or a `trace.dat`.
    ///
    /// @throws LabException it cannot be read, or holds no switches
    public Replay replay(String path) {
        return Replay.read(machine, this::recording, path);
    }

    /// Carries out cold operations in the present freeze: all of them, or none.
    public BatchResult apply(List<ColdOp> operations) {
        return machine.apply(operations);
    }

    /// Gives cold operations that are carried out as soon as the machine can, in the order of
    /// submission.
    ///
    /// @param deadline host time after which the future fails, saying what was waited for
    public CompletableFuture<BatchResult> submit(List<ColdOp> operations, Duration deadline) {
        CompletableFuture<BatchResult> result = machine.coordinator().submit(operations, deadline);
        if (machine.isThere()) {
            live.freezeSoon();
        }
        return result;
    }

    /// Freezes a live machine until [#resume()]: guest time passes only inside calls. In virtual time
    /// nothing happens.
    ///
    /// @return where the guest's clock stands, in words
    public String pause() {
        return live.pause();
    }

    /// Undoes a [#pause()]. Returns from where the guest's clock goes on, in words.
    public String resume() {
        return live.resume();
    }

    /// Carries out a scenario. Does not throw for what happens in the guest: the result tells.
    ///
    /// @throws LabException if the thread is interrupted meanwhile: the machine stands frozen, and
    ///     what the scenario had made is gone
    public ScenarioResult execute(Scenario scenario) {
        return new ScenarioRun(machine, schedulers, scenario).result();
    }

    /// Makes a cgroup and starts its workers in it; it stays until [Cgroup#remove()]. If it is refused,
    /// there is none.
    public Cgroup create(CgroupDef definition) {
        return machine.inTurn(guest -> {
            List<List<Worker>> groups = guest.ask("cgroup " + definition.path(), agent -> {
                List<List<Worker>> created = Cgroups.create(definition, agent);
                definition.groups().forEach(group -> machine.used().brought(agent, group.spec()));
                return created;
            });
            List<Worker> workers = groups.stream().flatMap(List::stream).toList();
            return new Cgroup(machine, machine.spawned().add(workers), definition.path(), workers);
        });
    }

    /// All cgroups of the guest in the order of their paths: the root first. The guest is asked, which
    /// takes guest time.
    public List<CgroupState> cgroups() {
        return machine.ask("cgroups", Agent::cgroups);
    }

    /// Keeps the present moment under a name, for [#rewind(String)]; see [TimeTravel#checkpoint].
    public SessionCheckpoint checkpoint(String name) {
        return travel.checkpoint(name);
    }

    /// Brings the machine back to the latest checkpoint; see [TimeTravel#rewind].
    public MeasuredAt rewind() {
        return travel.rewind("");
    }

    /// Brings the machine back to a checkpoint, or to the end of a notebook's cell; see [TimeTravel#rewind].
    public MeasuredAt rewind(String name) {
        return travel.rewind(name);
    }

    /// Brings the machine back to where it sees an instant come; see [TimeTravel#rewind(long)].
    public RewoundInstant rewind(long guestTimeNanos) {
        return travel.rewind(guestTimeNanos);
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

    /// The kernel that runs in the machine.
    public KernelImage image() {
        return machine.guest().image();
    }

    /// The present freeze and the machine, for captions; the latest freeze of a live machine.
    @Override
    public MeasuredAt instant() {
        return machine.instant();
    }

    /// What the bits of this session come from.
    public Provenance provenance() {
        return Provenance.of(machine.guest(), options(), machine.used());
    }

    /// The machine, without a question to it.
    @Override
    public String toString() {
        return "session on %s, Linux %s".formatted(options().topology(), image().release());
    }

    /// A notebook's cell runs from now on.
    ///
    /// @param number its execution count
    public void enterCell(int number) {
        travel.enterCell(number);
        machine.recorder().mark(Mark.Kind.CELL, "[" + number + "]");
    }

    /// Everything that the flight recorder has kept, up to where the machine stands; refused if it is off.
    public Recording recording() {
        return recording(Optional.empty(), Optional.empty());
    }

    /// What happened in the guest, as far back as the flight recorder has kept it: tables, the longest waits, and
    /// why.
    ///
    /// @throws LabException the machine is live, or the recorder is off
    public Trace trace() {
        return new Trace(recording(), this::recording, new CpuDistances(topology())::between);
    }

    /// Questions about what has happened: who wrote a field, and when.
    public Past past() {
        return past;
    }

    /// What led to the last failure; see [Reports#last()].
    public FailureReport report() {
        return reports.last();
    }

    /// The same of an instant at which nothing need have failed; see [Reports#at(long)].
    public FailureReport report(long guestTimeNanos) {
        return reports.at(guestTimeNanos);
    }

    /// Reports of failures, to which claims that do not hold are told.
    public Reports reports() {
        return reports;
    }

    private Recording recording(Optional<Long> from, Optional<Long> to) {
        return machine.inTurn(_ -> machine.recorder().recording(from, to, schedulers::inChargeText));
    }

    @Override
    public BootOptions options() {
        return machine.options();
    }

    @Override
    public Workers workers(List<Worker> workers) {
        return new Workers(machine, machine.timeline().stamp(), workers);
    }

    /// A session that stands at a moment of this one, on a machine of its own.
    VmSession branch(Route route, String purpose) {
        return new VmSession(machine.branch(route, purpose));
    }

    SessionHistory history() {
        return history;
    }

    @Override
    SessionMachine machine() {
        return machine;
    }

    /// Ends the machine. Idempotent.
    @Override
    public void close() {
        machine.close();
        history.close();
    }
}
