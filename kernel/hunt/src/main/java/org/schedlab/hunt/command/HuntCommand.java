package org.schedlab.hunt.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.schedlab.experiments.command.Arguments;
import org.schedlab.experiments.command.NamedScheduler;
import org.schedlab.experiments.command.Question;
import org.schedlab.experiments.command.StopNotice;
import org.schedlab.experiments.sweep.ExitCode;
import org.schedlab.experiments.sweep.LineProgress;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.hunt.Hunt;
import org.schedlab.hunt.HuntReport;

/// `./schedlab hunt SCHEDULER…`: looks for what breaks schedulers, one after the other.
public final class HuntCommand {
    private static final String USAGE = """
            ./schedlab hunt SCHEDULER… [--seed 1] [--budget 10m | --scenarios 500] [--finds 1]
                  [--topologies 1n1l2c1t,…] [--fair] [--lines] [--out FOLDER]
                  SCHEDULER: a name, a C text (FILE.bpf.c or REVISION:PATH), or the path of an executable
                  --fair: CPU time has to follow weights
                  --lines: lines of the scheduler that are reached steer it too; several times slower""";

    private HuntCommand() {}

    /// Ends the JVM with 0 if nothing broke, 2 if something did, 1 for what is wrong with the question.
    public static void main(String[] arguments) {
        StopNotice.exit(System.err, () -> run(List.of(arguments), System.out, System.err));
    }

    /// The command, without the end of the JVM.
    ///
    /// @return what the JVM ends with
    static int run(List<String> words, PrintStream out, PrintStream told) {
        return new Question(
                        USAGE,
                        Set.of("--seed", "--budget", "--scenarios", "--finds", "--topologies", "--out"),
                        Set.of("--fair", "--lines"),
                        Duration.ofSeconds(10))
                .answer(words, told, (arguments, progress) -> run(arguments, out, progress));
    }

    private static int run(Arguments arguments, PrintStream out, LineProgress progress) {
        int code = ExitCode.DONE;
        for (String name : arguments.several("SCHEDULER")) {
            HuntReport report =
                    hunt(arguments, NamedScheduler.of(name), progress).run();
            out.println(report);
            code = report.passed() ? code : ExitCode.FAILED;
        }
        return code;
    }

    private static Hunt hunt(Arguments arguments, Scheduler scheduler, LineProgress progress) {
        Path folder = Path.of(arguments.value("--out").orElse("out"));
        Hunt hunt = Hunt.of(scheduler)
                .folder(folder.resolve("hunt-" + scheduler.name()))
                .onProgress(progress);
        arguments.value("--seed").ifPresent(text -> hunt.seed(seed(arguments, text)));
        arguments.time("--budget").ifPresent(hunt::budget);
        arguments.count("--scenarios").ifPresent(count -> hunt.scenarios(count));
        arguments.count("--finds").ifPresent(count -> hunt.finds(count));
        arguments.value("--topologies").ifPresent(text -> hunt.topologies(text.split(",")));
        if (arguments.has("--lines")) {
            hunt.lines();
        }
        return arguments.has("--fair") ? hunt.fair() : hunt;
    }

    private static long seed(Arguments arguments, String text) {
        if (!text.matches("-?\\d{1,18}")) {
            throw arguments.wrong("--seed is '%s', which is not a number".formatted(text));
        }
        return Long.parseLong(text);
    }
}
