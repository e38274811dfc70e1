package org.schedlab.experiments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    private final Experiment<T> experiment;
    private final ResultStore store;
    private final ProgressListener progress;
    private final Identities identities;
    private final CellRunner<T> runner;
    private final SequencedCells cells = new SequencedCells();
    private final Map<String, Row> rows = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final List<String> unequal = new ArrayList<>();
    private int ran;
    private int audited;

    Sweep(Experiment<T> experiment, ResultStore store, ProgressListener progress) {
        this.experiment = experiment;
        this.store = store;
        this.progress = progress;
        this.identities = new Identities(experiment);
        this.runner = new CellRunner<>(experiment, new BootNotices(progress));
    }

    /// The cells in order with their keys, and what is to be done for each key: cells that differ in labels only are
    /// one.
    private static final class SequencedCells {
        private final List<Cell> cells = new ArrayList<>();
        private final List<String> keys = new ArrayList<>();
        private final Map<String, CellWork> works = new LinkedHashMap<>();

        void add(CellWork work) {
            cells.add(work.cell());
            keys.add(work.key());
            works.putIfAbsent(work.key(), work);
        }
    }

    /// @param part of those that the store has, to be run again
    ExperimentResult run(double part) {
        for (Cell cell : experiment.design().cells()) {
            ObjectNode identity = identities.of(cell);
            cells.add(new CellWork(cell, identity, Identities.key(identity)));
        }
        cells.works.values().parallelStream()
                .forEach(work -> work.find(store).ifPresent(row -> rows.put(work.key(), row)));
        try {
            happen(part);
        } catch (InterruptedException e) {
            throw LabException.asked("the experiment '%s' was stopped".formatted(experiment.design().name()))
                    .found(counted() + " are there and stay")
                    .remedy("run() again goes on with the others")
                    .exception();
        }
        requireEqual();
        return result();
    }

    private void happen(double part) throws InterruptedException {
        List<CellWork> again = chosen(part);
        List<CellWork> missing = cells.works.values().stream()
                .filter(work -> !rows.containsKey(work.key()))
                .toList();
        if (!missing.isEmpty()) {
            store.requireWritable();
        }
        List<CellWork> work = byMachine(Stream.concat(missing.stream(), again.stream()).toList());
        if (work.isEmpty()) {
            return;
        }
        MachinePool pool = pool(work);
        try (Call call = progress.begin("experiment " + experiment.design().name())) {
            Pace pace = new Pace(work.size(), Math.min(pool.most(), work.size()));
            List<CellWork> elsewhere = happen(work, pool, pace, call);
            while (!elsewhere.isEmpty()) {
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
                elsewhere = happen(elsewhere, pool, pace, call);
            }
            call.done(counted() + " are there");
        }
    }

    private List<CellWork> chosen(double part) {
        List<CellWork> found = new ArrayList<>(cells.works.values().stream()
                .filter(work -> rows.containsKey(work.key()))
                .toList());
        Collections.shuffle(found, new Random());
        return found.subList(0, (int) Math.ceil(part * found.size()));
    }

    /// Those of one machine together, so that its checkpoint is there when it is wanted.
    private List<CellWork> byMachine(List<CellWork> work) {
        return work.stream()
                .sorted(Comparator.comparing(each -> identities.machine(each.cell())))
                .toList();
    }

    private MachinePool pool(List<CellWork> work) {
        long bytes = work.stream()
                .mapToLong(each -> experiment.design().options(each.cell()).memoryBytes())
                .max()
                .orElseThrow();
        return MachinePool.of("schedlab cell", Folders.ofUser().sharedMemory(), bytes);
    }

    /// What another sweep is at.
    private List<CellWork> happen(List<CellWork> work, MachinePool pool, Pace pace, Call call)
            throws InterruptedException {
        List<CellWork> elsewhere = new ArrayList<>();
        List<MachinePool.Task<Done>> tasks = work.stream()
                .<MachinePool.Task<Done>>map(each -> machines -> rows.containsKey(each.key())
                        ? each.audit(store, runner, machines)
                        : each.happen(store, runner, machines))
                .toList();
        pool.asTheyEnd(tasks, result -> {
            if (ended(result) instanceof Done.Elsewhere(CellWork other)) {
                elsewhere.add(other);
            } else {
                pace.ended();
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
            case Done.Kept(CellWork work, Row row, boolean now) -> {
                rows.put(work.key(), row);
                ran += now ? 1 : 0;
            }
            case Done.Audited(CellWork work, Row then, Row now, boolean equal) -> {
                audited++;
                if (!equal) {
                    unequal.add("%s: %s, now %s".formatted(work.cell(), then, now));
                }
            }
            case Done.Failed(CellWork work, String why) -> failed(work, why);
            case Done.Elsewhere _ -> {}
        }
    }

    private void failed(CellWork work, String why) {
        failures.put(work.key(), why);
        if (failures.size() >= HOPELESS && ran == 0) {
            throw LabException.asked(String.format(Locale.ROOT, "the first %d cells all failed", failures.size()))
                    .found("%s: %s".formatted(work.cell(), why))
                    .remedy("run the scenario once in a session of its own, then this again")
                    .exception();
        }
    }

    private String counted() {
        return String.format(Locale.ROOT, "%d of %d cells", rows.size(), cells.works.size());
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
        List<ExperimentResult.CellRow> found = new ArrayList<>();
        List<ExperimentResult.CellFailure> failed = new ArrayList<>();
        for (int i = 0; i < cells.cells.size(); i++) {
            String key = cells.keys.get(i);
            Row row = rows.get(key);
            if (row != null) {
                found.add(new ExperimentResult.CellRow(cells.cells.get(i), row));
            } else {
                failed.add(new ExperimentResult.CellFailure(
                        cells.cells.get(i), failures.getOrDefault(key, "it did not happen")));
            }
        }
        return new ExperimentResult(
                experiment.design().name(),
                experiment.design().factors(),
                experiment.metrics(),
                experiment.judges(),
                found,
                failed,
                new ExperimentResult.Account(cells.works.size(), ran, audited));
    }
}
