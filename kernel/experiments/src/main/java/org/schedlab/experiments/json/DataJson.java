package org.schedlab.experiments.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.vm.LabException;

/// Writes values that are data: records and choices among records (`{"type": "SpinWait"}`), numbers, texts,
/// enums, durations, lists, what may be absent, schedulers. The same text for equal values. [DataReader] reads them.
/// Stateless.
public final class DataJson {
    /// The member that says which of several records it is.
    static final String TYPE = "type";

    private DataJson() {}

    /// Writes a value.
    ///
    /// @throws LabException something in it is of this host only, such as a file, or is code; says what and where
    public static JsonNode write(Object value) {
        return write(value, "");
    }

    private static JsonNode write(Object value, String path) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (value) {
            case String text -> json.textNode(text);
            case Boolean truth -> json.booleanNode(truth);
            case Double number -> json.numberNode(number);
            case Integer number -> json.numberNode(number.longValue());
            case Long number -> json.numberNode(number);
            case Enum<?> constant -> json.textNode(constant.name());
            case Duration duration -> json.textNode(DurationText.of(duration));
            case Scheduler scheduler -> SchedulerJson.write(scheduler);
            case List<?> many -> {
                ArrayNode list = json.arrayNode();
                for (int index = 0; index < many.size(); index++) {
                    list.add(write(many.get(index), path + "[" + index + "]"));
                }
                yield list;
            }
            case Record data -> record(data, path);
            default -> throw notData(value, path);
        };
    }

    private static ObjectNode record(Record data, String path) {
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        if (isChoice(data.getClass())) {
            written.put(TYPE, data.getClass().getSimpleName());
        }
        for (RecordComponent component : data.getClass().getRecordComponents()) {
            Object value = value(component, data);
            String place = path.isEmpty() ? component.getName() : path + "." + component.getName();
            Optional<?> present = switch (value) {
                case Optional<?> maybe -> maybe;
                case OptionalInt maybe -> maybe.isPresent() ? Optional.of(maybe.getAsInt()) : Optional.empty();
                default -> Optional.of(value);
            };
            present.ifPresent(it -> written.set(component.getName(), write(it, place)));
        }
        return written;
    }

    /// Whether a record is one of those that a sealed interface permits.
    static boolean isChoice(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    }

    static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static LabException notData(Object value, String path) {
        return LabException.asked("'%s' cannot be written down for other hosts".formatted(path))
                .found(
                        value instanceof Path file
                                ? "%s is a file of this host".formatted(file)
                                : "%s is not data".formatted(value.getClass().getSimpleName()))
                .available("numbers, texts, durations, workers of schedlab's own kinds, cgroups, schedulers by C text")
                .remedy("leave it out, or run the experiment here: run()")
                .exception();
    }
}
