package org.schedlab.lab.recorder;

import java.util.function.Consumer;

/// Gives all events of an interval, in the order in which they came, each time it is asked.
@FunctionalInterface
public interface EventSource {
    void forEach(Consumer<? super SchedEvent> consumer);
}
