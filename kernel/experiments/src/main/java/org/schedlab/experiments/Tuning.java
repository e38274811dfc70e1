package org.schedlab.experiments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

import org.schedlab.experiments.search.Range;
import org.schedlab.experiments.search.Scale;
import org.schedlab.experiments.statistics.Comparer;
import org.schedlab.experiments.statistics.Comparisons;
import org.schedlab.guest.scheduler.KnobValue;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.work.PipeIo;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.BootOptions;
import org.schedlab.lab.scenario.Backdrop;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.vm.LabException;

/// Looks for the values of a scheduler's knobs that are best for a metric. Runs are exact, so the same setting
/// gives the
/// same number, and the search is not misled by noise; it may still fit the seeds it saw. So the best setting
/// and the default are run again on seeds that the search did not see ([TuningResult#heldOut()]).
///
/// The same tuning tries the same settings in the same order; what the store has is not run again.
///
/// Not thread-safe; each method but [#run()] gives this.
///
/// @param <T> what the scenario hands to the metrics
public final class Tuning<T> {
    private static final int BUDGET = 24;
    private static final int SEEDS = 4;

    /// With eight pairs Wilcoxon's test can find a difference at the usual level; with five it cannot.
    private static final int HELD_OUT = 8;

    private final Experiment<T> experiment;
    private final SchedulerObject scheduler;
    private final List<Range> ranges = new ArrayList<>();
    private final List<Objective> objectives = new ArrayList<>();
    private int budget = BUDGET;
    private long seed = 1;
    private List<Long> tunedOn;
    private Optional<List<Long>> heldOut = Optional.empty();

    private Tuning(Experiment<T> experiment, SchedulerObject scheduler) {
        this.experiment = experiment;
        this.scheduler = scheduler;
        this.tunedOn = experiment.design().factors().stream()
                .filter(each -> each.form() instanceof FactorForm.Seeds)
                .findFirst()
                .map(seeds -> seeds.levels().stream()
                        .map(each -> ((Number) each.value()).longValue())
                        .toList())
                .orElseGet(() -> LongStream.rangeClosed(1, SEEDS).boxed().toList());
    }

    /// The knobs of the experiment's scheduler; a factor that is a knob names it too, and is left out.
    ///
    /// @throws LabException there is no such scheduler, or there are several
    public static <T> Tuning<T> of(Experiment<T> experiment) {
        List<Object> found = new ArrayList<>();
        for (Factor factor : experiment.design().factors()) {
            switch (factor.form()) {
                case FactorForm.Knob(SchedulerObject whose) -> found.add(whose);
                case FactorForm.Schedulers _ -> factor.levels().forEach(level -> found.add(level.value()));
                default -> {}
            }
        }
        if (found.size() != 1 || !(found.getFirst() instanceof SchedulerObject object)) {
            throw LabException.asked("the experiment '%s' does not say whose knobs are tuned"
                            .formatted(experiment.design().name()))
                    .found(found.isEmpty() ? "it has no scheduler" : "its schedulers are " + found)
                    .remedy("say it: tune(experiment, Schedulers.vtime()), a scheduler that is a BPF object")
                    .exception();
        }
        return of(experiment, object);
    }

    /// The knobs of a scheduler under a usual load: on two CPUs three workers spin and two talk over a pipe,
    /// for half a second. Its metrics: `messages` (how many they sent) and `longest wait [ns]` (of one of the
    /// two for a CPU).
    public static Tuning<ScenarioResult> of(SchedulerObject scheduler) {
        Scenario load = Scenario.of(Backdrop.none()
                .workers(WorkerSpec.spinning(3))
                .workers(WorkerSpec.of(new PipeIo(Duration.ofNanos(10_000)), 2))
                .settle(Duration.ofMillis(500)));
        return of(
                Design.named("tuning under a usual load")
                        .machine(BootOptions.defaults().withTopology("1n1l2c1t"))
                        .scenario(load)
                        .metric(pipes("messages", "workers", "comm", "work units", Summary.SUM))
                        .metric(pipes("longest wait [ns]", "latency", "task", "max [ns]", Summary.MAX)),
                scheduler);
    }

