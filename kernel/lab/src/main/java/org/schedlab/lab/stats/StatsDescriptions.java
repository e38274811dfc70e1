package org.schedlab.lab.stats;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What a server says of its statistics, the answer to `stats_meta` (scx project, rust/scx_stats/src/stats.rs 1.1): for
/// each structure its fields, and of a field whether it is one value (`datum`), a list of them (`array`) or values by
/// name (`dict`), of which kind, and what it means (`desc`).
record StatsDescriptions(JsonNode structures) {

    /// What is known of a field.
    ///
    /// @param kind of its values, with those of a list or by name taken one by one
    /// @param structure what the values are made of; null when they are plain
    record Field(String kind, @Nullable JsonNode structure, String meaning) {
        static final Field UNKNOWN = new Field("", null, "");
    }

    /// The structure that an answer has: for `top` the one that says so, else one that has these fields.
    Optional<JsonNode> structureOf(String target, JsonNode answer) {
        Set<String> fields = new HashSet<>();
        answer.fieldNames().forEachRemaining(fields::add);
        Optional<JsonNode> alike = Optional.empty();
        for (JsonNode each : structures) {
            if (target.equals("top") && each.has("top")) {
                return Optional.of(each);
            }
            if (alike.isEmpty() && names(each).equals(fields)) {
                alike = Optional.of(each);
            }
        }
        return alike;
    }

    private static Set<String> names(JsonNode structure) {
        Set<String> names = new HashSet<>();
        Iterator<String> each = structure.path("fields").fieldNames();
        each.forEachRemaining(names::add);
        return names;
    }

    Field field(@Nullable JsonNode structure, String name) {
        JsonNode field = structure == null ? null : structure.path("fields").get(name);
        if (field == null) {
            return Field.UNKNOWN;
        }
        JsonNode kind = field.has("datum")
                ? field.get("datum")
                : field.has("array") ? field.get("array") : field.path("dict").path("datum");
        JsonNode made = kind.has("struct") ? structures.get(kind.get("struct").asText()) : null;
        return new Field(
                kind.isTextual() ? kind.asText() : "", made, field.path("desc").asText(""));
    }
}
