package org.schedlab.lab.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.schedlab.guest.cgroup.CgroupDef;
import org.schedlab.guest.work.Worker;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.MeasuredAt;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.Watchdog;
import org.schedlab.lab.WatchdogException;
import org.schedlab.lab.WatchdogReport;
import org.schedlab.lab.machine.SessionMachine;
import org.schedlab.lab.schedulers.SessionSchedulers;
import org.schedlab.vm.DeadlineException;
import org.schedlab.vm.LabException;
import org.schedlab.vm.freeze.BatchResult;
import org.schedlab.vm.freeze.ColdOp;
import org.schedlab.vm.machine.GuestPanicException;
import org.schedlab.vm.machine.MachineGoneException;

/// Carries one scenario out, once. Confined to the calling thread.
public final class ScenarioRun {
    private final SessionMachine session;
    private final SessionSchedulers schedulers;
    private final Scenario scenario;
    private final long hostEnd;
    private final OwnedResources backdrop = new OwnedResources();
    private final OwnedResources present = new OwnedResources();
    private final List<BatchResult> batches = new ArrayList<>();
    private final List<ScenarioPhase> phases = new ArrayList<>();
    private final List<ScenarioEvent> events = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private int phase;
    private Call announced = Call.UNHEARD;
    private MeasuredAt last;

    /// Something was refused: the scenario ends, the machine stands.
    private static final class RefusedException extends LabException {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }

    /// A run that begins now: the host deadline counts from here.
    ///
    /// @param schedulers of the session
    public ScenarioRun(SessionMachine session, SessionSchedulers schedulers, Scenario scenario) {
        this.session = session;
        this.schedulers = schedulers;
        this.scenario = scenario;
        this.hostEnd = System.nanoTime() + scenario.hostDeadline().toNanos();
        this.last = session.instant();
    }

    /// Plays the scenario.
    ///
    /// @throws LabException if the thread was interrupted; what the scenario had made is gone then
    public ScenarioResult result() {
        try (Call call = session.guest().announcer().begin("scenario")) {
            announced = call;
            ScenarioResult result = played();
            call.done(String.format(
                    Locale.ROOT,
                    "%d steps, %d cold operations, exit code %d",
                    phase,
                    result.replies().size(),
                    result.exitCode()));
            return result;
        }
    }

    private ScenarioResult played() {
        Optional<LabException> trouble = caught(this::playWithinLimit);
        if (trouble.isEmpty() || exit(trouble.get()) == ExitState.FROZEN) {
            Optional<LabException> untidy = caught(() -> {
                clearAway(present);
                clearAway(backdrop);
            });
            trouble = trouble.or(() -> untidy);
        }
        return new ScenarioResult(batches, phases, events, snapshots, end(trouble), last);
    }

    private static Optional<LabException> caught(Runnable work) {
        try {
            work.run();
            return Optional.empty();
        } catch (LabException e) {
            return Optional.of(e);
        }
    }

    private static ExitState exit(LabException trouble) {
        return switch (trouble) {
            case GuestPanicException _ -> ExitState.PANICKED;
            case MachineGoneException _ -> ExitState.GONE;
            case WatchdogException over when over.report().watchdog() == Watchdog.SESSION -> ExitState.GONE;
            case LabException lost when lost.getCause() instanceof DeadlineException -> ExitState.GONE;
            default -> ExitState.FROZEN;
        };
    }

    private ScenarioEnd end(Optional<LabException> trouble) {
        Optional<String> message = trouble.map(LabException::getMessage);
        Optional<String> none = Optional.empty();
        ExitState exit = trouble.map(ScenarioRun::exit).orElse(ExitState.FROZEN);
        List<String> console = session.console();
        return switch (trouble.orElse(null)) {
            case null -> new ScenarioEnd(exit, Optional.empty(), none, none, console);
            case RefusedException _ -> new ScenarioEnd(exit, Optional.empty(), none, message, console);
            case WatchdogException over -> new ScenarioEnd(exit, Optional.of(over.report()), none, none, console);
            case LabException lost
            when lost.getCause() instanceof DeadlineException ->
                new ScenarioEnd(exit, Optional.of(unanswered()), message, none, console);
            case LabException gone
            when exit != ExitState.FROZEN -> new ScenarioEnd(exit, Optional.empty(), message, none, console);
            case LabException other -> throw other;
        };
    }

    private WatchdogReport unanswered() {
        String doing = events.isEmpty()
                ? "the begin of the scenario"
                : events.getLast().what();
        return new WatchdogReport(Watchdog.HOST_DEADLINE, scenario.hostDeadline(), doing, last.guestTimeNanos());
    }

