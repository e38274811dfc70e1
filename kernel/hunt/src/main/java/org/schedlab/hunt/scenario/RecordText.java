package org.schedlab.hunt.scenario;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Records as Java that makes them. Stateless.
final class RecordText {
    private RecordText() {}

    /// Such as `new Sleep(Duration.ofMillis(1))`.
    static String of(Object data) {
        return "new %s(%s)"
                .formatted(
                        data.getClass().getSimpleName(),
                        Arrays.stream(data.getClass().getRecordComponents())
                                .map(component -> part(component, data))
                                .collect(Collectors.joining(", ")));
    }

    private static String part(RecordComponent component, Object data) {
        try {
            return component.getAccessor().invoke(data) instanceof Duration time
                    ? NotebookJava.duration(time)
                    : String.valueOf(component.getAccessor().invoke(data));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
