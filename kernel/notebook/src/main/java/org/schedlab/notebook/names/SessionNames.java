package org.schedlab.notebook.names;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.schedlab.guest.scheduler.Knob;
import org.schedlab.lab.session.Futures;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.names.CallHelp.Completion;
import org.schedlab.notebook.names.CallHelp.Variables;

/// The session's own names: schedulers with their knobs and maps, cgroups, workers, checkpoints,
/// futures. Thread-safe.
final class SessionNames {
    private static final Pattern WORKERS = Pattern.compile("\\b(?:named|cgroup)\\s*\\(\\s*\"(?:[^\"]*/)?([^\"/]+)\"");

    private final CgroupNames cgroups = new CgroupNames();

    Optional<Completion> complete(CallAtCursor call, Variables variables) {
        String typed = call.typed();
        return switch (Meaning.of(call)) {
            case SCHEDULER -> matching(typed, SchedulerNames.objects());
            case ANY_SCHEDULER -> matching(typed, Stream.concat(SchedulerNames.objects(), SchedulerNames.kernels()));
            case EXECUTABLE -> matching(typed, SchedulerNames.executables());
            case KNOB, KNOB_BEFORE -> knobs(call, variables, owner -> KnobNames.complete(owner, typed, _ -> true));
            case WRITABLE_KNOB -> knobs(call, variables, owner -> KnobNames.complete(owner, typed, Knob::writable));
            case KNOB_VALUE, KNOB_VALUE_BEFORE -> knobs(call, variables, owner -> values(owner, call));
            case MAP -> matching(typed, MapNames.all().stream());
            case CGROUP -> matching(typed, cgroups.suggestions(call).stream());
            case WORKERS -> matching(typed, workers(call));
            case CHECKPOINT -> matching(typed, CheckpointNames.all());
            case TOPOLOGY -> matching(typed, BootNames.topologies().stream());
            case MEMORY -> matching(typed, BootNames.memories().stream());
            case FUTURE -> futures(call, variables);
            default -> Optional.empty();
        };
    }

    private static Optional<Completion> matching(String typed, Stream<Suggestion> names) {
        List<Suggestion> all = names.distinct().toList();
        List<Suggestion> found =
                all.stream().filter(each -> each.text().startsWith(typed)).toList();
        return Optional.of(new Completion(
                found.isEmpty()
                        ? all.stream()
                                .filter(each -> each.text().contains(typed))
                                .toList()
                        : found,
                typed.length()));
    }

    private static Optional<KnobOwner> owner(CallAtCursor call, Variables variables) {
        return switch (Meaning.of(call)) {
            case KNOB_BEFORE, KNOB_VALUE_BEFORE -> KnobOwner.of(call.receiver(), variables);
            default -> KnobOwner.inCharge();
        };
    }

    /// Where the scheduler is not known, nothing is suggested, not even Java.
    private static Optional<Completion> knobs(
            CallAtCursor call, Variables variables, Function<KnobOwner, Completion> question) {
        return Optional.of(owner(call, variables).map(question).orElse(new Completion(List.of(), 0)));
    }

    private static Completion values(KnobOwner owner, CallAtCursor call) {
        List<Suggestion> values =
                call.literal(0).map(knob -> KnobNames.values(owner, knob)).orElse(List.of());
        return matching(call.typed(), values.stream()).orElseThrow();
    }

    private static Stream<Suggestion> workers(CallAtCursor call) {
        return call.context()
                .flatMap(argument -> WORKERS.matcher(argument).results())
                .map(found -> Suggestion.of(found.group(1), "workers, defined in this call"));
    }

    private static Optional<Completion> futures(CallAtCursor call, Variables variables) {
        return variables
                .apply(call.receiver())
                .filter(Futures.class::isInstance)
                .flatMap(futures -> matching(
                        call.typed(),
                        ((Futures) futures).list().stream().map(each -> Suggestion.of(each.name(), "future"))));
    }

    Optional<String> inspect(CallAtCursor call, Variables variables) {
        String typed = call.typed();
        return switch (Meaning.of(call)) {
            case SCHEDULER, ANY_SCHEDULER, EXECUTABLE -> SchedulerNames.explain(typed);
            case KNOB, WRITABLE_KNOB, KNOB_BEFORE ->
                owner(call, variables).flatMap(owner -> KnobExplanation.of(owner, typed));
            case KNOB_VALUE, KNOB_VALUE_BEFORE ->
                owner(call, variables)
                        .flatMap(owner -> call.literal(0).flatMap(knob -> KnobExplanation.of(owner, knob)));
            case MAP -> MapNames.explain(typed);
            case CGROUP -> cgroups.explain(typed);
            case CHECKPOINT -> CheckpointNames.explain(typed);
            default -> Optional.empty();
        };
    }
}
