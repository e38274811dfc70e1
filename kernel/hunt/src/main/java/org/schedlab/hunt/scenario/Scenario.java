package org.schedlab.hunt.scenario;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.schedlab.experiments.json.DataJson;
import org.schedlab.experiments.json.DataReader;
import org.schedlab.experiments.json.JsonPlace;
import org.schedlab.vm.LabException;
import org.schedlab.vm.Sha256;

/// What is done to a machine in which a scheduler is in charge: cgroups are made, steps follow each other, and then the
/// guest runs on for a while. Immutable; equal scenarios have equal JSON.
///
/// @param topology such as `1n1l2c1t`
/// @param groups made first
/// @param steps in order
/// @param hold guest time after the last step
public record Scenario(String topology, List<Group> groups, List<Timed> steps, Duration hold) {
    private static final JsonMapper JSON = new JsonMapper();

    public Scenario {
        groups = List.copyOf(groups);
        steps = List.copyOf(steps);
    }

    /// The same with other steps.
    public Scenario withSteps(List<Timed> others) {
        return new Scenario(topology, groups, others, hold);
    }

    /// The same with other cgroups.
    public Scenario withGroups(List<Group> others) {
        return new Scenario(topology, others, steps, hold);
    }

    /// The same on another topology.
    public Scenario withTopology(String other) {
        return new Scenario(other, groups, steps, hold);
    }

    /// The same with another hold.
    public Scenario withHold(Duration other) {
        return new Scenario(topology, groups, steps, other);
    }

    /// How many workers it spawns.
    public int workers() {
        return steps.stream()
                .map(Timed::step)
                .mapToInt(step ->
                        step instanceof Step.Spawn spawn ? spawn.workers().count() : 0)
                .sum();
    }

    /// Guest time that its gaps and its hold take; the steps themselves come on top.
    public Duration guestTime() {
        return steps.stream().map(Timed::after).reduce(hold, Duration::plus);
    }

    /// As JSON, one line.
    public String json() {
        return DataJson.write(this).toString();
    }

    /// Reads what [#json()] has written.
    ///
    /// @throws LabException it is no such text; says where
    public static Scenario read(String json) {
        try {
            return read(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw LabException.asked("a scenario cannot be read")
                    .found("the text is not JSON: " + e.getOriginalMessage())
                    .remedy("give the text that a hunt has written")
                    .exception();
        }
    }

    /// Reads a node of such a text.
    public static Scenario read(JsonNode node) {
        return DataReader.read(JsonPlace.of(node), Scenario.class);
    }

    /// A short name by its content, equal for equal scenarios.
    public String id() {
        return Sha256.of(json().getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }

    /// What it does, a line for each step.
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s%s%n%s%n  then %s",
                topology,
                groups.isEmpty()
                        ? ""
                        : groups.stream()
                                .map(each -> String.format(Locale.ROOT, "%s (weight %d)", each.name(), each.weight()))
                                .collect(Collectors.joining(", ", ", cgroups ", "")),
                steps.stream()
                        .map(each -> "  after %s  %s"
                                .formatted(millis(each.after()), each.step().text()))
                        .collect(Collectors.joining(System.lineSeparator())),
                millis(hold));
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%d ms", time.toMillis());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d steps, %d workers on %s", steps.size(), workers(), topology);
    }
}
