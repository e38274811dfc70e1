package org.schedlab.experiments.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.schedlab.experiments.Bisection;
import org.schedlab.experiments.Experiment;
import org.schedlab.experiments.ExperimentData;
import org.schedlab.experiments.Factor;
import org.schedlab.experiments.FactorForm;
import org.schedlab.experiments.MetricClaim;
import org.schedlab.experiments.spec.SweepSpec;
import org.schedlab.experiments.store.ResultStores;
import org.schedlab.experiments.sweep.ExitCode;
import org.schedlab.experiments.sweep.LineProgress;
import org.schedlab.vm.LabException;

/// `./schedlab bisect SPEC --over …`: the first of some values, in their order, at which a claim fails.
public final class BisectCommand {
    private static final String USAGE = """
            ./schedlab bisect SPEC [--over FACTOR | --over VALUE,VALUE,…] [--claim 'METRIC<=N'] [--store S]
                  VALUES: of a factor of the sweep; kernels; C files or REVISION:PATH of a scheduler, or FIRST..LAST:PATH
                  for all revisions that change it; slice_ns=1000000,2000000 of a knob""";
    private static final Pattern CLAIM = Pattern.compile("\\s*(\\S.*?)\\s*(<=|>=)\\s*(-?[\\d.]+(?:[eE]\\d+)?)\\s*");

    private BisectCommand() {}

    /// Ends the JVM with 0 if the claim holds at both ends, 2 if it fails anywhere, 1 for what is wrong with the
    /// question, 75 if the same again may succeed.
    public static void main(String[] arguments) {
        StopNotice.exit(System.err, () -> run(List.of(arguments), System.out, System.err));
    }

    /// The command, without the end of the JVM.
    ///
    /// @return what the JVM ends with
    static int run(List<String> words, PrintStream out, PrintStream told) {
        return new Question(USAGE, Set.of("--over", "--claim", "--store"), Set.of(), Duration.ofSeconds(5))
                .answer(words, told, (arguments, progress) -> run(arguments, out, progress));
    }

    private static int run(Arguments arguments, PrintStream out, LineProgress progress) {
        SweepSpec spec = SweepSpec.read(Path.of(arguments.only("SPEC")));
        Versions versions = versions(arguments, spec.data());
        Experiment<?> experiment = new SweepSpec(versions.data(), Optional.empty())
                .experiment()
                .onProgress(progress)
                .store(ResultStores.of(arguments.store()));
        Bisection found = arguments
                .value("--claim")
                .map(text -> experiment.bisect(versions.factor(), claim(arguments, text)))
                .orElseGet(() -> experiment.bisect(versions.factor()));
        out.println(found.table().setName("values that were looked at").printAll());
        out.println(found);
        return found.holdsAtBothEnds() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static Versions versions(Arguments arguments, ExperimentData data) {
        List<Factor> ordered = data.factors().stream()
                .filter(each -> !(each.form() instanceof FactorForm.Seeds))
                .toList();
        Optional<String> over = arguments.value("--over");
        if (over.isEmpty() && ordered.size() != 1) {
            throw arguments.wrong("there is no --over, and the sweep has " + names(ordered));
        }
        Optional<Factor> factor = over.isEmpty()
                ? Optional.of(ordered.getFirst())
                : ordered.stream()
                        .filter(each -> each.name().equals(over.get()))
                        .findFirst();
        if (factor.isPresent()) {
            return new Versions(data, factor.get().name(), List.of());
        }
        List<String> values = values(over.orElseThrow());
        if (values.size() < 2) {
            throw LabException.asked("'%s' cannot be bisected".formatted(over.get()))
                    .found("one value, and no factor of the sweep is called so")
                    .available(names(ordered))
                    .remedy("name a factor of the sweep, or two values or more: --over 6.18,7.3")
                    .exception();
        }
        return Versions.of(data, values);
    }

    private static String names(List<Factor> factors) {
        return factors.isEmpty()
                ? "no factor but seeds"
                : "the factors "
                        + String.join(", ", factors.stream().map(Factor::name).toList());
    }

    /// `slice_ns=1,2` is `slice_ns=1` and `slice_ns=2`.
    private static List<String> values(String text) {
        List<String> words = Arrays.asList(text.split(","));
        int equals = words.getFirst().indexOf('=');
        String knob = equals < 0 ? "" : words.getFirst().substring(0, equals + 1);
        return words.stream()
                .map(word -> word.contains("=") ? word : knob + word)
                .flatMap(word -> Revisions.expanded(word).stream())
                .toList();
    }

    private static MetricClaim claim(Arguments arguments, String text) {
        Matcher found = CLAIM.matcher(text);
        if (!found.matches()) {
            throw arguments.wrong("--claim is '%s', which is not METRIC<=NUMBER or METRIC>=NUMBER".formatted(text));
        }
        OptionalDouble limit = OptionalDouble.of(Double.parseDouble(found.group(3)));
        return found.group(2).equals("<=")
                ? new MetricClaim(found.group(1), limit, OptionalDouble.empty())
                : new MetricClaim(found.group(1), OptionalDouble.empty(), limit);
    }
}
