package org.schedlab.experiments.json;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.schedlab.guest.work.Policy;
import org.schedlab.guest.work.Work;
import org.schedlab.guest.work.WorkerSpec;
import org.schedlab.lab.scenario.Backdrop;
import org.schedlab.lab.scenario.Hold;
import org.schedlab.lab.scenario.Scenario;
import org.schedlab.lab.scenario.Step;

/// What a person may leave out or write shorter. Stateless.
final class UsualValues {
    private UsualValues() {}

    /// The value of a record's component that is not there; empty if it has to be.
    ///
    /// @param read the components that are there
    static Optional<Object> of(Class<?> type, RecordComponent component, Map<String, Object> read) {
        Optional<Record> usual = switch (type.getSimpleName()) {
            case "WorkerSpec" ->
                read.get("work") instanceof Work work
                        ? Optional.of(WorkerSpec.of(work, (Integer) read.getOrDefault("count", work.groupSize())))
                        : Optional.empty();
            case "Scenario" -> Optional.of(Scenario.of());
            case "Step" -> Optional.of(Step.of());
            case "Backdrop" -> Optional.of(Backdrop.none());
            case "Policy" -> Optional.of(Policy.NORMAL);
            default -> Optional.empty();
        };
        return usual.map(each -> DataJson.value(component, each));
    }

    /// A choice that is written as one text which is not its name.
    static Optional<Object> shorter(JsonPlace place, Class<?> type) {
        if (type == Hold.class && place.node().isTextual()) {
            Optional<Duration> duration = DurationText.parse(place.text());
            return duration.map(Hold::of);
        }
        return Optional.empty();
    }
}
