package org.schedlab.hunt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.LongStream;

import org.schedlab.guest.scheduler.SchedulerException;
import org.schedlab.hunt.run.Bases;
import org.schedlab.hunt.run.Breach;
import org.schedlab.hunt.run.ClaimFailedException;
import org.schedlab.hunt.run.Outcome;
import org.schedlab.hunt.run.ScenarioRunner;
import org.schedlab.hunt.scenario.Generator;
import org.schedlab.hunt.scenario.Scenario;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.machine.MachinePool;
import org.schedlab.lab.machine.MachinePool.Result;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import org.schedlab.vm.spec.Topology;

/// One call of [Hunt#run()]. Used once, by one thread.
final class HuntRun {
    /// Scenarios of one batch know of none of the others: so their order does not depend on how many happen at once.
    private static final int BATCH = 12;

    /// One after the other that this host could not run: the others would not do either.
    private static final int HOPELESS = 3;

    private static final int MOST_REDUCTIONS = 240;
    private static final Duration LEAST_HOLD = Hunt.LONGEST_WAIT.plusMillis(20);

    private final HuntPlan plan;
    private final HuntLog log;
    private final Bases bases;
    private final ProgressListener progress;
    private final Runs runs;
    private final Corpus corpus = new Corpus();
    private final List<Find> finds = new ArrayList<>();
    private final long began = System.nanoTime();
    private int hopeless;

    HuntRun(HuntPlan plan, Bases bases, HuntLog log, ProgressListener progress) {
        this.plan = plan;
        this.log = log;
        this.bases = bases;
        this.progress = progress;
        MachinePool pool = MachinePool.of(
                "schedlab hunt",
                Folders.ofUser().sharedMemory(),
                bases.machine().memoryBytes());
        runs = new Runs(pool, new ScenarioRunner(bases, plan.invariants()));
    }

    HuntReport run() {
        try (Call call = progress.begin("hunt " + plan.scheduler().name())) {
            goOn(call);
            boolean hotplug = bearsHotplug();
            Generator generator = new Generator(plan.seed(), plan.topologies(), plan.hold(), hotplug);
            while (finds.size() < plan.finds() && !spent()) {
                batch(generator, call);
            }
            HuntReport report = HuntReport.of(plan, log.entries(), finds, corpus, System.nanoTime() - began);
            report.write(plan.folder());
            call.done(report.summary());
            return report;
        }
    }

    /// Takes up what the folder has.
    private void goOn(Call call) {
        for (Entry each : log.entries()) {
            if (each instanceof Entry.Tried tried) {
                List<String> _ = corpus.take(tried.number(), tried.scenario(), tried.news());
            } else if (each instanceof Entry.Reduced reduced) {
                finds.add(find(reduced));
            }
        }
        for (Entry each : log.entries()) {
            if (each instanceof Entry.Tried tried) {
                look(tried, call);
            }
        }
    }

    /// Whether CPUs may come and go. Also shows that the scheduler is taken before anything else happens.
    private boolean bearsHotplug() {
        String largest = plan.topologies().stream()
                .max(Comparator.comparingInt(each -> Topology.parse(each).cpus()))
                .orElseThrow();
        try {
            return runs.one(machines -> Topology.parse(largest).cpus() > 1 && bases.bearsHotplug(largest, machines));
        } catch (InterruptedException e) {
            throw Runs.interrupted(e);
        }
    }

    private boolean spent() {
        boolean enough =
                plan.scenarios().isPresent() && log.next() >= plan.scenarios().getAsLong();
        boolean late = plan.budget()
                .filter(budget -> System.nanoTime() - began >= budget.toNanos())
                .isPresent();
        return enough || late;
    }

    private void batch(Generator generator, Call call) {
        long first = log.next();
        long begin = first - first % BATCH;
        long end = Math.min(begin + BATCH, plan.scenarios().orElse(Long.MAX_VALUE));
        List<Scenario> known = corpus.before(begin);
        List<Scenario> scenarios = LongStream.range(first, end)
                .mapToObj(number -> generator.scenario(number, known))
                .toList();
        int before = log.entries().size();
        List<Result<Outcome>> _ = runs.explore(scenarios, plan.lines(), result -> took(result, call));
        for (Entry each : log.entries().subList(before, log.entries().size())) {
            if (each instanceof Entry.Tried tried) {
                look(tried, call);
            }
        }
    }

    private void took(Result<Outcome> result, Call call) {
        long number = log.next();
        switch (result) {
            case Result.Done<Outcome>(Outcome outcome) -> {
                hopeless = 0;
                List<String> news = corpus.take(number, outcome.scenario(), outcome.features());
                log.append(new Entry.Tried(
                        number,
                        outcome.scenario(),
                        outcome.breaches(),
                        outcome.stateHash(),
                        news,
                        outcome.notes(),
                        outcome.guestNanos()));
            }
            case Result.Failed<Outcome>(Throwable why) -> missed(number, why);
        }
        call.update(
                0,
                String.format(
                        Locale.ROOT,
                        "%d scenarios tried, %d kept, %d features reached, %d finds",
                        log.next(),
                        corpus.size(),
                        corpus.reached(),
                        finds.size()));
    }

    private void missed(long number, Throwable why) {
        hopeless++;
        boolean fatal = why instanceof ClaimFailedException || why instanceof SchedulerException;
        if (fatal || !(why instanceof LabException) || hopeless == HOPELESS) {
            throw Runs.rethrown(why);
        }
        log.append(new Entry.Missed(number, String.valueOf(why.getMessage())));
    }

    /// What broke in a scenario: run again, reduced and written down, unless it was found before.
    private void look(Entry.Tried tried, Call call) {
        for (Breach breach : tried.breaches().stream().limit(1).toList()) {
            boolean known = finds.stream().anyMatch(each -> each.breach().sameAs(breach));
            if (known || finds.size() >= plan.finds()) {
                continue;
            }
            progress.notice(String.format(Locale.ROOT, "scenario %d: %s", tried.number(), breach));
            call.update(0, "a find is run again and reduced");
            Outcome first = new Outcome(
                    tried.scenario(),
                    tried.breaches(),
                    tried.stateHash(),
                    new TreeSet<>(),
                    List.of(),
                    tried.notes(),
                    tried.guestNanos());
            requireRepeats(first);
            Shrinker shrinker = new Shrinker(runs, plan.topologies(), LEAST_HOLD, MOST_REDUCTIONS);
            Outcome least = shrinker.reduce(first);
            requireRepeats(least);
            Breach its =
                    least.breaches().stream().filter(breach::sameAs).findFirst().orElseThrow();
            var reduced = new Entry.Reduced(tried.number(), its, least.scenario(), least.stateHash(), shrinker.count());
            Find find = find(reduced);
            new FindFiles(plan, bases, find).write();
            log.append(reduced);
            finds.add(find);
        }
    }

    private void requireRepeats(Outcome outcome) {
        List<Outcome> all = new ArrayList<>(List.of(outcome));
        all.addAll(runs.all(List.of(outcome.scenario(), outcome.scenario())));
        UnrepeatableException.require(all);
    }

    private Find find(Entry.Reduced reduced) {
        return new Find(
                reduced.number(),
                reduced.breach(),
                reduced.scenario(),
                reduced.stateHash(),
                reduced.runs(),
                plan.folder().resolve("find-" + reduced.number()));
    }
}
