package org.schedlab.mcp.tools;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.schedlab.vm.LabException;

/// What a tool was given; the schema was looked after before, so that a wrong type here is the tool's mistake
/// or a client's that is very sure of itself. Immutable.
///
/// @param tool who is called
/// @param values by name
public record Arguments(String tool, Map<String, Object> values) {
    String text(String name) {
        return textIf(name).orElseThrow(() -> wrong(name, "a text is needed"));
    }

    Optional<String> textIf(String name) {
        return Optional.ofNullable(values.get(name)).map(Object::toString).filter(text -> !text.isBlank());
    }

    long whole(String name, long usual) {
        return values.get(name) instanceof Number number ? number.longValue() : usual;
    }

    long whole(String name) {
        if (values.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw wrong(name, "a whole number is needed");
    }

    Optional<Number> numberIf(String name) {
        return values.get(name) instanceof Number number ? Optional.of(number) : Optional.empty();
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    Object value(String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow(() -> wrong(name, "a value is needed"));
    }

    /// Milliseconds of guest time, with parts of one.
    Duration millis(String name) {
        return numberIf(name)
                .map(Arguments::ofMillis)
                .orElseThrow(() -> wrong(name, "a number of milliseconds is needed"));
    }

    Duration millis(String name, Duration usual) {
        return numberIf(name).map(Arguments::ofMillis).orElse(usual);
    }

    private static Duration ofMillis(Number millis) {
        return Duration.ofNanos(Math.round(millis.doubleValue() * 1_000_000));
    }

    Duration micros(String name, Duration usual) {
        return numberIf(name)
                .map(micros -> Duration.ofNanos(Math.round(micros.doubleValue() * 1_000)))
                .orElse(usual);
    }

    Map<String, Object> map(String name) {
        return values.get(name) instanceof Map<?, ?> map ? strings(map) : Map.of();
    }

    List<Object> list(String name) {
        return values.get(name) instanceof List<?> list ? List.copyOf(list) : List.of();
    }

    List<String> texts(String name) {
        return list(name).stream().map(Object::toString).toList();
    }

    /// The members of objects, one after the other.
    List<Arguments> objects(String name) {
        return list(name).stream()
                .map(each -> each instanceof Map<?, ?> map ? strings(map) : Map.<String, Object>of())
                .map(each -> new Arguments(tool, each))
                .toList();
    }

    private static Map<String, Object> strings(Map<?, ?> map) {
        Map<String, Object> strings = new java.util.LinkedHashMap<>();
        map.forEach((name, value) -> strings.put(String.valueOf(name), value));
        return strings;
    }

    int limit(int usual) {
        return Math.toIntExact(whole("limit", usual));
    }

    private LabException wrong(String name, String needed) {
        return LabException.asked("%s was called with a wrong '%s'".formatted(tool, name))
                .found(values.containsKey(name) ? String.valueOf(values.get(name)) : "it was left out")
                .remedy(needed + "; tools/list has the schema")
                .exception();
    }
}
