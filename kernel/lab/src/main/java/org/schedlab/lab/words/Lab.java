package org.schedlab.lab.words;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerFiles;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.SchedulerSource;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.machine.MachineStarts;
import org.schedlab.lab.scenario.Backdrop;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.scenario.Step;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.schedulers.KnobChange;
import org.schedlab.lab.schedulers.KnobReading;
import org.schedlab.lab.schedulers.OwnSchedulers;
import org.schedlab.lab.schedulers.SchedulerHistory;
import org.schedlab.lab.session.BootProgress;
import org.schedlab.lab.session.Fork;
import org.schedlab.lab.session.Provenance;
import org.schedlab.lab.session.VmSession;
import org.schedlab.lab.tables.CgroupTable;
import org.schedlab.lab.time.Checkpoints;
import org.schedlab.lab.time.SessionCheckpoint;
import org.schedlab.lab.verdict.Expectations;
import org.schedlab.lab.verdict.Thresholds;
import org.schedlab.lab.verdict.Verdict;
import org.schedlab.lab.workers.Cgroup;
import org.schedlab.lab.workers.RunningProgram;
import org.schedlab.lab.workers.WorkerCount;
import org.schedlab.lab.workers.WorkerReports;
import org.schedlab.lab.workers.Workers;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.TypedAddress;
import tech.tablesaw.api.Table;

/// The words of a notebook: the calls of one current session, to be imported statically together with
/// [org.schedlab.lab.cold.ColdOps]. A program that has more than one machine uses [VmSession] instead. Thread-safe.
public final class Lab {
    private static final int MOST_CELLS = 1_000_000; // an instant in ns is a larger number
    private static final Expectations EXPECTATIONS = new Expectations();
    private static final OwnSchedulers OWN = new OwnSchedulers();
    private static volatile @Nullable VmSession current;
    private static volatile int cell;
    private static volatile ProgressListener progress = ProgressListener.SILENT;

    private Lab() {}

    /// Boots a machine that becomes the current session; the one before it ends.
    public static synchronized VmSession boot(BootOptions options) {
        MachineStarts.requireKernel(options);
        close();
        VmSession session = BootProgress.boot(options, progress);
        session.enterCell(cell);
        session.schedulers().onEnd(report -> System.out.println(report.line()));
        session.schedulers().onUnasked(event -> System.out.println(event.line()));
        current = session;
        return session;
    }

    /// Boots a machine with default options.
    public static VmSession boot() {
        return boot(BootOptions.defaults());
    }

    /// From now on, reports to this listener how far boots are, and the long calls of the sessions that
    /// they bring up.
    public static void onProgress(ProgressListener listener) {
        progress = listener;
    }

    /// Ends the current session, if there is one.
    public static synchronized void close() {
        VmSession session = current;
        current = null;
        if (session != null) {
            session.close();
        }
    }

    /// The current session.
    ///
    /// @throws LabException if no machine was booted
    public static VmSession vm() {
        return ifBooted()
                .orElseThrow(() -> LabException.asked("there is no machine yet")
                        .remedy("%boot starts one, for example %boot --topology 1n1l4c1t")
                        .exception());
    }

    /// The current session, if a machine was booted.
    ///
    /// In a future of a fork that is the future's session.
    public static Optional<VmSession> ifBooted() {
        return Optional.ofNullable(Fork.FUTURE.isBound() ? Fork.FUTURE.get() : current);
    }

    /// Lets guest time move on, then stops it again.
    public static void run(Duration guestTime) {
        vm().run(guestTime);
    }

    /// Freezes a live machine until [#resume()]; in virtual time it stands between calls anyway.
    ///
    /// @return where the guest's clock stands, in words
    public static String pause() {
        return vm().pause();
    }

    /// Lets a live machine go on between calls again.
    ///
    /// @return from where the guest's clock goes on, in words
    public static String resume() {
        return vm().resume();
    }

    /// Starts workers, for example `spawn(workers(6).spinning())`.
    public static Workers spawn(WorkerSpec spec) {
        return vm().spawn(spec);
    }

    /// A number of workers to be spawned; its methods say what they do.
    public static WorkerCount workers(int count) {
        return new WorkerCount(count);
    }

