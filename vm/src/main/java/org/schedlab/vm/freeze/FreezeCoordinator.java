package org.schedlab.vm.freeze;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.memory.KernelMemory;

/// Does batches of cold operations on a frozen machine: each batch at one instant, all of it or
/// nothing.
///
/// The owner of the machine tells it when the machine can be looked into ([#adopt]) and when it
/// stands still ([#frozen(String)], [#thawed()]). [#apply] needs a frozen machine now; [#submit]
/// waits for one. `apply`, `adopt`, `frozen`, `thawed` and `tasks` are called on the thread that uses
/// the machine; `submit`, `freezes` and `close` on any. Closed by the session.
public final class FreezeCoordinator implements AutoCloseable {
    private static final String BATCH = "cold operations";

    private final Object lock = new Object();
    private final FreezeLog log = new FreezeLog(System::nanoTime);
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private int nextRequestId = 1;
    private @Nullable Adopted adopted;
    private boolean standing;
    private long writes;
    private boolean closed;

    private record Adopted(
            KernelMemory memory,
            Freezer freezer,
            TaskList tasks,
            AgentClock agent,
            Resolver resolver,
            WriteGuard guard) {

        FreezeLog.GuestMoment now() {
            return new FreezeLog.GuestMoment(
                    freezer.guestTimeNanos(), agent.nanos().orElse(0));
        }
    }

    private record Pending(Batch batch, CompletableFuture<BatchResult> future) {}

    /// Takes over a machine that has booted and does what was submitted before, in order, as soon as
    /// it is frozen. A machine adopted before is forgotten.
    ///
    /// @param memory the machine's kernel memory
    /// @param freezer the machine
    public void adopt(KernelMemory memory, Freezer freezer) {
        TaskList tasks = new TaskList(memory);
        synchronized (lock) {
            requireOpen();
            log.forget();
            adopted = new Adopted(
                    memory,
                    freezer,
                    tasks,
                    new AgentClock(memory, tasks),
                    new Resolver(memory, tasks),
                    new WriteGuard(memory));
            standing = freezer.frozen();
            memory.cacheTranslations(standing);
        }
        runWaiting();
    }

    /// Forgets the machine: it is gone. Operations submitted from now on wait for the next one.
    public void release() {
        synchronized (lock) {
            log.end();
            standing = false;
            adopted = null;
        }
    }

    /// The machine has just come to stand still. Does what was submitted and could not be done before.
    ///
    /// @param purpose what it was frozen for, in a few words, for [#freezes()]
    public void frozen(String purpose) {
        frozen(purpose, System.nanoTime());
    }

    /// The machine came to stand still at that host time.
    ///
    /// @param sinceHostNanos [System#nanoTime()] at the freeze
    public void frozen(String purpose, long sinceHostNanos) {
        synchronized (lock) {
            Adopted machine = requireAdopted();
            standing = true;
            machine.memory().cacheTranslations(true);
            log.begin(sinceHostNanos, machine.now(), purpose);
        }
        runWaiting();
    }

    /// The machine is about to go on. Nothing that was learnt of its page tables is kept.
    public void thawed() {
        synchronized (lock) {
            standing = false;
            if (adopted != null) {
                adopted.memory().cacheTranslations(false);
            }
            log.end();
        }
    }

    /// Where a target lies at the present freeze, and of what type it is. A task is only required to be the one that
    /// is meant, and alive.
    ///
    /// @throws LabException if there is no such thing, or no machine was adopted or it is not frozen
    public TypedAddress locate(Target target, Width width) {
        synchronized (lock) {
            requireOpen();
            Place place = requireFrozen().resolver().resolve(target, new WidthCheck.Use(width, true), ReadMode.OBSERVE);
            return new TypedAddress(target.text(), place.address(), place.type(), "");
        }
    }

    /// When a task began, by the guest's CLOCK_MONOTONIC, in ns.
    ///
    /// @throws LabException as [#locate]
    public long startTimeNanos(TaskField of) {
        TypedAddress start = locate(new TaskField(of.pid(), of.startTimeTicks(), "start_time"), Width.natural());
        synchronized (lock) {
            return requireFrozen().memory().space().readLong(start.address());
        }
    }

    /// Does a batch now.
    ///
    /// @return what came of it; a refused operation is a result without success, not an exception
    /// @throws LabException if no machine was adopted or it is not frozen
    public BatchResult apply(List<ColdOp> ops) {
        return apply(BATCH, ops);
    }

    /// Does a batch now.
    ///
    /// @param purpose for the freeze's record, if the machine was not reported as frozen
    public BatchResult apply(String purpose, List<ColdOp> ops) {
        synchronized (lock) {
            requireOpen();
            return run(requireFrozen(), batch(purpose, ops));
        }
    }

