package org.schedlab.experiments.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.Gain;
import org.schedlab.experiments.Tuning;
import org.schedlab.experiments.TuningResult;
import org.schedlab.experiments.spec.SweepSpec;
import org.schedlab.experiments.store.ResultStores;
import org.schedlab.experiments.sweep.ExitCode;
import org.schedlab.experiments.sweep.LineProgress;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.lab.scenario.ScenarioResult;

/// `./schedlab tune SPEC --knob NAME=LOW..HIGH --minimise METRIC`: looks for the best values of a scheduler's knobs.
public final class TuneCommand {
    private static final String USAGE = """
            ./schedlab tune SPEC --knob NAME=LOW..HIGH,… [--minimise METRIC,…] [--maximise METRIC,…] [--scheduler NAME]
                  [--budget 24] [--search-seed 1] [--held-out SEED,…] [--store S]
                  SPEC: a sweep (docs/sweeps.md), whose seeds are those it is tuned on
                  --scheduler: whose knobs, if the sweep does not have exactly one scheduler""";
    private static final Pattern RANGE = Pattern.compile("(\\w+)=(-?\\d{1,18})\\.\\.(-?\\d{1,18})");

    private TuneCommand() {}

    /// Ends the JVM with 0 if the search came to its end, whatever it found; 2 if what was best failed on the seeds
    /// that were held out; 1 for what is wrong with the question.
    public static void main(String[] arguments) {
        StopNotice.exit(System.err, () -> run(List.of(arguments), System.out, System.err));
    }

    /// The command, without the end of the JVM.
    ///
    /// @return what the JVM ends with
    static int run(List<String> words, PrintStream out, PrintStream told) {
        return new Question(
                        USAGE,
                        Set.of(
                                "--knob",
                                "--minimise",
                                "--maximise",
                                "--scheduler",
                                "--budget",
                                "--search-seed",
                                "--held-out",
                                "--store"),
                        Set.of(),
                        Duration.ofSeconds(10))
                .answer(words, told, (arguments, progress) -> run(arguments, out, progress));
    }

    private static int run(Arguments arguments, PrintStream out, LineProgress progress) {
        Experiment<ScenarioResult> experiment = SweepSpec.read(Path.of(arguments.only("SPEC")))
                .experiment()
                .onProgress(progress)
                .store(ResultStores.of(arguments.store()));
        Optional<SchedulerObject> named = arguments.value("--scheduler").map(name -> object(arguments, name));
        Tuning<ScenarioResult> tuning = named.isPresent() ? Tuning.of(experiment, named.get()) : Tuning.of(experiment);
        for (String each : several(arguments, "--knob")) {
            Matcher range = RANGE.matcher(each);
            if (!range.matches()) {
                throw arguments.wrong("--knob is '%s', which is not NAME=LOW..HIGH".formatted(each));
            }
            tuning.knob(range.group(1), Long.parseLong(range.group(2)), Long.parseLong(range.group(3)));
        }
        several(arguments, "--minimise").forEach(tuning::minimise);
        several(arguments, "--maximise").forEach(tuning::maximise);
        arguments.count("--budget").ifPresent(tuning::budget);
        arguments.count("--search-seed").ifPresent(tuning::searchSeed);
        if (arguments.value("--held-out").isPresent()) {
            tuning.heldOut(several(arguments, "--held-out").stream()
                    .mapToLong(text -> seed(arguments, text))
                    .toArray());
        }
        TuningResult result = tuning.run();
        out.println(result.table().printAll());
        out.println(result.sentence());
        return result.gain() == Gain.FAILED ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static List<String> several(Arguments arguments, String option) {
        return arguments.value(option).map(text -> List.of(text.split(",", -1))).orElse(List.of());
    }

    private static long seed(Arguments arguments, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw arguments.wrong("--held-out has '%s', which is not the number of a seed".formatted(text));
        }
        return Long.parseLong(text);
    }

    private static SchedulerObject object(Arguments arguments, String name) {
        Scheduler scheduler = NamedScheduler.of(name);
        if (scheduler instanceof SchedulerObject object) {
            return object;
        }
        throw arguments.wrong(
                "--scheduler is '%s', which has no knobs that can be set before it is attached".formatted(name));
    }
}