    private void playWithinLimit() {
        if (scenario.guestLimit().isEmpty()) {
            play();
            return;
        }
        try (var _ = session.guest().limit(scenario.guestLimit().get())) {
            play();
        }
    }

    private void play() {
        OpRunner setUp = new OpRunner(session, schedulers, new OwnedResources(), backdrop, snapshots::add);
        for (CgroupDef definition : scenario.backdrop().cgroups()) {
            perform(setUp, new Op.AddCgroup(definition));
        }
        for (WorkerSpec spec : scenario.backdrop().workers()) {
            perform(setUp, new Op.Spawn(spec));
        }
        Duration settle = scenario.backdrop().settle();
        hold(settle.isZero() ? Hold.none() : Hold.of(settle), () -> {});
        for (Step step : scenario.steps()) {
            phase++;
            play(step);
        }
    }

    private void play(Step step) {
        OpRunner runner = new OpRunner(session, schedulers, backdrop, present, snapshots::add);
        for (CgroupDef definition : step.cgroups()) {
            perform(runner, new Op.AddCgroup(definition));
        }
        if (step.hold() instanceof Hold.Loop) {
            hold(step.hold(), () -> perform(runner, step.ops()));
        } else {
            perform(runner, step.ops());
            hold(step.hold(), () -> {});
        }
        clearAway(present);
    }

    private void perform(OpRunner runner, List<Op> ops) {
        List<ColdOp> cold = new ArrayList<>();
        for (Op op : ops) {
            if (op instanceof Op.Cold one) {
                cold.add(one.operation());
                continue;
            }
            apply(cold);
            if (op instanceof Op.LetRun pause) {
                note(op.text());
                run(String.format(Locale.ROOT, "step %d, %s", phase, op.text()), pause.guestTime());
            } else {
                perform(runner, op);
            }
        }
        apply(cold);
    }

    private void apply(List<ColdOp> cold) {
        if (cold.isEmpty()) {
            return;
        }
        BatchResult batch = session.apply(cold);
        batches.add(batch);
        note(String.format(Locale.ROOT, "%d cold operations", cold.size()));
        cold.clear();
        if (!batch.success()) {
            throw new RefusedException(batch.reason());
        }
    }

    private void perform(OpRunner runner, Op op) {
        note(op.text());
        unlessRefused(() -> runner.perform(op));
    }

    /// Tells what an operation or the clearing away was refused for from what ended the machine.
    private static void unlessRefused(Runnable work) {
        try {
            work.run();
        } catch (WatchdogException e) {
            throw e;
        } catch (LabException e) {
            if (exit(e) != ExitState.FROZEN) {
                throw e;
            }
            throw new RefusedException(e.getMessage());
        }
    }

    private void hold(Hold hold, Runnable again) {
        Duration total = hold.within(scenario.duration());
        if (!total.isPositive()) {
            return;
        }
        String purpose = "%s hold %s"
                .formatted(phase == 0 ? "baseline," : "step " + phase + ",", MeasuredAt.seconds(total.toNanos()));
        note(purpose);
        ScenarioMeter begin = ScenarioMeter.read(session, workers());
        List<Worker> measured = new ArrayList<>(workers());
        Duration interval = hold instanceof Hold.Loop loop ? loop.interval() : total;
        for (Duration left = total; left.isPositive(); left = left.minus(interval)) {
            again.run();
            workers().stream().filter(worker -> !measured.contains(worker)).forEach(measured::add);
            run(purpose, left.compareTo(interval) < 0 ? left : interval);
        }
        ScenarioMeter end = ScenarioMeter.read(session, measured);
        last = session.instant();
        String scheduler = session.measuredSince(begin.guestTimeNanos()).scheduler();
        phases.add(end.since(begin, phase, scheduler));
    }

    private void run(String purpose, Duration guestTime) {
        try {
            session.run(purpose, guestTime, Duration.ofNanos(Math.max(1, hostEnd - System.nanoTime())));
        } catch (WatchdogException e) {
            throw e.report().watchdog() == Watchdog.HOST_DEADLINE ? e.of(scenario.hostDeadline()) : e;
        }
    }

    private List<Worker> workers() {
        List<Worker> all = new ArrayList<>(backdrop.workers());
        all.addAll(present.workers());
        return all;
    }

    private void clearAway(OwnedResources belongings) {
        if (!belongings.isEmpty()) {
            note("%s ends".formatted(belongings.equals(backdrop) ? "backdrop" : "step " + phase));
            unlessRefused(() -> session.ask("clear away", agent -> {
                belongings.clearAway(agent);
                return belongings;
            }));
        }
    }

    private void note(String what) {
        last = session.instant();
        announced.update((double) phase / (scenario.steps().size() + 1), what);
        events.add(new ScenarioEvent(last.guestTimeNanos(), phase, what));
    }
}