    /// Puts a scheduler in charge by its name: one that a cell compiled, or one that comes with
    /// schedlab.
    public static Attachment attach(String name) {
        return attach(scheduler(name));
    }

    /// Puts a scheduler in charge, in place of the one that is.
    public static Attachment attach(Scheduler scheduler) {
        return vm().attach(scheduler);
    }

    /// Compiles a scheduler; from now on its name stands for it.
    ///
    /// @param source C; its name must not be one that comes with schedlab
    public static SchedulerObject compile(SchedulerSource source) {
        return OWN.compile(source);
    }

    /// Compiles the sources of a scheduler with the types of the booted kernel; from now on its name stands for it:
    /// `attach(compile(Schedulers.files("my_scheduler/").withInclude(Path.of("include"))))`.
    public static SchedulerObject compile(SchedulerFiles files) {
        return OWN.compile(files, vm().image());
    }

    /// The scheduler of a name: one that a cell compiled, or one that comes with schedlab.
    ///
    /// @throws LabException if there is none of that name; says which there are
    public static SchedulerObject scheduler(String name) {
        return OWN.named(name);
    }

    /// The names that [#scheduler(String)] knows.
    public static List<String> schedulers() {
        return OWN.names();
    }

    /// Takes the scheduler out of charge.
    public static SchedulerState detach() {
        return vm().detach();
    }

    /// Puts the scheduler that is in charge, or was last, in charge afresh, with the same knobs.
    public static Attachment restart() {
        return vm().schedulers().restart();
    }

    /// The knobs of the scheduler in charge, with their values at this freeze.
    public static Table knobs() {
        return vm().schedulers().knobs();
    }

    /// The value of a knob at this freeze, or of a part of it: `knob("turns[1].now").number()`.
    public static KnobReading knob(String path) {
        return vm().schedulers().knob(path);
    }

    /// Writes a knob in this freeze: a number, a boolean, or text such as `0x10` or an enum's name.
    public static KnobChange setKnob(String path, Object value) {
        return vm().schedulers().setKnobs(Map.of(path, value));
    }

    /// A knob as a target for [#steps]: `writeCold(knobField("slow_ns"), number(5_000))`.
    public static TypedAddress knobField(String path) {
        return vm().schedulers().knobField(path);
    }

    /// See [org.schedlab.lab.schedulers.SessionSchedulers#schedulerPrograms].
    public static Table schedulerPrograms() {
        return vm().schedulers().schedulerPrograms();
    }

    /// The maps of the scheduler in charge.
    public static Table maps() {
        return vm().schedulers().maps();
    }

    /// What stands in a map of the scheduler in charge.
    public static Table map(String name) {
        return vm().schedulers().map(name);
    }

    /// What happened to schedulers in this session so far.
    public static SchedulerHistory schedulerHistory() {
        return vm().schedulers().history();
    }

    /// How the last scheduler ended, with the kernel's dump.
    public static ExitReport exitReport() {
        return vm().schedulers().exitReport();
    }

    /// From now on, workers under a scheduler are held to these thresholds too, in place of earlier
    /// ones for it.
    ///
    /// @param scheduler its name as the kernel says it; `eevdf` for the kernel's own
    public static void expect(String scheduler, Thresholds thresholds) {
        EXPECTATIONS.expect(scheduler, thresholds);
    }

    /// The verdict over workers: that they live, that each does some work, and the thresholds of
    /// everybody and of the scheduler in charge.
    public static Verdict verdict(Workers workers) {
        return verdict(workers, Thresholds.none());
    }

    /// The verdict over workers, with thresholds of this test that count before all others.
    public static Verdict verdict(Workers workers, Thresholds test) {
        WorkerReports reports = workers.reports();
        return EXPECTATIONS.verdict(
                reports.reports(),
                vm().schedulers().opsName(),
                reports.instant().scheduler(),
                test);
    }

    /// A program of the host, for [#start(Program)]: `program("./mine", "-v").withCpus(0)`.
    public static Program program(String path, String... arguments) {
        return Program.of(Path.of(path), arguments);
    }

    /// Brings a program with its libraries into the guest and starts it.
    public static RunningProgram start(Program program) {
        return vm().start(program);
    }

