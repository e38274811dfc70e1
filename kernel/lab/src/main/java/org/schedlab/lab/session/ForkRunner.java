package org.schedlab.lab.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerReport;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.machine.MachinePool;
import org.schedlab.lab.machine.MachinePool.Result;
import org.schedlab.lab.machine.Route;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.schedulers.ExitReport;
import org.schedlab.lab.schedulers.SchedulerLog;
import org.schedlab.vm.LabException;

/// Lets the futures of one instant happen side by side. Used once.
final class ForkRunner {
    private final VmSession origin;
    private final Route route;
    private final Duration guestTime;
    private final List<Worker> workers;
    private final SchedulerLog.Past schedulers;

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
        MachinePool pool = MachinePool.of(
                "schedlab future",
                origin.machine().guest().machine().ramFile(),
                origin.options().memoryBytes());
        List<MachinePool.Task<FutureResult>> futures = plans.stream()
                .<MachinePool.Task<FutureResult>>map(plan -> machines -> happen(plan, machines))
                .toList();
        List<FutureResult> results = new ArrayList<>();
        try {
            List<Result<FutureResult>> _ = pool.each(futures, result -> {
                FutureResult future = future(plans.get(results.size()), result);
                results.add(future);
                future.ends().forEach(end -> origin.schedulers().tell(end, future.name()));
                call.update(
                        (double) results.size() / plans.size(),
                        String.format(
                                Locale.ROOT,
                                "%d of %d have happened, %d at once",
                                results.size(),
                                plans.size(),
                                Math.min(plans.size(), pool.most())));
            });
            return results;
        } catch (InterruptedException e) {
            throw LabException.asked("the fork was stopped")
                    .found(String.format(Locale.ROOT, "%d of %d futures had happened", results.size(), plans.size()))
                    .remedy("the session stands where it stood; fork again")
                    .exception();
        }
    }

    private static FutureResult future(Fork.Plan plan, Result<FutureResult> result) {
        return switch (result) {
            case Result.Done<FutureResult>(FutureResult future) -> future;
            case Result.Failed<FutureResult>(Throwable why) -> FutureResult.failed(plan.name(), why);
        };
    }

    private FutureResult happen(Fork.Plan plan, MachinePool.Machines machines) {
        try (VmSession future = machines.hold(origin.branch(route, "future " + plan.name()))) {
            future.schedulers().begin(schedulers);
            return ScopedValue.where(Fork.FUTURE, future)
                    .where(SessionMachine.FUTURE, future.machine())
                    .call(() -> happen(plan, future));
        }
    }

    private FutureResult happen(Fork.Plan plan, VmSession future) {
        List<ExitReport> ends = new ArrayList<>();
        future.schedulers().onEnd(ends::add);
        long start = future.instant().guestTimeNanos();
        plan.preparation().accept(future);
        List<Worker> all = new ArrayList<>(workers);
        all.addAll(future.travel().workersAlive());
        List<WorkerReport> before = report(future, all);
        long from = future.instant().guestTimeNanos();
        future.run(guestTime);
        List<WorkerReport> after = report(future, all);
        return FutureResult.of(
                plan.name(),
                future.stateHash(),
                from - start,
                future.machine().measuredSince(from),
                before,
                after,
                ends);
    }

    private static List<WorkerReport> report(VmSession future, List<Worker> workers) {
        return workers.isEmpty() ? List.of() : future.machine().look(agent -> agent.report(workers));
    }
}
