package org.schedlab.notebook.machine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerDiscovery;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.vm.LabException;

/// What `%scheduler` does with executables: `%scheduler scx_simple -- -v` and `%scheduler --path FILE
/// -- -v`.
final class ExecutableSchedulers {
    private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,5})(ms|s|m)");

    static final MagicOption PATH = new MagicOption(
            "path",
            "FILE",
            "an executable of this host, its arguments come after --; or sources: a file of BPF C, a folder, a .bpf.o");

    static final MagicOption PATIENCE = new MagicOption(
            "patience", "TIME", "guest time an executable may take to come into charge, such as 20s; at first 10s");

    private ExecutableSchedulers() {}

    /// The executable that is meant, if it is one: given by its path, or by a name that nobody
    /// compiled.
    ///
    /// @throws LabException if there is neither such a scheduler nor such an executable
    static Optional<ExecutableScheduler> meant(MagicCall call) {
        Optional<Duration> patience = call.option(PATIENCE.name()).map(ExecutableSchedulers::patience);
        Optional<ExecutableScheduler> executable = named(call);
        if (patience.isPresent() && executable.isEmpty()) {
            throw LabException.asked("--%s is for executables".formatted(PATIENCE.name()))
                    .found("a BPF object has 4 s of guest time to come into charge")
                    .remedy("leave it out, or name an executable")
                    .exception();
        }
        return executable.map(scheduler -> patience.map(scheduler::withPatience).orElse(scheduler));
    }

    /// Guest time: `500ms`, `20s`, `2m`.
    private static Duration patience(String text) {
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw LabException.asked("'%s' is not a time to wait for a scheduler".formatted(text))
                    .available("500ms, 20s, 2m")
                    .remedy("for example --patience 30s")
                    .exception();
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    private static Optional<ExecutableScheduler> named(MagicCall call) {
        String[] arguments = call.passedOn().toArray(String[]::new);
        Optional<String> path = call.option(PATH.name());
        if (path.isPresent()) {
            return Optional.of(Scheduler.path(Path.of(path.get()), arguments));
        }
        boolean given =
                call.arguments().size() > arguments.length && call.body().isBlank();
        if (!given || known(call.arguments().getFirst())) {
            return Optional.empty();
        }
        String name = call.arguments().getFirst();
        SchedulerDiscovery.Search search = SchedulerDiscovery.ofUser().search(name);
        if (search.found().isEmpty()) {
            throw LabException.asked("there is no scheduler '%s'".formatted(name))
                    .found("no executable either; looked in, in this order:\n    "
                            + String.join("\n    ", search.places()))
                    .available(String.join(", ", Lab.schedulers()))
                    .remedy("use one of these, name an executable with --path FILE, or write it: %%scheduler " + name
                            + " with C below it")
                    .exception();
        }
        return Optional.of(Scheduler.path(search.found().get(), arguments));
    }

    private static boolean known(String name) {
        return name.equals(Scheduler.eevdf().name()) || Lab.schedulers().contains(name);
    }

    /// The Java that does the same.
    static String java(ExecutableScheduler scheduler) {
        List<String> texts = scheduler.program().arguments();
        String arguments = texts.stream().map(text -> ", " + quoted(text)).collect(Collectors.joining());
        String path = "Scheduler.path(%s%s)"
                .formatted(quoted(scheduler.program().executable().toString()), arguments);
        ExecutableScheduler plain = Scheduler.path(scheduler.program().executable());
        String patience = scheduler.patience().equals(plain.patience())
                ? ""
                : String.format(
                        Locale.ROOT,
                        ".withPatience(ms(%d))",
                        scheduler.patience().toMillis());
        return "attach(%s%s)".formatted(path, patience);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
