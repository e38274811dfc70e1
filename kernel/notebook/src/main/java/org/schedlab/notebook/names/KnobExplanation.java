package org.schedlab.notebook.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.schedlab.guest.scheduler.Knob;
import org.schedlab.guest.scheduler.KnobSet;

/// What knobs are, in lines to read. Stateless.
public final class KnobExplanation {
    private static final int LONGEST_VALUE = 160;

    private KnobExplanation() {}

    /// What a C text says of one of its global variables.
    public static Optional<String> ofText(String text, String name) {
        return new CText(text)
                .variable(name)
                .map(variable -> (variable.definition() + "\n  " + variable.comment()).stripTrailing());
    }

    /// What a knob, or a part of one, is: its definition, type, and values.
    public static Optional<String> of(KnobOwner owner, String path) {
        return KnobNames.find(owner, path).map(knob -> {
            List<String> lines = new ArrayList<>();
            CText text = new CText(owner.scheduler().source());
            Optional<CText.Variable> variable = text.variable(path.substring(0, KnobNames.partStart(path)))
                    .filter(_ -> KnobNames.partStart(path) == path.length());
            lines.add(variable.map(CText.Variable::definition).orElse("%s %s;".formatted(knob.type(), knob.name())));
            variable.map(CText.Variable::comment)
                    .filter(comment -> !comment.isEmpty())
                    .ifPresent(comment -> lines.add("  " + comment));
            lines.add("  %s, %s: %s"
                    .formatted(knob.type(), MemberPaths.bytes(knob.fieldType().byteSize()), settable(owner, knob)));
            lines.add("  %s: %s"
                    .formatted(
                            owner.session().isPresent() ? "attached with" : "value",
                            shortened(owner.knobs().text(knob))));
            lines.addAll(members(owner.knobs(), knob));
            owner.present(List.of(knob)).values().forEach(value -> lines.add("now: " + shortened(value)));
            return lines.stream().collect(Collectors.joining("\n"));
        });
    }

    private static String shortened(String value) {
        return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
    }

    private static String settable(KnobOwner owner, Knob knob) {
        String name = owner.scheduler().name();
        String word = KnobNames.open(owner, knob.name()) + "…";
        String set = "set before it is attached, %%scheduler %s %s".formatted(name, word);
        return switch (knob.kind()) {
            case CONSTANT -> "a constant of %s, %s".formatted(name, set);
            case OPS_MEMBER -> "a member of the struct sched_ext_ops of %s, %s".formatted(name, set);
            case VARIABLE -> "a variable of %s, set at any time, %%knobs %s".formatted(name, word);
        };
    }

    private static List<String> members(KnobSet knobs, Knob knob) {
        return knobs.typeOf(knob.name().substring(0, KnobNames.partStart(knob.name())))
                .map(root -> Explanations.shape(
                        Explanations.element(root.btf(), knob.fieldType().typeId()),
                        new MemberPaths(root.btf(), root.typeId())))
                .orElse(List.of());
    }
}
