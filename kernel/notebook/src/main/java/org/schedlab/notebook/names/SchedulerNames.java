package org.schedlab.notebook.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerDiscovery;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.guest.scheduler.Schedulers;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.Suggestion;

/// Names of schedulers and what each is. Stateless.
public final class SchedulerNames {
    private static final String KERNELS = "the kernel's own fair scheduler, the baseline";

    private SchedulerNames() {}

    /// Those that come with schedlab and those that cells compiled.
    public static Stream<Suggestion> objects() {
        return Lab.schedulers().stream().map(name -> Suggestion.of(name, kind(name)));
    }

    /// The kernel's own.
    public static Stream<Suggestion> kernels() {
        return Stream.of(Suggestion.of(Scheduler.eevdf().name(), KERNELS));
    }

    /// Executables of this host.
    public static Stream<Suggestion> executables() {
        return SchedulerDiscovery.ofUser().candidates().entrySet().stream()
                .map(each -> Suggestion.of(each.getKey(), "executable " + each.getValue()));
    }

    private static String kind(String name) {
        String headline = new CText(Lab.scheduler(name).source()).headline(name);
        return headline.isEmpty() ? origin(name) : headline;
    }

    private static String origin(String name) {
        return Schedulers.names().contains(name) ? "comes with schedlab" : "compiled in this session";
    }

    /// What a scheduler is: its own words, knobs and maps.
    public static Optional<String> explain(String name) {
        if (name.equals(Scheduler.eevdf().name())) {
            return Optional.of("%s: %s%n  kernel/sched/fair.c, %s; no sched_ext scheduler is in charge then"
                    .formatted(name, KERNELS, FieldNotes.KERNEL));
        }
        if (Lab.schedulers().contains(name)) {
            return Optional.of(explain(Lab.scheduler(name)));
        }
        return Optional.ofNullable(SchedulerDiscovery.ofUser().candidates().get(name))
                .map(file -> "%s: an executable, %s".formatted(name, file));
    }

    private static String explain(SchedulerObject scheduler) {
        String name = scheduler.name();
        List<String> lines = new ArrayList<>();
        lines.add("%s: a sched_ext scheduler, %s%s"
                .formatted(name, origin(name), inCharge(name).isPresent() ? ", in charge now" : ""));
        new CText(scheduler.source()).head().forEach(line -> lines.add(("  " + line).stripTrailing()));
        KnobOwner owner = inCharge(name).orElseGet(() -> new KnobOwner(scheduler, Optional.empty()));
        lines.add("knobs:");
        KnobNames.complete(owner, "", _ -> true)
                .suggestions()
                .forEach(knob -> lines.add("  %s: %s".formatted(knob.text(), knob.kind())));
        lines.add("%%scheduler %s puts it in charge, %%scheduler %s --source shows its C text".formatted(name, name));
        return lines.stream().collect(Collectors.joining("\n"));
    }

    private static Optional<KnobOwner> inCharge(String name) {
        return KnobOwner.inCharge().filter(owner -> owner.scheduler().name().equals(name));
    }
}
