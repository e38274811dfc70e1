package org.schedlab.experiments.sweep;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.schedlab.experiments.CellPlan;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentResult;
import org.schedlab.experiments.spec.Golden;
import org.schedlab.experiments.spec.SweepSpec;
import org.schedlab.experiments.store.ResultStore;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.scenario.ScenarioResult;

/// A sweep on this host: runs what a store does not have of a shard, says what is there, collects it.
/// Confined to one thread.
public final class SweepWork {
    private final SweepSpec spec;
    private final ResultStore store;
    private final ProgressListener progress;
    private final Experiment<ScenarioResult> experiment;
    private final List<CellPlan> plan;
    private final Set<String> missing;

    /// Finds the cells; nothing happens yet.
    ///
    /// @param progress is told how far it is
    /// @throws org.schedlab.vm.LabException a kernel, QEMU or compiler that the spec needs is not here
    public SweepWork(SweepSpec spec, ResultStore store, ProgressListener progress) {
        this.spec = spec;
        this.store = store;
        this.progress = progress;
        this.experiment = spec.experiment().store(store).onProgress(progress);
        this.plan = experiment.plan();
        this.missing = new HashSet<>(plan.stream().map(CellPlan::key).toList());
    }

    /// How many cells there are.
    public int cells() {
        return (int) plan.stream().map(CellPlan::key).distinct().count();
    }

    /// The same sweep, asking all hosts for what this one gives. Runs the golden cell.
    public SweepSpec withGolden() {
        return spec.withGolden(GoldenCell.here(spec, plan));
    }

    /// Throws unless this host gives what the spec asks for, or what is named; says nothing if nothing is asked.
    ///
    /// @param row SHA-256 of the golden cell's row; empty to ask for what the spec does
    /// @throws RefusedHostException this host may not work on this sweep
    public void requireGolden(Optional<String> row) {
        row.map(hash -> new Golden("", "", "", hash))
                .or(spec::golden)
                .ifPresent(asked -> GoldenCell.require(asked, spec, plan));
    }

    /// Runs what the store does not have of a shard.
    ///
    /// @param audited the part of those that it has which are run again and compared, from 0 to 1
    /// @return the shard's rows, and what has none
    /// @throws org.schedlab.vm.LabException as [Experiment#run()]
    public ExperimentResult work(Shard shard, double audited) {
        List<CellPlan> part = shard.of(plan);
        progress.notice(String.format(
                Locale.ROOT, "shard %s: %d of %d cells, store %s", shard, part.size(), cells(), store.place()));
        return experiment.audit(audited).run(part);
    }

    /// What the store has of the whole sweep.
    public ExperimentResult kept() {
        return experiment.kept();
    }

    /// The shards of which the store does not have all cells.
    ///
    /// @param shards how many there are
    public List<Integer> unfinished(int shards) {
        Set<String> without = missing();
        return IntStream.rangeClosed(1, shards)
                .filter(number ->
                        new Shard(number, shards).of(plan).stream().anyMatch(cell -> without.contains(cell.key())))
                .boxed()
                .toList();
    }

    /// The keys of the cells that the store does not have. Those that it had once are not looked for again.
    public Set<String> missing() {
        missing.removeAll(missing.parallelStream()
                .filter(key -> store.find(key).isPresent())
                .collect(Collectors.toSet()));
        return Set.copyOf(missing);
    }

    /// The rows of a sweep as CSV, in the cells' order: the same bytes wherever and however they came to be.
    public static byte[] csv(ExperimentResult result) {
        return result.table().write().toString("csv").getBytes(StandardCharsets.UTF_8);
    }
}
