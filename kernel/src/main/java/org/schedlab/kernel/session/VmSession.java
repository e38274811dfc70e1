package org.schedlab.kernel.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.schedlab.guest.agent.Agent;
import org.schedlab.guest.agent.Attachment;
import org.schedlab.guest.agent.SchedulerState;
import org.schedlab.guest.agent.WorkerSpec;
import org.schedlab.guest.program.Program;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.kernel.session.internal.GuestMachine;
import org.schedlab.kernel.session.internal.SchedulersInCharge;
import org.schedlab.kernel.session.internal.SessionHistory;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.freeze.FreezeCoordinator;
import org.schedlab.vm.freeze.FreezeRecord;
import org.schedlab.vm.freeze.Reply;
import org.schedlab.vm.freeze.TaskView;
import org.schedlab.vm.freeze.Width;
import org.schedlab.vm.image.KernelImage;
import org.schedlab.vm.machine.BootListener;
import org.schedlab.vm.machine.GuestPanicException;
import org.schedlab.vm.machine.MachineGoneException;

/// A virtual machine and all that can be done with it. Whoever starts a session closes it.
///
/// Between calls the machine is frozen; guest time passes only inside [#run], [#every], [#execute],
/// [#spawn], [#attach], [#detach], [#schedulerState], [#readFile] and the calls of [Workers]. A call that
/// fails throws a [LabException] and leaves the machine frozen and usable, unless the message says that
/// the machine is gone.
///
/// May be shared between threads: calls take turns. [#close()] does not wait for its turn.
public final class VmSession implements AutoCloseable {
    private final BootOptions options;
    private final FreezeCoordinator coordinator = new FreezeCoordinator();
    private final SessionHistory history = new SessionHistory();
    private final SchedulersInCharge schedulers = new SchedulersInCharge(history.timeline());
    private volatile CompletableFuture<GuestMachine> present = new CompletableFuture<>();
    private final ReentrantLock turn = new ReentrantLock();
    private volatile int cell;
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
            present.complete(machine);
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
            return work.apply(guest());
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
        runGuest("run " + Instant.seconds(guestTime.toNanos()), guestTime, GuestMachine.hostDeadline(guestTime));
    }

    private void runGuest(String purpose, Duration guestTime, Duration hostDeadline) {
        inTurn(guest -> {
            guest.run(purpose, guestTime, hostDeadline);
            return guestTime;
        });
    }

    /// Puts a scheduler in charge, such as `Schedulers.vtime()`, `Schedulers.compile("mine", text)` or
    /// `Scheduler.discover("scx_simple")`. It is in charge when the kernel says so and it has dispatched. A BPF
    object
    /// that was in charge before goes when the new one is loaded and verified; an executable goes first, and so
    does
    /// whatever an executable follows.
    ///
    /// @throws LabException why not, and who is in charge now; for a BPF object a
    /// [org.schedlab.guest.scheduler.SchedulerException] with the verifier's reason and the text's line
    public Attachment attach(Scheduler scheduler) {
        return inTurn(guest -> schedulers.attach(guest, scheduler));
    }

    /// Takes the scheduler out of charge; the kernel's own takes over. An executable gets SIGINT, after two seconds
    /// of guest time SIGKILL; SysRq S ends a scheduler that outlives its executable.
    public SchedulerState detach() {
        return inTurn(schedulers::detach);
    }

    /// The executable that was attached last, running or not; empty if none was.
    public Optional<RunningProgram> schedulerProgram() {
        return inTurn(guest -> RunningProgram.scheduler(this, history.timeline().stamp(), guest));
    }

    /// Brings a program with its libraries into the guest and starts it.
    ///
    /// @throws LabException a library that is missing here, no room there, a refusal; nothing was left running
    public RunningProgram start(Program program) {
        return inTurn(guest -> RunningProgram.start(this, history.timeline().stamp(), guest, program));
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

    /// Carries out a scenario. Never throws for what happens in the guest: the result tells.
    public ScenarioResult execute(Scenario scenario) {
        long hostEnd = System.nanoTime() + scenario.hostDeadline().toNanos();
        List<BatchResult> batches = new ArrayList<>();
        try {
            for (Step step : scenario.steps()) {
                BatchResult batch = apply(step.operations());
                batches.add(batch);
                if (!batch.success()) {
                    return result(batches, false, Optional.empty(), ExitState.FROZEN);
                }
                Duration hold = step.hold().within(scenario.duration());
                if (hold.isPositive()) {
                    Duration left = Duration.ofNanos(Math.max(1, hostEnd - System.nanoTime()));
                    runGuest("hold " + Instant.seconds(hold.toNanos()), hold, left);
                }
            }
            return result(batches, false, Optional.empty(), ExitState.FROZEN);
        } catch (GuestPanicException e) {
            return result(batches, false, Optional.of(e.getMessage()), ExitState.PANICKED);
        } catch (MachineGoneException e) {
            return result(batches, false, Optional.of(e.getMessage()), ExitState.GONE);
        } catch (DeadlineException e) {
            return result(batches, true, Optional.empty(), ExitState.FROZEN);
        } catch (LabException e) {
            if (e.getCause() instanceof DeadlineException) {
                return result(batches, true, Optional.of(e.getMessage()), ExitState.GONE);
            }
            throw e;
        }
    }

    private ScenarioResult result(
            List<BatchResult> batches, boolean timedOut, Optional<String> crashMessage, ExitState exit) {
        long when = batches.isEmpty() ? 0 : batches.getLast().freeze().guestTimeNanos();
        return new ScenarioResult(batches, timedOut, crashMessage, exit, instantAt(when));
    }

    /// Freezes the machine `count` times, `period` of guest time apart, and reads a per-CPU field of
    /// every CPU each time.
    ///
    /// @param period guest time from freeze to freeze
    /// @param count how many samples
    public PerCpuSeries every(Duration period, int count, PerCpuVariableField field) {
        if (count < 1 || !period.isPositive()) {
            throw LabException.asked("cannot sample %d times every %s".formatted(count, period))
                    .available("at least one sample, a period above zero")
                    .remedy("for example every(ms(1), 200, …)")
                    .exception();
        }
        List<ColdOp> reads = IntStream.range(0, options.topology().cpus())
                .<ColdOp>mapToObj(cpu -> ColdOps.readCold(
                        "cpu" + cpu, ColdOps.perCpu(field.variable(), field.path(), cpu), Width.natural()))
                .toList();
        return inTurn(guest -> {
            List<PerCpuSeries.Sample> samples = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                guest.run("sample " + field.text(), period, GuestMachine.hostDeadline(period));
                samples.add(sample(coordinator.apply(reads).orThrow()));
            }
            return new PerCpuSeries(field.text(), samples, instant());
        });
    }

    private static PerCpuSeries.Sample sample(BatchResult batch) {
        List<Long> values = batch.replies().stream().map(Reply::number).toList();
        return new PerCpuSeries.Sample(batch.freeze().guestTimeNanos(), values);
    }

    /// Keeps the present moment under a name, on shared memory, until the session is closed; a checkpoint
    /// that had the name is replaced. The oldest are dropped when there are more than 16 or they take more
    /// than 2 GiB; the checkpoint names them.
    ///
    /// The guest makes one pass through its agent's loop, some 0.2 µs of its time, as [#freezes()] shows.
    /// After a rewind to this checkpoint, equal calls give equal bits.
    ///
    /// @throws LabException if there is no room for it
    public SessionCheckpoint checkpoint(String name) {
        return inTurn(guest -> history.checkpoint(guest, name, cell));
    }

    /// Brings the machine back to a checkpoint, with its schedulers and workers, also after a panic, a missed
    /// deadline or the death of QEMU. Handles made after the checkpoint, such as [Workers], refuse to work
    /// from now on. Later checkpoints are kept: a rewind to one of them undoes this rewind.
    ///
    /// @throws LabException if there is no such checkpoint, naming those that are there; the session stays as
    ///     it is
    public Instant rewind(String name) {
        GuestMachine _ = aliveOrLost();
        turn.lock();
        try {
            GuestMachine rewound = history.rewind(aliveOrLost(), name);
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

    /// Every freeze of this session so far.
    public List<FreezeRecord> freezes() {
        return coordinator.freezes();
    }

    /// The bytes of a file in the guest, such as one below `/proc`.
    public byte[] readFile(String path) {
        return ask("read " + path, agent -> agent.readFile(path));
    }

    /// SHA-256 of all guest RAM at the present freeze.
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

    <T> T inTurnAbout(RunningProgram program, Function<GuestMachine, T> work) {
        return inTurn(guest -> {
            history.timeline().require(program.stamp(), program.words());
            return work.apply(guest);
        });
    }

    void requireHappened(Workers workers) {
        history.timeline().require(workers.stamp(), workers.words());
    }

    /// Ends the machine. Idempotent.
    @Override
    public void close() {
        closed = true;
        coordinator.close();
        history.close();
        CompletableFuture<GuestMachine> last = present;
        if (last.isDone() && !last.isCompletedExceptionally()) {
            last.join().close();
        }
    }
}
