package org.schedlab.lab.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.machine.Route;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.schedulers.SchedulerLog;
import org.schedlab.vm.LabException;

/// Lets the futures of one instant happen side by side. Used once.
final class ForkRunner {
    private static final Duration END = Duration.ofMinutes(1);

    private final VmSession origin;
    private final Route route;
    private final Duration guestTime;
    private final List<Worker> workers;
    private final SchedulerLog.Past schedulers;
    private final Set<VmSession> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /// @param route to the moment that the futures begin at
    /// @param workers those that were alive at the moment
    /// @param schedulers what had happened to them
    ForkRunner(VmSession origin, Route route, List<Worker> workers, SchedulerLog.Past schedulers, Duration guestTime) {
        this.origin = origin;
        this.route = route;
        this.guestTime = guestTime;
        this.workers = workers;
        this.schedulers = schedulers;
    }

    List<FutureResult> run(List<Fork.Plan> plans) {
        try (Call call = origin.machine()
                .guest()
                .announcer()
                .begin(String.format(Locale.ROOT, "fork of %d futures", plans.size()))) {
            List<FutureResult> results = run(plans, call);
            call.done(String.format(Locale.ROOT, "each went on for %d ms of guest time", guestTime.toMillis()));
            return results;
        }
    }

    private List<FutureResult> run(List<Fork.Plan> plans, Call call) {
        int atOnce = Math.min(plans.size(), machinesAtOnce());
        try (ExecutorService pool = Executors.newFixedThreadPool(
                atOnce, Thread.ofPlatform().name("schedlab future ", 1).daemon().factory())) {
            List<Future<FutureResult>> running =
                    plans.stream().map(plan -> pool.submit(() -> happen(plan))).toList();
            List<FutureResult> results = new ArrayList<>();
            try {
                for (Future<FutureResult> each : running) {
                    FutureResult result = each.get();
                    results.add(result);
                    result.ends().forEach(end -> origin.schedulers().tell(end, result.name()));
                    call.update(
                            (double) results.size() / plans.size(),
                            String.format(
                                    Locale.ROOT,
                                    "%d of %d have happened, %d at once",
                                    results.size(),
                                    plans.size(),
                                    atOnce));
                }
                return results;
            } catch (InterruptedException e) {
                stop(pool);
                throw LabException.asked("the fork was stopped")
                        .found(String.format(
                                Locale.ROOT, "%d of %d futures had happened", results.size(), plans.size()))
                        .remedy("the session stands where it stood; fork again")
                        .exception();
            } catch (ExecutionException e) {
                stop(pool);
                throw e.getCause() instanceof RuntimeException thrown
                        ? thrown
                        : new IllegalStateException(e.getCause());
            }
        }
    }

    private int machinesAtOnce() {
        Path shared = origin.machine().guest().machine().ramFile();
        try {
            long room = Files.getFileStore(shared).getUsableSpace()
                    / origin.options().memoryBytes();
            return Math.clamp(room, 1, Runtime.getRuntime().availableProcessors());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + shared, e);
        }
    }

    private void stop(ExecutorService pool) {
        stopped = true;
        pool.shutdownNow();
        open.forEach(VmSession::close);
        try {
            boolean _ = pool.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FutureResult happen(Fork.Plan plan) {
        requireNotStopped();
        try (VmSession future = origin.branch(route, "future " + plan.name())) {
            open.add(future);
            requireNotStopped();
            future.schedulers().begin(schedulers);
            return ScopedValue.where(Fork.FUTURE, future)
                    .where(SessionMachine.FUTURE, future.machine())
                    .call(() -> happen(plan, future));
        } catch (Throwable e) {
            requireNotStopped();
            return FutureResult.failed(plan.name(), e);
        }
    }

    private void requireNotStopped() {
        if (stopped) {
            throw new LabException("the fork was stopped");
        }
    }

    private FutureResult happen(Fork.Plan plan, VmSession future) {
        List<ExitReport> ends = new ArrayList<>();
        future.schedulers().onEnd(ends::add);
        try {
            plan.preparation().accept(future);
            List<Worker> all = new ArrayList<>(workers);
            all.addAll(future.travel().workersAlive());
            List<WorkerReport> before = report(future, all);
            future.run(guestTime);
            List<WorkerReport> after = report(future, all);
            return FutureResult.of(plan.name(), future.stateHash(), future.instant(), before, after, ends);
        } finally {
            open.remove(future);
        }
    }

    private static List<WorkerReport> report(VmSession future, List<Worker> workers) {
        return workers.isEmpty() ? List.of() : future.machine().look(agent -> agent.report(workers));
    }
}
