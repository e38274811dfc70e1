package org.schedlab.experiments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.schedlab.experiments.store.FolderStore;
import org.schedlab.experiments.store.ResultStore;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.verdict.Verdict;
import org.schedlab.vm.Folders;
import org.schedlab.vm.LabException;
import tech.tablesaw.api.Table;

/// A scenario, what is measured of it, and where the results are kept. [#run()] lets every cell happen
/// that the store does not have yet.
///
/// Not thread-safe; each method but [#run()] gives this.
///
/// @param <T> what the scenario hands to the metrics
public final class Experiment<T> {
    private final Design design;
    private final String version;
    private final CellScenario<T> scenario;
    private final List<Metric<T>> metrics = new ArrayList<>();
    private final List<MetricClaim> claims = new ArrayList<>();
    private Optional<Function<Run<T>, Verdict>> judge = Optional.empty();
    private Optional<ResultStore> store = Optional.empty();
    private double audited;
    private ProgressListener progress;

    Experiment(Design design, String version, CellScenario<T> scenario) {
        this.design = design;
        this.version = version;
        this.scenario = scenario;
        this.progress = design.progress();
    }

    /// Adds a metric. Metrics are taken in their order, after the state of the machine was hashed; those
    /// that ask the guest, which takes guest time, belong to the end.
    ///
    /// @param name with its unit, such as `wait_p99_us`
    /// @param measure NaN stands for "not measured"
    public Experiment<T> metric(String name, ToDoubleFunction<Run<T>> measure) {
        if (name.isBlank() || metrics().contains(name) || isFactor(name)) {
            throw LabException.asked("a metric cannot be called '%s'".formatted(name))
                    .found(name.isBlank() ? "an empty name" : "another metric or factor is called so")
                    .remedy("give each metric a name of its own, with its unit")
                    .exception();
        }
        metrics.add(new Metric<>(name, measure, Optional.empty()));
        return this;
    }

    /// Adds a metric that is data.
    public Experiment<T> metric(TableMetric data) {
        var _ = metric(data.name(), data::of);
        metrics.set(metrics.size() - 1, new Metric<>(data.name(), data::of, Optional.of(data)));
        return this;
    }

    /// Adds a claim about a metric that was added: each cell gets a verdict.
    ///
    /// @throws LabException there is no such metric; or [#verdict] judges already
    public Experiment<T> claim(MetricClaim claim) {
        requireMetric(claim.metric());
        if (judge.isPresent() && claims.isEmpty()) {
            throw LabException.asked("nothing can be claimed of '%s'".formatted(claim.metric()))
                    .found("verdict(…) judges already")
                    .remedy("use verdict(…) alone, or claims alone")
                    .exception();
        }
        claims.add(claim);
        judge = Optional.of(run -> new Verdict(claims.stream()
                .flatMap(each -> each.of(measured(run, each.metric())).stream())
                .toList()));
        return this;
    }

    private void requireMetric(String name) {
        if (!metrics().contains(name)) {
            throw LabException.asked("nothing can be claimed of '%s'".formatted(name))
                    .found("there is no such metric")
                    .available(String.join(", ", metrics()))
                    .remedy("claim something of one of these metrics")
                    .exception();
        }
    }

    private double measured(Run<T> run, String name) {
        return metrics.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .measure()
                .applyAsDouble(run);
    }

    private boolean isFactor(String name) {
        return design.factors().stream().anyMatch(factor -> factor.name().equals(name));
    }

    /// Adds a metric that is a column of a table: `metric("work_units", run -> run.outcome().table(), "work units",
    /// Summary.SUM)`.
    ///
    /// @param rows the table, of which rows may be chosen: `table.where(…)`
    public Experiment<T> metric(String name, Function<Run<T>, Table> rows, String column, Summary summary) {
        return metric(name, run -> TableColumn.of(rows.apply(run), column, summary));
    }

    /// Claims that each cell is judged by. An assertion that fails in the scenario or here is a FAIL too.
    public Experiment<T> verdict(Function<Run<T>, Verdict> judgement) {
        judge = Optional.of(judgement);
        claims.clear();
        return this;
    }

    /// Keeps results in a folder, which may be shared with others; without this in `results` of the cache.
    public Experiment<T> store(Path folder) {
        return store(new FolderStore(folder));
    }

    /// Keeps results in a store.
    public Experiment<T> store(ResultStore results) {
        store = Optional.of(results);
        return this;
    }

    /// Runs a part of the cells again that the store has, chosen anew each time, and compares their bytes.
    ///
    /// @param part from 0 to 1: 0.01 is one in a hundred, and one at least
    public Experiment<T> audit(double part) {
        if (!(part >= 0 && part <= 1)) {
            throw LabException.asked("a part of %s cannot be audited".formatted(part))
                    .available("0 to 1")
                    .remedy("for example audit(0.01)")
                    .exception();
        }
        audited = part;
        return this;
    }

    /// Tells a listener how far [#run()] is.
    public Experiment<T> onProgress(ProgressListener listener) {
        progress = listener;
        return this;
    }

    /// Lets every cell happen that the store does not have, as many at once as this host has CPUs and
    /// memory for, and keeps what comes of each as soon as it is there. What the guest decided is a row,
    /// also a panic; what the host decided, such as a missed deadline, is no row, and happens when this is
    /// called again.
    ///
    /// @return the rows of all cells, in the cells' order, and what has none
    /// @throws LabException there is no metric and no verdict; the store cannot be written; the first five cells
    ///     all failed; an audited cell gave other bytes; or the thread was interrupted. What was kept stays
    public ExperimentResult run() {
        return run(_ -> true);
    }