    private static TableMetric pipes(String name, String table, String rows, String column, Summary summary) {
        return new TableMetric(name, table, Optional.of(new TableMetric.Rows(rows, "pipe*")), column, summary);
    }

    /// The knobs of a scheduler, which takes the place of the experiment's own.
    public static <T> Tuning<T> of(Experiment<T> experiment, SchedulerObject scheduler) {
        return new Tuning<>(experiment, scheduler);
    }

    /// A knob that is varied, on a logarithmic scale if its range begins above 0 and ends at ten times that or
    /// above ([Range#of]).
    ///
    /// @param low the least value that is tried, `high` the greatest
    /// @throws LabException there is no such knob, naming those there are; it does not take these values; or
    ///     the range is empty
    public Tuning<T> knob(String name, long low, long high) {
        return knob(Range.of(name, low, high));
    }

    /// The same, saying on which scale.
    public Tuning<T> knob(String name, long low, long high, Scale scale) {
        return knob(new Range(name, low, high, scale));
    }

    private Tuning<T> knob(Range range) {
        if (ranges.stream().anyMatch(each -> each.name().equals(range.name()))) {
            throw LabException.asked("the knob '%s' has a range already".formatted(range.name()))
                    .remedy("name each knob once")
                    .exception();
        }
        var _ = scheduler.with(range.name(), range.low()).with(range.name(), range.high());
        ranges.add(range);
        return this;
    }

    /// Less of this metric is better: the mean over the cells of a setting.
    ///
    /// @throws LabException the experiment has no such metric; names those it has
    public Tuning<T> minimise(String metric) {
        return minimise(metric, Summary.MEAN);
    }

    /// The same, with another number for the cells of a setting: `Summary.MAX` looks at the worst seed.
    public Tuning<T> minimise(String metric, Summary summary) {
        return objective(new Objective(metric, true, summary));
    }

    /// More of this metric is better: the mean over the cells of a setting.
    public Tuning<T> maximise(String metric) {
        return maximise(metric, Summary.MEAN);
    }

    /// The same, with another number for the cells of a setting.
    public Tuning<T> maximise(String metric, Summary summary) {
        return objective(new Objective(metric, false, summary));
    }

    private Tuning<T> objective(Objective objective) {
        List<String> metrics = experiment.metrics();
        if (!metrics.contains(objective.metric())
                || objectives.stream().anyMatch(each -> each.metric().equals(objective.metric()))) {
            throw LabException.asked("'%s' cannot be tuned for".formatted(objective.metric()))
                    .found(
                            metrics.contains(objective.metric())
                                    ? "it is tuned for already"
                                    : "the experiment '%s' does not measure it"
                                            .formatted(experiment.design().name()))
                    .available(String.join(", ", metrics))
                    .remedy("name a metric of the experiment, each once")
                    .exception();
        }
        objectives.add(objective);
        return this;
    }

    /// How many settings are tried, the default among them; without this, 24.
    ///
    /// @throws LabException it is below 2
    public Tuning<T> budget(int settings) {
        if (settings < 2) {
            throw LabException.asked(String.format(Locale.ROOT, "nothing is tuned by %d evaluations", settings))
                    .available("2 and more: the default is the first")
                    .remedy("for example budget(24); every evaluation is one cell for each seed")
                    .exception();
        }
        budget = settings;
        return this;
    }

    /// The seed of what the search draws at random; without this, 1.
    public Tuning<T> searchSeed(long number) {
        seed = number;
        return this;
    }

    /// The seeds of the experiment that settings are judged on; without this the experiment's own, or 1 to 4.
    public Tuning<T> tunedOn(long... seeds) {
        tunedOn = some(seeds);
        return this;
    }

    /// The seeds on which the best setting is shown afterwards; without this the eight behind those of the
    /// search.
    public Tuning<T> heldOut(long... seeds) {
        heldOut = Optional.of(some(seeds));
        return this;
    }