    /// The executable that was attached last as a scheduler: its output, how it ended.
    ///
    /// @throws LabException if there was none
    public static RunningProgram schedulerProgram() {
        return vm().schedulers()
                .program()
                .orElseThrow(() -> LabException.asked("no executable was attached as a scheduler")
                        .remedy("for example attach(Scheduler.discover(\"scx_simple\"))")
                        .exception());
    }

    /// Carries out cold operations in the present freeze, all or none.
    ///
    /// @throws LabException saying which operation failed and why; then none was done
    public static ScenarioResult steps(ColdOp... operations) {
        return execute(Step.of(operations)).orThrow();
    }

    /// Carries out steps with their holds; the result tells what failed. A scenario that ran into a
    /// deadline is told in the cell too, with the word that lengthens it.
    public static ScenarioResult execute(Step... steps) {
        return execute(Scenario.of(steps));
    }

    /// Carries out steps before a backdrop.
    public static ScenarioResult execute(Backdrop backdrop, Step... steps) {
        return execute(Scenario.of(backdrop, steps));
    }

    /// Carries out a scenario with a duration and limits of its own.
    public static ScenarioResult execute(Scenario scenario) {
        ScenarioResult result = vm().execute(scenario);
        result.timeOut().ifPresent(System.out::println);
        return result;
    }

    /// Makes a cgroup that stays, for example `create(cgroup("web").weight(300).workers(2))`.
    public static Cgroup create(CgroupDef definition) {
        return vm().create(definition);
    }

    /// Every cgroup of the guest: weight, limit, CPUs, tasks, CPU time. The guest is asked: the caption
    /// says how much guest time that took.
    public static Table cgroups() {
        MeasuredAt before = vm().instant();
        return CgroupTable.of(vm().cgroups(), vm().instant().captionOfAsking(before));
    }

    /// Keeps the present moment under a name, for [#rewind].
    public static SessionCheckpoint checkpoint(String name) {
        return vm().checkpoint(name);
    }

    /// Brings the machine back to a checkpoint.
    public static MeasuredAt rewind(String name) {
        return vm().rewind(name);
    }

    /// Brings the machine back to the moment in which a cell ended.
    public static MeasuredAt rewind(int cellNumber) {
        if (cellNumber >= MOST_CELLS) {
            throw LabException.asked("there is no cell " + cellNumber)
                    .remedy("for an instant of guest time in ns: rewind(" + cellNumber + "L)")
                    .exception();
        }
        return vm().rewind(Integer.toString(cellNumber));
    }

    /// Brings the machine back to the latest checkpoint.
    public static MeasuredAt rewind() {
        return vm().rewind();
    }

    /// The present instant as the start of several futures.
    ///
    /// @param schedulers one future under each of them; `eevdf` is the kernel's own. More can be
    ///     added with [Fork#future]
    public static Fork fork(String... schedulers) {
        Fork fork = vm().fork();
        for (String name : schedulers) {
            Fork _ = name.equals("eevdf") ? fork.underEevdf() : fork.under(scheduler(name));
        }
        return fork;
    }

    /// The checkpoints of this session, oldest first.
    public static Checkpoints checkpoints() {
        return vm().checkpoints();
    }

    /// What the bits of this session come from.
    public static Provenance provenance() {
        return vm().provenance();
    }

    /// The notebook cell that runs from now on.
    ///
    /// @param number its execution count
    public static void enterCell(int number) {
        cell = number;
        ifBooted().ifPresent(session -> session.enterCell(number));
    }

    /// The notebook's cell ended.
    ///
    /// @return its checkpoint, if the machine does not stand where it stood when the cell began
    public static Optional<SessionCheckpoint> endCell() {
        return ifBooted().flatMap(session -> session.travel().endCell());
    }

    /// The notebook cell that runs, 0 outside a notebook.
    public static int currentCell() {
        return cell;
    }

    /// The last lines that the guest's kernel printed.
    public static List<String> console() {
        return vm().console();
    }

    /// A number of milliseconds.
    public static Duration ms(long number) {
        return Duration.ofMillis(number);
    }

    /// A number of microseconds.
    public static Duration us(long number) {
        return Duration.ofNanos(Math.multiplyExact(number, 1000L));
    }

    /// A number of seconds.
    public static Duration s(long number) {
        return Duration.ofSeconds(number);
    }
}
