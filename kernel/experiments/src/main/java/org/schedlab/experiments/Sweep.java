package org.schedlab.experiments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.experiments.CellWork.Done;
import org.schedlab.experiments.store.ResultStore;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.ProgressListener.Call;
import org.schedlab.lab.machine.MachinePool;
import org.schedlab.lab.machine.MachinePool.Result;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;

/// One call of [Experiment#run()]: finds what the store has, runs what is missing. Used once.
final class Sweep<T> {
    /// So many failures and no success: the others would fail too.
    private static final int HOPELESS = 5;

    /// While one machine is being restored the others keep the CPUs busy.
    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors() + 1;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    private final Experiment<T> experiment;
    private final ResultStore store;
    private final ProgressListener progress;
    private final CellRunner<T> runner;
    private final List<CellPlan> cells;
    private final Map<String, CellPlan> byKey = new LinkedHashMap<>();
    private final Map<String, CellRow> rows = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final List<String> unequal = new ArrayList<>();
    private int ran;
    private int audited;

    Sweep(Experiment<T> experiment, ResultStore store, ProgressListener progress, Predicate<Cell> chosen) {
        this.experiment = experiment;
        this.store = store;
        this.progress = progress;
        this.cells = experiment.plan(new Identities(experiment), chosen);
        this.runner = new CellRunner<>(experiment, new BootNotices(progress));
    }

    /// @param part of those that the store has, to be run again
    ExperimentResult run(double part) {
        find();
        try {
            happen(part);
        } catch (InterruptedException e) {
            throw LabException.asked("the experiment '%s' was stopped"
                            .formatted(experiment.design().name()))
                    .found(counted() + " are there and stay")
                    .remedy("run() again goes on with the others")
                    .exception();
        }
        requireEqual();
        return result();
    }

    /// What the store has; nothing happens.
    ExperimentResult kept() {
        find();
        byKey.keySet().forEach(key -> failures.put(key, "it is not in " + store.place()));
        failures.keySet().removeAll(rows.keySet());
        return result();
    }

    private void find() {
        // Cells that differ in labels only are one.
        cells.forEach(plan -> byKey.putIfAbsent(plan.key(), plan));
        byKey.values().parallelStream().forEach(plan -> plan.find(store).ifPresent(row -> rows.put(plan.key(), row)));
    }

    private void happen(double part) throws InterruptedException {
        List<CellWork> missing = byKey.values().stream()
                .filter(plan -> !rows.containsKey(plan.key()))
                .map(plan -> new CellWork(plan, false))
                .toList();
        if (!missing.isEmpty()) {
            store.requireWritable();
        }
        List<CellWork> work =
                byMachine(Stream.concat(missing.stream(), chosen(part)).toList());
        if (work.isEmpty()) {
            return;
        }
        MachinePool pool = pool(work);
        try (Call call = progress.begin("experiment " + experiment.design().name());
                SweepPins pins = new SweepPins(experiment.design(), work)) {
            Pace pace = new Pace(work.size(), Math.min(pool.most(), work.size()));
            List<CellWork> elsewhere = happen(work, pool, pace, pins, call);
            while (!elsewhere.isEmpty()) {
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
                elsewhere = happen(elsewhere, pool, pace, pins, call);
            }
            call.done(counted() + " are there");
        }
    }

    private Stream<CellWork> chosen(double part) {
        List<CellPlan> found = new ArrayList<>(byKey.values().stream()
                .filter(plan -> rows.containsKey(plan.key()))
                .toList());
        Collections.shuffle(found, new Random());
        return found.subList(0, (int) Math.ceil(part * found.size())).stream().map(plan -> new CellWork(plan, true));
    }

    /// Those of one machine together, so that its checkpoint is there when it is wanted; but the first cell of each
    /// machine, which may have to boot it, before the others of the machine before: two machines boot at once.
    private List<CellWork> byMachine(List<CellWork> work) {
        Map<String, List<CellWork>> machines = work.stream()
                .collect(Collectors.groupingBy(each -> each.plan().machine(), TreeMap::new, Collectors.toList()));
        List<CellWork> sorted = new ArrayList<>();
        List<CellWork> others = List.of();
        for (List<CellWork> cells : machines.values()) {
            sorted.add(cells.getFirst());
            sorted.addAll(others);
            others = cells.subList(1, cells.size());
        }
        sorted.addAll(others);
        return sorted;
    }