    /// Does a batch as soon as a machine is adopted and frozen, in the order of the calls.
    ///
    /// @param deadline how long to wait in host time
    /// @return the result; completes with a [DeadlineException] naming what was waited for, or with a
    ///     [LabException] if the session is closed first
    public CompletableFuture<BatchResult> submit(List<ColdOp> ops, Duration deadline) {
        Pending pending;
        synchronized (lock) {
            requireOpen();
            pending = new Pending(batch(BATCH, ops), new CompletableFuture<>());
            waiting.add(pending);
        }
        runWaiting();
        if (!pending.future().isDone()) {
            CompletableFuture.delayedExecutor(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> expire(pending, deadline));
        }
        return pending.future();
    }

    /// Every freeze so far, the present one last.
    public List<FreezeRecord> freezes() {
        synchronized (lock) {
            return log.all();
        }
    }

    /// How many batches have written something.
    public long writes() {
        synchronized (lock) {
            return writes;
        }
    }

    /// All tasks at the present instant.
    ///
    /// @throws LabException if no machine was adopted or it is not frozen
    public List<TaskView> tasks() {
        synchronized (lock) {
            return requireFrozen().tasks().tasks();
        }
    }

    /// Looks into the memory for a moment, without an entry in [#freezes()].
    ///
    /// @param look must be quick and only read; a machine that is to go on waits for it
    /// @return empty while there is no machine or it runs
    public <T> Optional<T> glance(Function<KernelMemory, T> look) {
        synchronized (lock) {
            Adopted machine = adopted;
            if (machine == null || !standing || !machine.freezer().frozen()) {
                return Optional.empty();
            }
            return Optional.of(look.apply(machine.memory()));
        }
    }

    /// Ends all waits: what was submitted and not done completes exceptionally.
    @Override
    public void close() {
        List<Pending> abandoned;
        synchronized (lock) {
            closed = true;
            adopted = null;
            log.end();
            abandoned = List.copyOf(waiting);
            waiting.clear();
        }
        abandoned.forEach(pending -> pending.future().completeExceptionally(sessionClosed()));
    }

    private Batch batch(String purpose, List<ColdOp> ops) {
        if (ops.isEmpty()) {
            throw LabException.asked("A batch without operations was given.")
                    .remedy("give at least one writeCold(...) or readCold(...)")
                    .exception();
        }
        Batch batch = new Batch(nextRequestId, List.copyOf(ops), purpose);
        nextRequestId += ops.size();
        return batch;
    }

    private BatchResult run(Adopted machine, Batch batch) {
        boolean reported = log.isOpen();
        long guestTime = machine.freezer().guestTimeNanos();
        if (!reported) {
            log.begin(System.nanoTime(), machine.now(), batch.purpose());
        }
        try {
            Transaction transaction = new Transaction(machine.memory(), machine.resolver(), machine.guard());
            Batch.Outcome outcome = batch.run(transaction, guestTime);
            FreezeRecord freeze = log.count(batch.ops().size());
            if (outcome.reason().isEmpty() && batch.ops().stream().anyMatch(WriteCold.class::isInstance)) {
                writes++;
            }
            return new BatchResult(outcome.reason().isEmpty(), outcome.reason(), outcome.replies(), freeze);
        } finally {
            if (!reported) {
                log.end();
            }
        }
    }

    private void runWaiting() {
        List<Runnable> completions = new ArrayList<>();
        synchronized (lock) {
            Adopted machine = adopted;
            while (machine != null && standing && machine.freezer().frozen() && !waiting.isEmpty()) {
                Pending next = waiting.poll();
                completions.add(completion(machine, next));
            }
        }
        completions.forEach(Runnable::run);
    }

    private Runnable completion(Adopted machine, Pending pending) {
        try {
            BatchResult result = run(machine, pending.batch());
            return () -> pending.future().complete(result);
        } catch (RuntimeException fault) {
            return () -> pending.future().completeExceptionally(fault);
        }
    }

    private void expire(Pending pending, Duration deadline) {
        String waitedFor;
        synchronized (lock) {
            if (!waiting.remove(pending)) {
                return;
            }
            waitedFor = adopted == null
                    ? String.format(
                            Locale.ROOT,
                            "a machine that has booted, to do %d cold operations on",
                            pending.batch().ops().size())
                    : String.format(
                            Locale.ROOT,
                            "the machine to freeze, to do %d cold operations",
                            pending.batch().ops().size());
        }
        pending.future()
                .completeExceptionally(new DeadlineException(
                        waitedFor, deadline, "boot a machine, let a running one reach a freeze, or wait longer"));
    }

    private Adopted requireAdopted() {
        Adopted machine = adopted;
        if (machine == null) {
            throw LabException.asked("There is no machine to look into.")
                    .found("none has booted yet in this session, or it is gone")
                    .remedy("boot one, or submit the operations to be done when it has booted")
                    .exception();
        }
        return machine;
    }

    private Adopted requireFrozen() {
        Adopted machine = requireAdopted();
        if (!machine.freezer().frozen()) {
            throw LabException.asked("The machine runs: cold operations need it frozen.")
                    .remedy("freeze it first, or submit the operations to be done at its next freeze")
                    .exception();
        }
        return machine;
    }

    private void requireOpen() {
        if (closed) {
            throw sessionClosed();
        }
    }

    private static LabException sessionClosed() {
        return LabException.asked("The session was closed.")
                .remedy("start a new session")
                .exception();
    }
}
