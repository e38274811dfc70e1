package org.schedlab.lab.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.work.Worker;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.schedulers.SchedulerLog;
import org.schedlab.lab.time.Moment;
import org.schedlab.lab.time.SessionHistory;
import org.schedlab.vm.LabException;

/// One instant from which several futures start, each on a machine of its own.
///
/// Made by [VmSession#fork()]; `future` and `under` add futures, [#run(Duration)] lets them happen.
/// The session that was forked does not move. Not thread-safe.
public final class Fork {
    /// In a future: its session.
    public static final ScopedValue<VmSession> FUTURE = ScopedValue.newInstance();

    private final VmSession origin;
    private final Moment moment;
    private final String stateHash;
    private final MeasuredAt instant;
    private final List<Worker> workers;
    private final SchedulerLog.Past schedulers;
    private final List<Plan> plans = new ArrayList<>();

    /// A future that has not happened yet.
    record Plan(String name, Consumer<VmSession> preparation) {}

    /// @param workers those that are alive at the moment: the session may leave it before the futures
    ///     happen
    /// @param schedulers what happened to them up to the moment
    Fork(
            VmSession origin,
            Moment moment,
            String stateHash,
            MeasuredAt instant,
            List<Worker> workers,
            SchedulerLog.Past schedulers) {
        this.origin = origin;
        this.moment = moment;
        this.stateHash = stateHash;
        this.instant = instant;
        this.workers = List.copyOf(workers);
        this.schedulers = schedulers;
    }

    /// Adds a future.
    ///
    /// @param name unlike the others'
    /// @param preparation what is done in it before guest time passes: attach a scheduler, write
    ///     fields, spawn. It gets the session of that future, which ends with the future; the words
    ///     of [org.schedlab.lab.words.Lab] mean that session too. Workers that were there before are reached with
    ///     [org.schedlab.lab.workers.Workers#in].
    /// @return this
    public Fork future(String name, Consumer<VmSession> preparation) {
        if (name.isBlank() || plans.stream().anyMatch(plan -> plan.name().equals(name))) {
            throw LabException.asked("a future cannot be called '%s'".formatted(name))
                    .found(name.isBlank() ? "an empty name" : "another future of this fork is called so")
                    .remedy("give each future a name of its own")
                    .exception();
        }
        plans.add(new Plan(name, preparation));
        return this;
    }

    /// Adds a future in which a scheduler is put in charge, called as the scheduler.
    ///
    /// @return this
    public Fork under(SchedulerObject scheduler) {
        return future(scheduler.name(), vm -> vm.attach(scheduler));
    }

    /// Adds a future in which no sched_ext scheduler is in charge, called `eevdf`.
    ///
    /// @return this
    public Fork underEevdf() {
        return future("eevdf", vm -> {
            vm.image().requireEevdf();
            if (vm.schedulerState().attached()) {
                vm.detach();
            }
        });
    }

    /// The futures that were named so far.
    @Override
    public String toString() {
        return plans.isEmpty()
                ? "fork without futures"
                : "fork with the futures " + plans.stream().map(Plan::name).collect(Collectors.joining(", "));
    }

    /// Lets each future happen, as many at once as this host has CPUs and shared memory for.
    ///
    /// What goes wrong inside a future, such as a scheduler that is refused, is told in that future's
    /// result.
    ///
    /// @param guestTime how far each goes on, after its preparation
    /// @throws LabException if there is no future, the instant was dropped, or the thread is
    ///     interrupted: then all futures end
    public Futures run(Duration guestTime) {
        if (plans.isEmpty()) {
            throw LabException.asked("this fork has no futures")
                    .remedy("for example fork(\"fifo\", \"vtime\").run(ms(500)), or fork().future(\"name\", vm -> …)")
                    .exception();
        }
        if (!guestTime.isPositive()) {
            throw LabException.asked("a future cannot go on for " + guestTime)
                    .available("guest times above zero")
                    .remedy("for example run(ms(500))")
                    .exception();
        }
        Moment start = origin.history().start(moment);
        try {
            List<FutureResult> results = new ForkRunner(
                            origin, SessionHistory.route(start, moment, stateHash), workers, schedulers, guestTime)
                    .run(plans);
            return new Futures(results, instant, guestTime);
        } finally {
            start.release();
        }
    }
}