    private MachinePool pool(List<CellWork> work) {
        long bytes = work.stream()
                .mapToLong(
                        each -> experiment.design().options(each.plan().cell()).memoryBytes())
                .max()
                .orElseThrow();
        return MachinePool.of("schedlab cell", Folders.ofUser().sharedMemory(), bytes, AT_ONCE);
    }

    /// What another sweep is at.
    private List<CellWork> happen(List<CellWork> work, MachinePool pool, Pace pace, SweepPins pins, Call call)
            throws InterruptedException {
        List<CellWork> elsewhere = new ArrayList<>();
        List<MachinePool.Task<Done>> tasks = work.stream()
                .<MachinePool.Task<Done>>map(each -> machines -> each.happen(store, runner, machines))
                .toList();
        pool.asTheyEnd(tasks, result -> {
            Done done = ended(result);
            if (done instanceof Done.Elsewhere(CellPlan other)) {
                elsewhere.add(new CellWork(other, false));
            } else {
                pace.ended();
                pins.ended(done.plan());
            }
            call.update(pace.fraction(), counted() + " are there; " + pace.text(failures.size()));
        });
        return elsewhere;
    }

    private Done ended(Result<Done> result) {
        return switch (result) {
            case Result.Done<Done>(Done done) -> {
                take(done);
                yield done;
            }
            case Result.Failed<Done>(LabException told) -> throw told;
            case Result.Failed<Done>(Throwable why) -> throw new IllegalStateException(why);
        };
    }

    private void take(Done done) {
        switch (done) {
            case Done.Kept(CellPlan plan, CellRow row, boolean now) -> {
                rows.put(plan.key(), row);
                ran += now ? 1 : 0;
            }
            case Done.Audited(CellPlan plan, CellRow then, CellRow now, boolean equal) -> {
                audited++;
                if (!equal) {
                    unequal.add("%s: %s, now %s".formatted(plan.cell(), then, now));
                }
            }
            case Done.Failed(CellPlan plan, String why) -> failed(plan, why);
            case Done.Elsewhere _ -> {}
        }
    }

    private void failed(CellPlan plan, String why) {
        failures.put(plan.key(), why);
        if (failures.size() >= HOPELESS && ran == 0) {
            throw new HopelessException(
                    LabException.asked(String.format(Locale.ROOT, "the first %d cells all failed", failures.size()))
                            .found("%s: %s".formatted(plan.cell(), why))
                            .remedy("run the scenario once in a session of its own, then this again")
                            .text());
        }
    }

    private String counted() {
        return String.format(Locale.ROOT, "%d of %d cells", rows.size(), byKey.size());
    }

    private void requireEqual() {
        if (!unequal.isEmpty()) {
            throw LabException.asked(String.format(
                            Locale.ROOT,
                            "%d of %d audited cells give other bytes than the store %s has",
                            unequal.size(),
                            audited,
                            store.place()))
                    .found(unequal.getFirst())
                    .remedy("if the scenario or a metric was changed, give scenario(…) another version;"
                            + " else do not trust this store")
                    .exception();
        }
    }

    private ExperimentResult result() {
        List<ExperimentResult.CellResult> found = new ArrayList<>();
        List<ExperimentResult.CellFailure> failed = new ArrayList<>();
        for (CellPlan plan : cells) {
            CellRow row = rows.get(plan.key());
            if (row != null) {
                found.add(new ExperimentResult.CellResult(plan.cell(), row));
            } else {
                failed.add(new ExperimentResult.CellFailure(
                        plan.cell(), failures.getOrDefault(plan.key(), "it did not happen")));
            }
        }
        return new ExperimentResult(
                experiment.design().name(),
                experiment.design().factors(),
                experiment.metrics(),
                experiment.judges(),
                found,
                failed,
                new ExperimentResult.Account(byKey.size(), ran, audited));
    }
}