    private static List<Long> some(long... seeds) {
        if (seeds.length == 0) {
            throw LabException.asked("there are no seeds")
                    .remedy("name one or more, such as tunedOn(1, 2, 3)")
                    .exception();
        }
        return Arrays.stream(seeds).boxed().distinct().toList();
    }

    /// Tries the default, then what the search asks for, then the best and the default on the other seeds.
    ///
    /// @throws LabException there is no knob or no metric; seeds are in both parts; the first five settings all
    ///     failed; or as [Experiment#run()]. What was run is kept
    public TuningResult run() {
        List<Long> others = others();
        requireReady(others);
        List<String> knobs = ranges.stream().map(Range::name).toList();
        var evaluations = new Evaluations<>(experiment, scheduler, knobs, objectives, tunedOn);
        List<Long> usual = usual();
        Evaluation first = evaluations.of(usual);
        new TuningSearch(ranges, objectives, evaluations, budget, seed).run(usual);
        Evaluation best = TuningSearch.best(evaluations.all(), first, objectives);
        TuningResult found = new TuningResult(
                scheduler.name(),
                new TuningResult.Way(objectives, ranges, tunedOn, others, seed),
                evaluations.all(),
                best,
                new Comparisons(List.of()),
                "");
        if (best.number() == first.number() || !best.counts()) {
            return found;
        }
        return shown(found, usual, List.copyOf(best.knobs().values()));
    }

    /// The best and the default on the seeds that the search did not see.
    private TuningResult shown(TuningResult found, List<Long> usual, List<Long> best) {
        var both = new Evaluations<>(
                experiment,
                scheduler,
                ranges.stream().map(Range::name).toList(),
                objectives,
                found.way().heldOut());
        Scheduler before = both.with(usual);
        Scheduler after = both.with(best);
        ExperimentResult result =
                experiment.with(List.of(before, after), found.way().heldOut()).run();
        String trouble = both.trouble(result).orElse("");
        if (!trouble.isEmpty()) {
            return found.shown(new Comparisons(List.of()), trouble);
        }
        List<String> labels = result.factor(Factor.SCHEDULER).levels().stream()
                .map(Level::label)
                .toList();
        Comparisons all = Comparer.defaults()
                .together(objectives.stream()
                        .map(each ->
                                result.compare(each.metric(), Factor.SCHEDULER, labels.getFirst(), labels.getLast()))
                        .toList());
        return found.shown(all, "");
    }

    private List<Long> others() {
        return heldOut.orElseGet(() -> {
            long last = tunedOn.stream().mapToLong(Long::longValue).max().orElse(0);
            return LongStream.rangeClosed(last + 1, last + HELD_OUT).boxed().toList();
        });
    }

    private void requireReady(List<Long> others) {
        if (ranges.isEmpty() || objectives.isEmpty()) {
            throw LabException.asked("%s cannot be tuned".formatted(scheduler.name()))
                    .found(ranges.isEmpty() ? "no knob is varied" : "nothing says what is better")
                    .available(
                            ranges.isEmpty()
                                    ? "knobs: "
                                            + String.join(
                                                    ", ",
                                                    scheduler.knobs().all().stream()
                                                            .map(each -> each.name())
                                                            .toList())
                                    : "metrics: " + String.join(", ", experiment.metrics()))
                    .remedy("tune(…).knob(\"NAME\", LOW, HIGH).minimise(\"METRIC\").run()")
                    .exception();
        }
        List<Long> twice = others.stream().filter(tunedOn::contains).toList();
        if (!twice.isEmpty()) {
            throw LabException.asked("what was tuned cannot be shown on these seeds")
                    .found("the seeds %s are among those it is tuned on".formatted(twice))
                    .remedy("hold out others: heldOut(101, 102, 103, 104, 105, 106, 107, 108)")
                    .exception();
        }
    }

    /// What the scheduler has without tuning.
    private List<Long> usual() {
        return ranges.stream()
                .map(range -> {
                    var knob = scheduler.knobs().require(range.name());
                    return KnobValue.number(knob, scheduler.knobs().text(knob));
                })
                .toList();
    }
}
