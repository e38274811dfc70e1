package org.schedlab.experiments.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.schedlab.experiments.ExperimentResult;
import org.schedlab.experiments.spec.SweepSpec;
import org.schedlab.experiments.statistics.Comparer;
import org.schedlab.experiments.statistics.Comparison;
import org.schedlab.experiments.statistics.Comparisons;
import org.schedlab.experiments.statistics.Finding;
import org.schedlab.experiments.store.ResultStores;
import org.schedlab.experiments.sweep.ExitCode;
import org.schedlab.experiments.sweep.LineProgress;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;

/// `./schedlab regress SPEC --base A --head B`: whether something has become worse, for CI.
public final class RegressCommand {
    private static final String USAGE = """
            ./schedlab regress SPEC --base A --head B [--more-is-better METRIC,…] [--gate 1%] [--store S] [--page FILE.html]
              A and B: two values of a factor of the sweep; two schedulers by name, by file or REVISION:PATH of their
              C text; two kernels; or two values of a knob""";

    private RegressCommand() {}

    /// Ends the JVM with 0 if nothing has become worse, 2 if something has, 75 if cells did not happen, 1
    /// for what is wrong with the question.
    public static void main(String[] arguments) {
        StopNotice.exit(System.err, () -> run(List.of(arguments), System.out, System.err));
    }

    /// The command, without the end of the JVM.
    ///
    /// @return what the JVM ends with
    static int run(List<String> words, PrintStream out, PrintStream told) {
        return new Question(
                        USAGE,
                        Set.of("--base", "--head", "--more-is-better", "--gate", "--store", "--page"),
                        Set.of(),
                        Duration.ofSeconds(5))
                .answer(words, told, (arguments, progress) -> run(arguments, out, progress));
    }

    private static int run(Arguments arguments, PrintStream out, LineProgress progress) {
        SweepSpec spec = SweepSpec.read(Path.of(arguments.only("SPEC")));
        String base = arguments.value("--base").orElseThrow(() -> arguments.wrong("there is no --base"));
        String head = arguments.value("--head").orElseThrow(() -> arguments.wrong("there is no --head"));
        Set<String> more = Set.copyOf(arguments
                .value("--more-is-better")
                .map(text -> Arrays.asList(text.split(",")))
                .orElse(List.of()));
        requireMetrics(spec, more);
        arguments.value("--page").ifPresent(RegressCommand::requireFolder);
        RegressPlan plan = RegressPlan.of(spec.data(), base, head);
        ExperimentResult result = new SweepSpec(plan.data(), Optional.empty())
                .experiment()
                .onProgress(progress)
                .store(ResultStores.of(arguments.store()))
                .run();
        progress.notice(result.toString());
        Comparer how = arguments.value("--gate").isPresent()
                ? Comparer.defaults().withGates(0, arguments.part("--gate"))
                : Comparer.defaults();
        Comparisons comparisons = result.compare(how, plan.factor(), plan.base(), plan.head());
        List<Comparison> worse = comparisons.list().stream()
                .filter(each -> each.finding() == Finding.DIFFERENT)
                .filter(each -> each.difference() < 0 == more.contains(each.metric()))
                .toList();
        out.println(comparisons);
        out.println();
        out.println(comparisons.table().print());
        String verdict = worse.isEmpty()
                ? "nothing is shown to have become worse"
                : "worse: "
                        + String.join(
                                ", ", worse.stream().map(Comparison::metric).toList());
        out.println(verdict);
        arguments
                .value("--page")
                .ifPresent(file -> page(file, new RegressPage(spec.data().name(), verdict, comparisons)));
        return !result.failures().isEmpty() ? ExitCode.AGAIN : worse.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void requireMetrics(SweepSpec spec, Set<String> named) {
        List<String> known =
                spec.data().metrics().stream().map(each -> each.name()).toList();
        named.stream().filter(each -> !known.contains(each)).findFirst().ifPresent(each -> {
            throw LabException.asked("there is no metric '%s'".formatted(each))
                    .available(String.join(", ", known))
                    .remedy("name one of these after --more-is-better")
                    .exception();
        });
    }

    /// Before anything runs.
    private static void requireFolder(String file) {
        Path folder = Path.of(file).toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw LabException.asked("the page '%s' cannot be written".formatted(file))
                    .found("there is no folder %s".formatted(folder))
                    .remedy("name a file in a folder that is there: --page FILE.html")
                    .exception();
        }
    }

    private static void page(String file, RegressPage page) {
        try {
            Files.write(Path.of(file), page.html().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("the page '%s' cannot be written".formatted(file))
                            .found(FolderException.reason(e))
                            .remedy("name a file in a folder that is there and has room: --page FILE.html")
                            .text(),
                    e);
        }
    }
}
