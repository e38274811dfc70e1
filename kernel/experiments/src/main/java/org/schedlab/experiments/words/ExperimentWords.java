package org.schedlab.experiments.words;

import org.schedlab.experiments.Design;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.Tuning;
import org.schedlab.experiments.gauntlet.Gauntlet;
import org.schedlab.experiments.spec.SweepSpec;
import org.schedlab.experiments.statistics.Comparer;
import org.schedlab.experiments.statistics.Comparison;
import org.schedlab.experiments.statistics.Sample;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.lab.ProgressListener;
import org.schedlab.lab.scenario.ScenarioResult;
import org.schedlab.lab.words.Lab;

/// The words of a notebook for many runs: experiments and comparisons. Imported statically beside
/// [org.schedlab.lab.words.Lab], whose words mean a cell's own machine inside an experiment. Thread-safe.
public final class ExperimentWords {
    private static volatile ProgressListener progress = ProgressListener.SILENT;

    private ExperimentWords() {}

    /// An experiment on machines of its own, whose schedulers are found as [Lab#scheduler(String)] finds them:
    /// `experiment("waits").schedulers("vtime", "eevdf").seeds(12).scenario("1", (vm, cell) -> …).metric(…).run()`.
    ///
    /// @param name part of the identity of its cells: experiments of other names share no results
    public static Design experiment(String name) {
        return Design.named(name, Lab::scheduler, progress);
    }

    /// A scheduler, found as [Lab#scheduler(String)] finds it, on many topologies and kernels under standard loads:
    /// `gauntlet("vtime").kernels("6.18").budget(Duration.ofMinutes(10)).run()`. `eevdf` is the kernel's own.
    public static Gauntlet gauntlet(String scheduler) {
        return Gauntlet.of(scheduler.equals("eevdf") ? Scheduler.eevdf() : Lab.scheduler(scheduler))
                .onProgress(progress);
    }

    /// Looks for the best values of the knobs of an experiment's scheduler:
    /// `tune(waits).knob("slice_ns", 100_000, 20_000_000).minimise("longest wait [ns]").run()`.
    ///
    /// @throws org.schedlab.vm.LabException the experiment has no scheduler whose knobs could be tuned, or
    ///     several
    public static <T> Tuning<T> tune(Experiment<T> experiment) {
        return Tuning.of(experiment);
    }

    /// Looks for the best values of a scheduler's knobs under a usual load; see [Tuning#of(SchedulerObject)].
    public static Tuning<ScenarioResult> tune(SchedulerObject scheduler) {
        return Tuning.of(scheduler);
    }

    /// Looks for the best values of a scheduler's knobs; it takes the place of the experiment's own.
    public static <T> Tuning<T> tune(Experiment<T> experiment, SchedulerObject scheduler) {
        return Tuning.of(experiment, scheduler);
    }

    /// Compares two samples of one metric: in pairs, if they are [Sample#bySeed].
    public static Comparison compare(String metric, Sample a, Sample b) {
        return Comparer.defaults().compare(metric, a, b);
    }

    /// A sample that belongs to nothing of another: `compare("ms", sample("a", 1, 2, 3), sample("b", 4, 5, 6))`.
    public static Sample sample(String name, double... values) {
        return Sample.of(name, values);
    }

    /// How samples are compared, to be changed: `comparer().withGates(5, 0.02)`.
    public static Comparer comparer() {
        return Comparer.defaults();
    }

    /// An experiment as a file that other hosts can run: `sweepSpec(experiment).write(Path.of("waits.json"))`.
    ///
    /// @throws org.schedlab.vm.LabException a part of it is Java code, or a file of this host; says which
    public static SweepSpec sweepSpec(Experiment<?> experiment) {
        return SweepSpec.of(experiment);
    }

    /// From now on, tells this listener how far experiments are.
    public static void progressTo(ProgressListener listener) {
        progress = listener;
    }
}
