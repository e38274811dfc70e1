package org.schedlab.kernel.jupyter.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.schedlab.guest.scheduler.ExecutableScheduler;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerDiscovery;
import org.schedlab.kernel.jupyter.magics.MagicCall;
import org.schedlab.kernel.jupyter.magics.MagicOption;
import org.schedlab.kernel.session.Lab;
import org.schedlab.vm.LabException;

/// What `%scheduler` does with executables: `%scheduler scx_simple -- -v` and `%scheduler --path FILE
/// -- -v`.
final class ExecutableSchedulers {
    static final MagicOption PATH =
            new MagicOption("path", "FILE", "an executable of this host; its arguments come after --");

    private ExecutableSchedulers() {}

    /// The executable that is meant, if it is one: given by its path, or by a name that nobody
    /// compiled.
    ///
    /// @throws LabException if there is neither such a scheduler nor such an executable
    static Optional<ExecutableScheduler> meant(MagicCall call) {
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
        return "attach(Scheduler.path(%s%s))"
                .formatted(quoted(scheduler.program().executable().toString()), arguments);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
