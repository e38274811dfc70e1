package org.schedlab.kernel.jupyter.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.guest.scheduler.Knob;
import org.schedlab.guest.scheduler.KnobSet;
import org.schedlab.kernel.jupyter.cells.Suggestion;
import org.schedlab.kernel.jupyter.names.CallHelp.Completion;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.memory.FieldReader;

/// Names of knobs, of their parts and of the values they take. Stateless.
public final class KnobNames {
    private static final int SMALL = 64;
    private static final int LONGEST_VALUE = 160;

    private KnobNames() {}

    /// Knobs, or behind the name of one its members.
    static Completion complete(KnobOwner owner, String typed, Predicate<Knob> fits) {
        int part = partStart(typed);
        if (part < typed.length()) {
            String rest = typed.substring(part);
            return owner.knobs()
                    .typeOf(typed.substring(0, part))
                    .map(type -> new MemberPaths(type.btf(), type.typeId())
                            .complete(rest.startsWith(".") ? rest.substring(1) : rest))
                    .orElse(new Completion(List.of(), 0));
        }
        List<Knob> knobs = owner.knobs().all().stream().filter(fits).toList();
        List<Knob> found = starting(knobs, typed);
        Map<String, String> present =
                owner.present(found.stream().filter(KnobNames::small).toList());
        return new Completion(
                found.stream()
                        .map(knob -> Suggestion.of(knob.name(), kind(owner, knob, present)))
                        .toList(),
                typed.length());
    }

    private static List<Knob> starting(List<Knob> knobs, String typed) {
        List<Knob> found =
                knobs.stream().filter(knob -> knob.name().startsWith(typed)).toList();
        return found.isEmpty()
                ? knobs.stream().filter(knob -> knob.name().contains(typed)).toList()
                : found;
    }

    private static int partStart(String path) {
        int part = 0;
        while (part < path.length() && Character.isJavaIdentifierPart(path.charAt(part))) {
            part++;
        }
        return part;
    }

    private static boolean small(Knob knob) {
        FieldType type = knob.fieldType();
        return FieldReader.isNumber(type) || type.byteSize() <= SMALL;
    }

    private static String kind(KnobOwner owner, Knob knob, Map<String, String> present) {
        if (!small(knob)) {
            return "%s, %d bytes".formatted(knob.type(), knob.fieldType().byteSize());
        }
        String before = owner.knobs().text(knob);
        String value = present.getOrDefault(knob.name(), before);
        return switch (knob.kind()) {
            case CONSTANT -> "%s = %s, constant".formatted(knob.type(), value);
            case OPS_MEMBER -> "%s = %s, of struct sched_ext_ops".formatted(knob.type(), value);
            case VARIABLE ->
                owner.session().isPresent() && !present.containsKey(knob.name())
                        ? "%s, %s when attached".formatted(knob.type(), before)
                        : "%s = %s".formatted(knob.type(), value);
        };
    }

    /// Words of the form `KNOB=`, or behind the sign `KNOB=VALUE`, whole.
    ///
    /// @param given the words that stand there already
    /// @param fits which knobs may be set there
    public static List<Suggestion> arguments(KnobOwner owner, String typed, List<String> given, Predicate<Knob> fits) {
        int equals = typed.indexOf('=');
        if (equals >= 0) {
            String knob = typed.substring(0, equals + 1);
            return values(owner, typed.substring(0, equals)).stream()
                    .map(each -> Suggestion.of(knob + each.text(), each.kind()))
                    .toList();
        }
        Completion names = complete(owner, typed, fits);
        String kept = typed.substring(0, typed.length() - names.replaced());
        return names.suggestions().stream()
                .map(each -> Suggestion.of(open(owner, kept + each.text()), each.kind()))
                .filter(each -> given.stream().noneMatch(word -> word.startsWith(each.text())))
                .toList();
    }

