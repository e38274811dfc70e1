package org.schedlab.lab.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.schedlab.vm.UnknownNameException;

/// What a scheduler's program said of itself at one instant. A value.
///
/// @param guestTimeNanos when the answer was there: the guest's CLOCK_MONOTONIC in ns
/// @param connectedAnew whether the server was called for this question, so that what it counts from answer to answer
///     begins here
/// @param statistics in the server's order
public record StatsAnswer(long guestTimeNanos, boolean connectedAnew, List<Statistic> statistics) {
    public StatsAnswer {
        statistics = List.copyOf(statistics);
    }

    static StatsAnswer of(
            long guestTimeNanos, boolean connectedAnew, JsonNode answer, String target, StatsDescriptions described) {
        List<Statistic> statistics = new ArrayList<>();
        collect(
                "",
                answer,
                new StatsDescriptions.Field(
                        "", described.structureOf(target, answer).orElse(null), ""),
                described,
                statistics);
        return new StatsAnswer(guestTimeNanos, connectedAnew, statistics);
    }

    private static void collect(
            String path,
            JsonNode node,
            StatsDescriptions.Field field,
            StatsDescriptions described,
            List<Statistic> statistics) {
        if (node.isObject() && field.structure() != null && isMadeOf(field.structure(), node)) {
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                String below = path.isEmpty() ? each.getKey() : path + "." + each.getKey();
                StatsDescriptions.Field known = described.field(field.structure(), each.getKey());
                collect(below, each.getValue(), known, described, statistics);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                String below = path.isEmpty() ? each.getKey() : "%s[%s]".formatted(path, each.getKey());
                collect(below, each.getValue(), field, described, statistics);
            }
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                collect(path + "[" + index + "]", node.get(index), field, described, statistics);
            }
        } else {
            String kind = field.kind().isEmpty() ? kind(node) : field.kind();
            statistics.add(new Statistic(path, kind, node.asText(), field.meaning()));
        }
    }

    /// An object is a structure, or values by name of which each is one.
    private static boolean isMadeOf(@Nullable JsonNode structure, JsonNode node) {
        return structure != null
                && node.properties().stream()
                        .allMatch(each -> structure.path("fields").has(each.getKey()));
    }

    private static String kind(JsonNode value) {
        return value.isTextual() ? "string" : value.isIntegralNumber() ? "integer" : value.isNumber() ? "float" : "";
    }

    StatsAnswer connectedNow() {
        return new StatsAnswer(guestTimeNanos, true, statistics);
    }

    Optional<Statistic> find(String path) {
        return statistics.stream().filter(each -> each.path().equals(path)).findFirst();
    }

    /// One of the statistics.
    ///
    /// @throws UnknownNameException there is none of this name; with those there are
    public Statistic statistic(String path) {
        return find(path)
                .orElseThrow(() -> UnknownNameException.amongFew(
                        "the scheduler tells no statistic '%s'".formatted(path),
                        path,
                        statistics.stream().map(Statistic::path).toList()));
    }
}
