package org.schedlab.experiments.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.schedlab.guest.scheduler.Scheduler;
import org.schedlab.guest.scheduler.SchedulerObject;
import org.schedlab.vm.LabException;

/// Reads what [DataJson] writes, and what a person writes: what has a usual value may be left out, a choice without
/// members may be its name alone, a hold may be a duration. Stateless.
public final class DataReader {
    private DataReader() {}

    /// Reads a value.
    ///
    /// @throws LabException says where what is wrong, and what could be there
    public static <T> T read(JsonPlace place, Class<T> type) {
        return type.cast(value(place, type));
    }

    private static Object value(JsonPlace place, Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic(place, generic);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == int.class || raw == Integer.class) {
            return Math.toIntExact(place.whole());
        } else if (raw == long.class || raw == Long.class) {
            return place.whole();
        } else if (raw == double.class || raw == Double.class) {
            return place.number();
        } else if (raw == boolean.class || raw == Boolean.class) {
            return place.truth();
        } else if (raw == String.class) {
            return place.text();
        } else if (raw == Duration.class) {
            return DurationText.parse(place.text())
                    .orElseThrow(() -> place.wrong(place.shown(), "durations: 300ms, 1.5s, 20us"));
        } else if (raw == OptionalInt.class) {
            return place.present() ? OptionalInt.of(Math.toIntExact(place.whole())) : OptionalInt.empty();
        } else if (raw == SchedulerObject.class) {
            return SchedulerJson.readObject(place);
        } else if (raw == Scheduler.class) {
            return SchedulerJson.read(place);
        } else if (raw.isEnum()) {
            return constant(place, raw);
        } else if (raw.isSealed()) {
            return choice(place, raw);
        } else if (raw.isRecord()) {
            return record(place, raw);
        }
        throw place.wrong("a %s is not data".formatted(raw.getSimpleName()), "");
    }

    private static Object generic(JsonPlace place, ParameterizedType type) {
        Type element = type.getActualTypeArguments()[0];
        if (type.getRawType() == Optional.class) {
            return place.present() ? Optional.of(value(place, element)) : Optional.empty();
        }
        if (!place.present()) {
            return List.of();
        }
        return place.elements().stream().map(each -> value(each, element)).toList();
    }

    private static Object constant(JsonPlace place, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> ((Enum<?>) each).name().equals(place.text()))
                .findFirst()
                .orElseThrow(() -> place.wrong(
                        place.shown(),
                        Arrays.stream(type.getEnumConstants())
                                .map(each -> ((Enum<?>) each).name())
                                .collect(Collectors.joining(", "))));
    }

    private static Object choice(JsonPlace place, Class<?> type) {
        Optional<Object> shorter = UsualValues.shorter(place, type);
        if (shorter.isPresent()) {
            return shorter.get();
        }
        JsonPlace name = place.node().isTextual() ? place : place.member(DataJson.TYPE);
        Map<String, Class<?>> choices = choices(type)
                .collect(Collectors.toMap(Class::getSimpleName, each -> each, (one, _) -> one, LinkedHashMap::new));
        Class<?> chosen = name.present() ? choices.get(name.text()) : null;
        if (chosen == null) {
            throw place.wrong(place.shown(), "\"type\": " + String.join(", ", choices.keySet()));
        }
        return record(place, chosen);
    }

    private static Stream<Class<?>> choices(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(each -> each.isSealed() ? choices(each) : Stream.of(each));
    }

    private static Object record(JsonPlace place, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (!place.node().isTextual()) {
            List<String> known = new ArrayList<>();
            if (DataJson.isChoice(type)) {
                known.add(DataJson.TYPE);
            }
            Arrays.stream(components).map(RecordComponent::getName).forEach(known::add);
            place.requireMembers(known);
        }
        Map<String, Object> read = new LinkedHashMap<>();
        for (RecordComponent component : components) {
            JsonPlace member = place.member(component.getName());
            if (member.present() || isMaybe(component)) {
                read.put(component.getName(), value(member, component.getGenericType()));
            }
        }
        for (RecordComponent component : components) {
            if (!read.containsKey(component.getName())) {
                read.put(
                        component.getName(),
                        UsualValues.of(type, component, read)
                                .orElseThrow(() ->
                                        place.member(component.getName()).wrong("it is missing", "a value for it")));
            }
        }
        return make(place, type, components, read);
    }

    private static boolean isMaybe(RecordComponent component) {
        return component.getType() == Optional.class
                || component.getType() == OptionalInt.class
                || component.getType() == List.class;
    }

    private static Object make(
            JsonPlace place, Class<?> type, RecordComponent[] components, Map<String, Object> values) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(Arrays.stream(components)
                    .map(each -> values.get(each.getName()))
                    .toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof LabException told) {
                throw new LabException("'%s': %s".formatted(place.path(), told.getMessage()), told);
            }
            throw place.wrong(String.valueOf(e.getCause()), "");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }
}
