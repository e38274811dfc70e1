package org.schedlab.experiments.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.schedlab.experiments.gauntlet.Gauntlet;
import org.schedlab.experiments.gauntlet.GauntletResult;
import org.schedlab.experiments.store.ResultStores;
import org.schedlab.experiments.sweep.ExitCode;
import org.schedlab.experiments.sweep.LineProgress;
import org.schedlab.experiments.sweep.SweepWork;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;

/// `./schedlab gauntlet SCHEDULER`: one scheduler on many topologies and kernels under standard loads.
public final class GauntletCommand {
    private static final String USAGE = """
            ./schedlab gauntlet SCHEDULER [--budget 10m] [--kernels 6.18,7.3] [--topologies NAME,…] [--loads NAME,…]
                  [--store S] [--out FILE.csv] [--kept]
                  SCHEDULER: a name, a C text (FILE.bpf.c or REVISION:PATH), or the path of an executable""";
    private static final int MOST_PROBLEMS = 30;

    private GauntletCommand() {}

    /// Ends the JVM with 0 if all cells that were run pass, 2 if one does not, 75 if some could not be run, 1 for what
    /// is wrong with the question.
    public static void main(String[] arguments) {
        StopNotice.exit(System.err, () -> run(List.of(arguments), System.out, System.err));
    }

    /// The command, without the end of the JVM.
    ///
    /// @return what the JVM ends with
    static int run(List<String> words, PrintStream out, PrintStream told) {
        return new Question(
                        USAGE,
                        Set.of("--budget", "--kernels", "--topologies", "--loads", "--store", "--out"),
                        Set.of("--kept"),
                        Duration.ofSeconds(10))
                .answer(words, told, (arguments, progress) -> run(arguments, out, progress));
    }

    private static int run(Arguments arguments, PrintStream out, LineProgress progress) {
        Gauntlet gauntlet =
                Gauntlet.of(NamedScheduler.of(arguments.only("SCHEDULER"))).onProgress(progress);
        arguments.value("--kernels").ifPresent(text -> gauntlet.kernels(text.split(",")));
        arguments.value("--topologies").ifPresent(text -> gauntlet.topologies(text.split(",")));
        arguments.value("--loads").ifPresent(text -> gauntlet.loads(text.split(",")));
        arguments.time("--budget").ifPresent(gauntlet::budget);
        arguments.value("--store").ifPresent(text -> gauntlet.store(ResultStores.of(text)));
        GauntletResult result = arguments.has("--kept") ? gauntlet.kept() : gauntlet.run();
        out.println(result.table().setName("machines").printAll());
        List<String> problems = result.problems();
        problems.stream().limit(MOST_PROBLEMS).forEach(out::println);
        if (problems.size() > MOST_PROBLEMS) {
            out.printf(Locale.ROOT, "… and %d more%n", problems.size() - MOST_PROBLEMS);
        }
        out.println(result);
        arguments.value("--out").ifPresent(file -> write(Path.of(file), SweepWork.csv(result.cells())));
        return !result.failures().isEmpty() ? ExitCode.AGAIN : result.passed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("'%s' cannot be written".formatted(file))
                            .found(FolderException.reason(e))
                            .remedy(
                                    "name a file in a folder that is there and has room: --out FILE; the cells are kept")
                            .text(),
                    e);
        }
    }
}
