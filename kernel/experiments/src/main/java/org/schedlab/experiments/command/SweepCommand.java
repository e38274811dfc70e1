package org.schedlab.experiments.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.schedlab.experiments.ExperimentResult;
import org.schedlab.experiments.spec.SweepSpec;
import org.schedlab.experiments.store.ResultStore;
import org.schedlab.experiments.store.ResultStores;
import org.schedlab.experiments.sweep.ExitCode;
import org.schedlab.experiments.sweep.LineProgress;
import org.schedlab.experiments.sweep.Shard;
import org.schedlab.experiments.sweep.SweepWork;
import org.schedlab.vm.FolderException;
import org.schedlab.vm.LabException;

/// `./schedlab sweep …`: a sweep without a notebook, on this host or as one of many workers.
public final class SweepCommand {
    private static final String USAGE = """
            ./schedlab sweep run SPEC [--engine local|slurm|ssh] [--hosts a,b] [--store S] [--shards N] [--detach]
                  [--engine-args "…"] [--worker COMMAND] [--audit 1%]
              ./schedlab sweep status|resume|cancel SPEC [--store S]
              ./schedlab sweep collect SPEC [--store S] [--out FILE.csv] [--partial]
              ./schedlab sweep work SPEC [--shard I/N] [--store S] [--golden HASH] [--audit 1%]
              ./schedlab sweep golden SPEC [--out FILE]
              ./schedlab sweep export k8s|github SPEC [--store S] [--shards N] [--image I] [--out FILE]""";
    private static final Set<String> VALUED = Set.of(
            "--shard",
            "--store",
            "--golden",
            "--audit",
            "--out",
            "--engine",
            "--hosts",
            "--shards",
            "--engine-args",
            "--worker",
            "--image");

    private final PrintStream out;
    private final LineProgress progress;

    private SweepCommand(PrintStream out, PrintStream told) {
        this.out = out;
        this.progress = new LineProgress(told, Duration.ofSeconds(5));
    }

    /// Ends the JVM with 0 if all that was asked for is there, 75 if the same again may succeed, 76 if this host may
    /// not work on the sweep, 1 for anything else.
    public static void main(String[] arguments) {
        StopNotice.exit(System.err, () -> run(List.of(arguments), System.out, System.err));
    }

    /// The command, without the end of the JVM.
    ///
    /// @return what the JVM ends with
    static int run(List<String> words, PrintStream out, PrintStream told) {
        try {
            return new SweepCommand(out, told).run(words);
        } catch (LabException e) {
            told.println("schedlab: error: " + e.getMessage());
            return ExitCode.of(e);
        }
    }

    private int run(List<String> words) {
        String verb = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        if (verb.equals("export")) {
            Arguments arguments =
                    new Arguments(USAGE, rest.subList(Math.min(1, rest.size()), rest.size()), VALUED, Set.of());
            write(
                    arguments.value("--out"),
                    engine(arguments)
                            .export(rest.isEmpty() ? "" : rest.getFirst(), arguments)
                            .getBytes(StandardCharsets.UTF_8));
            return ExitCode.DONE;
        }
        Arguments arguments = new Arguments(USAGE, rest, VALUED, Set.of("--partial", "--detach"));
        return switch (verb) {
            case "run" -> engine(arguments).run(arguments);
            case "resume" -> engine(arguments).resume(arguments);
            case "cancel" -> engine(arguments).cancel();
            case "work" -> work(arguments);
            case "golden" -> golden(arguments);
            case "status" -> status(arguments);
            case "collect" -> collect(arguments);
            default -> throw arguments.wrong(verb.isEmpty() ? "nothing was asked" : "there is no 'sweep " + verb + "'");
        };
    }

    private int work(Arguments arguments) {
        Shard shard = arguments.value("--shard").map(Shard::parse).orElse(Shard.ALL);
        SweepWork work = sweep(arguments);
        work.requireGolden(arguments.value("--golden"));
        ExperimentResult result = work.work(shard, arguments.part("--audit"));
        progress.notice(result.toString());
        return result.failures().isEmpty() ? ExitCode.DONE : ExitCode.AGAIN;
    }

    /// Writes the spec with what this host gives for the golden cell.
    private int golden(Arguments arguments) {
        SweepSpec golden = sweep(arguments).withGolden();
        write(arguments.value("--out"), golden.bytes());
        golden.golden().ifPresent(it -> progress.notice("the golden cell's row: " + it.row()));
        return ExitCode.DONE;
    }

    private int status(Arguments arguments) {
        SweepWork work = sweep(arguments);
        ExperimentResult kept = work.kept();
        out.printf(
                Locale.ROOT,
                "%s: %d of %d cells are in %s%n",
                kept.experiment(),
                work.cells() - kept.failures().size(),
                work.cells(),
                store(arguments).place());
        engine(arguments).standing().ifPresent(out::println);
        return kept.failures().isEmpty() ? ExitCode.DONE : ExitCode.AGAIN;
    }

    private EngineCommand engine(Arguments arguments) {
        ResultStore store = store(arguments);
        return new EngineCommand(spec(arguments.only("SPEC"), store), store, arguments.store(), progress);
    }

    private int collect(Arguments arguments) {
        SweepWork work = sweep(arguments);
        ExperimentResult kept = work.kept();
        if (!kept.failures().isEmpty()) {
            progress.notice(String.format(
                    Locale.ROOT,
                    "%d of %d cells are not in %s; the first: %s",
                    kept.failures().size(),
                    work.cells(),
                    store(arguments).place(),
                    kept.failures().getFirst().cell()));
            if (!arguments.has("--partial")) {
                progress.notice("./schedlab sweep resume SPEC runs them; --partial collects what is there");
                return ExitCode.AGAIN;
            }
        }
        write(arguments.value("--out"), SweepWork.csv(kept));
        return kept.failures().isEmpty() ? ExitCode.DONE : ExitCode.AGAIN;
    }

    private SweepWork sweep(Arguments arguments) {
        ResultStore store = store(arguments);
        return new SweepWork(spec(arguments.only("SPEC"), store), store, progress);
    }

    private static ResultStore store(Arguments arguments) {
        return ResultStores.of(arguments.store());
    }

    /// A file, or `sha256:HASH` of one that the store has.
    private static SweepSpec spec(String name, ResultStore store) {
        if (!name.startsWith("sha256:")) {
            return SweepSpec.read(Path.of(name));
        }
        byte[] bytes = store.content(name.substring("sha256:".length()))
                .orElseThrow(() -> LabException.asked(
                                "the store %s does not have the sweep %s".formatted(store.place(), name))
                        .remedy("see that this host reaches the same store as the one that sent the sweep")
                        .exception());
        return SweepSpec.read(bytes, Path.of("."));
    }

    private void write(Optional<String> file, byte[] bytes) {
        try {
            if (file.isPresent()) {
                Files.write(Path.of(file.get()), bytes);
            } else {
                out.write(bytes);
                out.flush();
            }
        } catch (IOException e) {
            throw new LabException(
                    LabException.asked("'%s' cannot be written".formatted(file.orElse("the output")))
                            .found(FolderException.reason(e))
                            .remedy("name a file in a folder that is there and has room: --out FILE")
                            .text(),
                    e);
        }
    }
}
