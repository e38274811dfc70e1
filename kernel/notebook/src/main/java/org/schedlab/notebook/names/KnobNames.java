package org.schedlab.notebook.names;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.schedlab.guest.scheduler.Knob;
import org.schedlab.notebook.cells.Suggestion;
import org.schedlab.notebook.names.CallHelp.Completion;
import org.schedlab.vm.LabException;
import org.schedlab.vm.btf.FieldType;
import org.schedlab.vm.memory.FieldReader;

/// Names of knobs, of their parts and of the values they take. Stateless.
public final class KnobNames {
    private static final int SMALL = 64;

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

    static int partStart(String path) {
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
            return "%s, %s"
                    .formatted(knob.type(), MemberPaths.bytes(knob.fieldType().byteSize()));
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

    /// A knob's name with the sign that comes next: what is not a number is set part by part.
    static String open(KnobOwner owner, String path) {
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

    /// Values that a knob can take: the names of its enum, true and false, else the one it has.
    static List<Suggestion> values(KnobOwner owner, String path) {
        return find(owner, path)
                .filter(knob -> FieldReader.isNumber(knob.fieldType()))
                .map(knob -> values(owner, knob))
                .orElse(List.of());
    }

    private static List<Suggestion> values(KnobOwner owner, Knob knob) {
        FieldType type = knob.fieldType();
        if (!type.enumNames().isEmpty()) {
            return type.enumNames().entrySet().stream()
                    .map(each -> Suggestion.of(
                            each.getKey(), String.format(Locale.ROOT, "%s = %d", knob.type(), each.getValue())))
                    .toList();
        }
        if (type.kind() == FieldType.Kind.BOOLEAN) {
            return List.of(Suggestion.of("true", knob.type()), Suggestion.of("false", knob.type()));
        }
        String present = owner.present(List.of(knob)).get(knob.name());
        return List.of(
                present == null
                        ? Suggestion.of(owner.knobs().text(knob), knob.type() + ", its value when attached")
                        : Suggestion.of(present, knob.type() + ", its value now"));
    }

    static Optional<Knob> find(KnobOwner owner, String path) {
        try {
            return owner.knobs().find(path);
        } catch (LabException leadsNowhere) {
            return Optional.empty();
        }
    }
}