    /// A knob's name with the sign that comes next: what is no number is set part by part.
    private static String open(KnobOwner owner, String path) {
        return path
                + find(owner, path)
                        .map(knob -> switch (knob.fieldType().kind()) {
                            case STRUCT, UNION -> ".";
                            case ARRAY -> knob.type().startsWith("char[") ? "=" : "[";
                            default -> "=";
                        })
                        .orElse("=");
    }

    /// Words of the form `KNOB=` for the global variables of a C text.
    ///
    /// @param given the words that stand there already
    public static List<Suggestion> argumentsOfText(String text, List<String> given) {
        return new CText(text)
                .variables().stream()
                        .map(each -> Suggestion.of(each.name() + "=", each.definition()))
                        .filter(each -> given.stream().noneMatch(word -> word.startsWith(each.text())))
                        .toList();
    }

    /// What a C text says of one of its global variables.
    public static Optional<String> explainText(String text, String name) {
        return new CText(text)
                .variable(name)
                .map(variable -> (variable.definition() + "\n  " + variable.comment()).stripTrailing());
    }

    /// Values that a knob can take: the names of its enum, true and false, else the one it has.
    static List<Suggestion> values(KnobOwner owner, String path) {
        return find(owner, path)
                .filter(KnobNames::small)
                .map(knob -> {
                    String now = owner.present(List.of(knob))
                            .getOrDefault(knob.name(), owner.knobs().text(knob));
                    FieldType type = knob.fieldType();
                    if (!type.enumNames().isEmpty()) {
                        return type.enumNames().entrySet().stream()
                                .map(each ->
                                        Suggestion.of(each.getKey(), "%s = %d".formatted(knob.type(), each.getValue())))
                                .toList();
                    }
                    return type.kind() == FieldType.Kind.BOOLEAN
                            ? Stream.of("true", "false")
                                    .map(each -> Suggestion.of(each, knob.type()))
                                    .toList()
                            : List.of(Suggestion.of(now, "%s, as it is".formatted(knob.type())));
                })
                .orElse(List.of());
    }

    private static Optional<Knob> find(KnobOwner owner, String path) {
        try {
            return owner.knobs().find(path);
        } catch (LabException leadsNowhere) {
            return Optional.empty();
        }
    }

    /// What a knob, or a part of one, is: its definition, type, and values.
    public static Optional<String> explain(KnobOwner owner, String path) {
        return find(owner, path).map(knob -> {
            List<String> lines = new ArrayList<>();
            CText text = new CText(owner.scheduler().source());
            Optional<CText.Variable> variable =
                    text.variable(path.substring(0, partStart(path))).filter(_ -> partStart(path) == path.length());
            lines.add(variable.map(CText.Variable::definition).orElse("%s %s;".formatted(knob.type(), knob.name())));
            variable.map(CText.Variable::comment)
                    .filter(comment -> !comment.isEmpty())
                    .ifPresent(comment -> lines.add("  " + comment));
            lines.add(
                    "  %s, %d bytes: %s".formatted(knob.type(), knob.fieldType().byteSize(), settable(owner, knob)));
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
        String word = open(owner, knob.name()) + "…";
        String set = "set before it is attached, %%scheduler %s %s".formatted(name, word);
        return switch (knob.kind()) {
            case CONSTANT -> "a constant of %s, %s".formatted(name, set);
            case OPS_MEMBER -> "a member of the struct sched_ext_ops of %s, %s".formatted(name, set);
            case VARIABLE -> "a variable of %s, set at any time, %%knobs %s".formatted(name, word);
        };
    }

    private static List<String> members(KnobSet knobs, Knob knob) {
        return knobs.typeOf(knob.name().substring(0, partStart(knob.name())))
                .map(root -> Explanations.shape(
                        Explanations.element(root.btf(), knob.fieldType().typeId()),
                        new MemberPaths(root.btf(), root.typeId())))
                .orElse(List.of());
    }
}
