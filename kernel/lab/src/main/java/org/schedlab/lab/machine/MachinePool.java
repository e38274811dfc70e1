package org.schedlab.lab.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Lets tasks with a machine each happen side by side, as many at once as this host has CPUs and free shared memory
/// for. Immutable; may be used again and again, from any thread.
public final class MachinePool {
    private static final Duration END = Duration.ofMinutes(1);

    private final String threads;
    private final int most;

    /// @param most how many at once, 1 or more
    MachinePool(String threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    /// A pool for what there is room for now.
    ///
    /// @param threads what its threads are called, such as `schedlab future`
    /// @param sharedMemory a file or folder where the machines' memory will be
    /// @param machineBytes how much of it each machine may take
    public static MachinePool of(String threads, Path sharedMemory, long machineBytes) {
        return of(threads, sharedMemory, machineBytes, Runtime.getRuntime().availableProcessors());
    }

    /// The same for at most so many at once. Tasks that bring up machines one after the other wait for the
    /// host now and then: one more than there are CPUs keeps these busy.
    ///
    /// @param atOnce 1 or more
    public static MachinePool of(String threads, Path sharedMemory, long machineBytes, int atOnce) {
        try {
            long free = Files.getFileStore(sharedMemory).getUsableSpace();
            return new MachinePool(threads, most(free, machineBytes, atOnce));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + sharedMemory, e);
        }
    }

    /// One machine always: where there is no room for it, that says what is missing.
    static int most(long freeBytes, long machineBytes, int cpus) {
        return Math.clamp(freeBytes / machineBytes, 1, cpus);
    }

    /// How many tasks happen at once at most.
    public int most() {
        return most;
    }

    /// Something to be done with a machine of its own.
    @FunctionalInterface
    public interface Task<T> {
        /// Brings up a machine, hands it to `machines` at once, and closes it in the end.
        T run(Machines machines);
    }

    /// What came of a task.
    public sealed interface Result<T> {
        /// It came to its end.
        record Done<T>(T value) implements Result<T> {}

        /// It threw.
        record Failed<T>(Throwable why) implements Result<T> {}
    }

    /// The machines of one task: closed for it if everything is to end.
    @FunctionalInterface
    public interface Machines {
        /// From now on this one is closed when the tasks are stopped, from another thread; its close must be
        /// idempotent.
        ///
        /// @return the machine
        /// @throws org.schedlab.vm.LabException if they were stopped already: the machine was closed
        <M extends AutoCloseable> M hold(M machine);
    }

    /// Lets all tasks happen, whether others fail or not.
    ///
    /// @param told hears each result as soon as those before it are there, on the caller's thread
    /// @return in the order of the tasks
    /// @throws InterruptedException the caller was interrupted: all machines are closed, no task is left at work
    public <T> List<Result<T>> each(List<Task<T>> tasks, Consumer<Result<T>> told) throws InterruptedException {
        return happen(new PoolRound(false), tasks, told);
    }

    /// As [#each], but each result is told as soon as it is there.
    ///
    /// @param told hears each result on the caller's thread, in the order in which the tasks end
    /// @throws InterruptedException as [#each]
    public <T> void asTheyEnd(List<Task<T>> tasks, Consumer<Result<T>> told) throws InterruptedException {
        PoolRound round = new PoolRound(false);
        ExecutorService pool = threads();
        try {
            var ended = new ExecutorCompletionService<Result<T>>(pool);
            tasks.forEach(task -> ended.submit(() -> round.happen(task)));
            for (int count = 0; count < tasks.size(); count++) {
                told.accept(ended.take().get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause()); // a round gives what is thrown as a result
        } finally {
            round.stop();
            awaitEnd(pool);
        }
    }

    /// Lets all tasks happen until the first one fails: then the machines of the others are closed, and those that
    /// have not begun do not.
    ///
    /// @return in the order of the tasks
    /// @throws RuntimeException what the first one threw
    /// @throws InterruptedException as [#each]
    public <T> List<T> all(List<Task<T>> tasks) throws InterruptedException {
        PoolRound round = new PoolRound(true);
        List<T> values = new ArrayList<>();
        List<Result<T>> _ = happen(round, tasks, result -> {
            if (result instanceof Result.Done<T>(T value)) {
                values.add(value);
            }
        });
        round.throwFirstFailure();
        return values;
    }

    private <T> List<Result<T>> happen(PoolRound round, List<Task<T>> tasks, Consumer<Result<T>> told)
            throws InterruptedException {
        ExecutorService pool = threads();
        try {
            List<Future<Result<T>>> running = tasks.stream()
                    .map(task -> pool.submit(() -> round.happen(task)))
                    .toList();
            pool.shutdown();
            List<Result<T>> results = new ArrayList<>();
            for (Future<Result<T>> each : running) {
                Result<T> result = each.get();
                results.add(result);
                told.accept(result);
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause()); // a round gives what is thrown as a result
        } finally {
            round.stop();
            awaitEnd(pool);
        }
    }

    private ExecutorService threads() {
        return Executors.newFixedThreadPool(
                most, Thread.ofPlatform().name(threads + " ", 1).daemon().factory());
    }

    private static void awaitEnd(ExecutorService pool) {
        pool.shutdown();
        try {
            boolean _ = pool.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
