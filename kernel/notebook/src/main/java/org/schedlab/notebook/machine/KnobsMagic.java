package org.schedlab.notebook.machine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.schedlab.guest.scheduler.Knob;
import org.schedlab.lab.words.Lab;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.magics.LineMagic;
import org.schedlab.notebook.magics.MagicCall;
import org.schedlab.notebook.magics.MagicOption;
import org.schedlab.notebook.magics.TypedWord;
import org.schedlab.notebook.names.KnobExplanation;
import org.schedlab.notebook.names.KnobNames;
import org.schedlab.notebook.names.KnobOwner;

/// `%knobs`: the variables of the scheduler in charge, shown or written.
final class KnobsMagic implements LineMagic {
    @Override
    public String name() {
        return "knobs";
    }

    @Override
    public String usage() {
        return """
                %knobs [KNOB=VALUE …] — shows the variables of the scheduler in charge, or writes some of them
                  parts of a variable are named by their path: %knobs limits[2].low=5""";
    }

    @Override
    public List<MagicOption> options() {
        return List.of(MagicOption.flag("java", "prints the Java that does the same"));
    }

    @Override
    public List<Suggestion> suggestions(TypedWord word) {
        return KnobOwner.inCharge()
                .map(owner -> KnobNames.arguments(owner, word.typed(), word.earlier(), Knob::writable))
                .orElse(List.of());
    }

    @Override
    public Optional<String> explain(TypedWord word) {
        return KnobOwner.inCharge().flatMap(owner -> KnobExplanation.of(owner, KnobArguments.name(word.typed())));
    }

    @Override
    public Object run(MagicCall call) {
        Map<String, String> knobs = KnobArguments.parse(call.arguments(), this);
        if (call.flag("java")) {
            return java(knobs);
        }
        return knobs.isEmpty() ? Lab.knobs() : Lab.vm().schedulers().setKnobs(knobs);
    }

    private static String java(Map<String, String> knobs) {
        return knobs.isEmpty()
                ? "knobs()"
                : knobs.entrySet().stream()
                        .map(knob -> "setKnob(\"%s\", \"%s\");".formatted(knob.getKey(), knob.getValue()))
                        .collect(Collectors.joining("\n"));
    }
}