    /// As [#run()], for some of the cells only.
    ///
    /// @param part of [#plan()]
    public ExperimentResult run(Collection<CellPlan> part) {
        Set<Cell> cells = part.stream().map(CellPlan::cell).collect(Collectors.toSet());
        return run(cells::contains);
    }

    /// What the store has; nothing happens.
    ///
    /// @return the cells that are not there yet have no row
    public ExperimentResult kept() {
        return sweep(_ -> true).kept();
    }

    /// The same experiment as data, which another host can run.
    ///
    /// @throws LabException a part of it is Java code; says which parts
    public ExperimentData data() {
        return DataForm.of(this);
    }

    private ExperimentResult missing(Predicate<Cell> chosen) {
        return sweep(chosen).run(0);
    }

    private ExperimentResult run(Predicate<Cell> chosen) {
        return sweep(chosen).run(audited);
    }

    private Sweep<T> sweep(Predicate<Cell> chosen) {
        if (metrics.isEmpty() && judge.isEmpty()) {
            throw LabException.asked("the experiment '%s' measures nothing".formatted(design.name()))
                    .remedy("add a metric: .metric(\"name\", run -> …), or a verdict")
                    .exception();
        }
        return new Sweep<>(this, store.orElseGet(Experiment::ofUser), progress, chosen);
    }

    /// Finds where along the values of a factor the claims begin to fail, looking at few of them: both ends first,
    /// then the middle of what is left. A value is good if all its cells pass. What the store has is not run again.
    ///
    /// @param factor whose values are in an order
    /// @throws LabException there are no claims; a cell could not be judged, or has no row; or as [#run()]
    public Bisection bisect(String factor) {
        if (!judges()) {
            throw LabException.asked("the experiment '%s' cannot be bisected".formatted(design.name()))
                    .found("it claims nothing")
                    .available("metrics: " + String.join(", ", metrics()))
                    .remedy("add a claim(…) or a verdict(…), or say what is to hold: bisect(factor, result -> …)")
                    .exception();
        }
        String words = claims.isEmpty()
                ? "the verdict"
                : String.join(" and ", claims.stream().map(MetricClaim::text).toList());
        return bisect(factor, words, Judged::allPass);
    }

    /// As [#bisect(String)], for a claim about a metric. What is claimed is no part of a cell's key: another limit
    /// runs nothing again.
    public Bisection bisect(String factor, MetricClaim claim) {
        requireMetric(claim.metric());
        return bisect(factor, claim.text(), result -> Judged.allPass(result, claim));
    }

    /// As [#bisect(String)], for anything that can be said of the cells of one value.
    ///
    /// @param holds gets the cells of one value, not empty
    public Bisection bisect(String factor, Predicate<ExperimentResult> holds) {
        return bisect(factor, "what is asked", holds);
    }

    private Bisection bisect(String factor, String claim, Predicate<ExperimentResult> holds) {
        Factor ordered = factor(factor);
        Set<String> ends = Set.copyOf(List.of(
                ordered.levels().getFirst().label(), ordered.levels().getLast().label()));
        ExperimentResult _ = missing(cell -> ends.contains(cell.text(factor))); // both at once
        return Bisection.of(
                ordered,
                claim,
                level -> holds.test(missing(cell -> cell.text(factor).equals(level.label()))));
    }

    /// The same with other schedulers and seeds; see [Design#with].
    Experiment<T> with(List<Scheduler> schedulers, List<Long> seeds) {
        Experiment<T> other = new Experiment<>(design.with(schedulers, seeds), version, scenario);
        other.metrics.addAll(metrics);
        other.claims.addAll(claims);
        other.judge = judge;
        other.store = store;
        other.progress = progress;
        return other;
    }

    private Factor factor(String name) {
        return design.factors().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> LabException.asked("there is no factor '%s'".formatted(name))
                        .available(String.join(
                                ", ",
                                design.factors().stream().map(Factor::name).toList()))
                        .remedy("bisect one of these")
                        .exception());
    }

    /// Every cell, and what its result is known by; nothing happens. Whoever shares the cells out among many hosts
    /// gives each of them a part.
    public List<CellPlan> plan() {
        return plan(new Identities(this), _ -> true);
    }

    List<CellPlan> plan(Identities identities, Predicate<Cell> chosen) {
        return design.cells().stream()
                .filter(chosen)
                .map(cell -> new CellPlan(cell, identities.of(cell)))
                .toList();
    }

    private static ResultStore ofUser() {
        return new FolderStore(Folders.ofUser().cache("results"));
    }

    Duration startOffset(Cell cell) {
        return StartOffset.of(cell.seed());
    }

    String verdict(Run<T> run) {
        return judge.map(claims -> claims.apply(run).outcome().toString()).orElse("");
    }

    Design design() {
        return design;
    }

    String version() {
        return scenario instanceof DataScenario data
                ? DataForm.version(
                        data,
                        metrics.stream().flatMap(each -> each.data().stream()).toList(),
                        claims)
                : version;
    }

    CellScenario<T> scenario() {
        return scenario;
    }

    List<Metric<T>> measures() {
        return metrics;
    }

    /// The metrics' names, in order.
    List<String> metrics() {
        return metrics.stream().map(Metric::name).toList();
    }

    List<MetricClaim> claims() {
        return List.copyOf(claims);
    }

    /// Whether cells have a verdict.
    boolean judges() {
        return judge.isPresent();
    }
}
