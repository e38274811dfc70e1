package org.schedlab.notebook.machine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.magics.TypedWord;
import org.schedlab.notebook.names.FileNames;
import org.schedlab.notebook.names.KnobExplanation;
import org.schedlab.notebook.names.KnobNames;
import org.schedlab.notebook.names.KnobOwner;
import org.schedlab.notebook.names.SchedulerNames;

/// The words of `%scheduler NAME KNOB=VALUE …`: what could stand there, and what stands there.
/// Stateless.
final class SchedulerWords {
    private SchedulerWords() {}

    /// Names of schedulers first, then the knobs of the one that is named: below `%%scheduler`, those
    /// of the C text.
    static List<Suggestion> suggestions(TypedWord word) {
        if (word.option().equals(ExecutableSchedulers.PATH.name())) {
            return FileNames.startingWith(word.typed());
        }
        if (word.earlier().isEmpty()) {
            return Stream.of(SchedulerNames.objects(), SchedulerNames.kernels(), SchedulerNames.executables())
                    .flatMap(names -> names)
                    .toList();
        }
        List<String> given = word.earlier().subList(1, word.earlier().size());
        return word.body().isBlank()
                ? KnobOwner.named(word.earlier().getFirst())
                        .map(owner -> KnobNames.arguments(owner, word.typed(), given, _ -> true))
                        .orElse(List.of())
                : KnobNames.argumentsOfText(word.body(), given);
    }

    /// What a word means; empty if it means nothing yet.
    static Optional<String> explain(TypedWord word) {
        if (word.earlier().isEmpty()) {
            return SchedulerNames.explain(word.typed());
        }
        String knob = KnobArguments.name(word.typed());
        return word.body().isBlank()
                ? KnobOwner.named(word.earlier().getFirst()).flatMap(owner -> KnobExplanation.of(owner, knob))
                : KnobExplanation.ofText(word.body(), knob);
    }
}
