package org.schedlab.mcp.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON schema of what a tool takes: an object with these members and no others. Not thread-safe; each
/// method gives this.
public final class Schema {
    private final Map<String, Object> members = new LinkedHashMap<>();
    private final List<String> required = new ArrayList<>();

    /// Nothing.
    static Schema none() {
        return new Schema();
    }

    /// A text that must be given.
    Schema text(String name, String description) {
        required.add(name);
        return textIf(name, description);
    }

    /// A text that may be given.
    Schema textIf(String name, String description) {
        return member(name, Map.of("type", "string", "description", description));
    }

    /// One of some texts, which may be given.
    Schema choiceIf(String name, List<String> choices, String description) {
        return member(name, Map.of("type", "string", "enum", choices, "description", description));
    }

    /// A whole number that must be given.
    Schema whole(String name, long least, long most, String description) {
        required.add(name);
        return wholeIf(name, least, most, description);
    }

    /// A whole number that may be given.
    Schema wholeIf(String name, long least, long most, String description) {
        return member(name, Map.of("type", "integer", "minimum", least, "maximum", most, "description", description));
    }

    /// A number that must be given.
    Schema number(String name, double least, double most, String description) {
        required.add(name);
        return numberIf(name, least, most, description);
    }

    /// A number that may be given.
    Schema numberIf(String name, double least, double most, String description) {
        return member(name, Map.of("type", "number", "minimum", least, "maximum", most, "description", description));
    }

    /// A truth that may be given.
    Schema flagIf(String name, String description) {
        return member(name, Map.of("type", "boolean", "description", description));
    }

    /// A number, a text or a truth that must be given.
    Schema value(String name, String description) {
        required.add(name);
        return member(name, Map.of("type", List.of("integer", "string", "boolean"), "description", description));
    }

    /// Values by name, which may be given.
    Schema valuesIf(String name, String description) {
        return member(
                name,
                Map.of(
                        "type",
                        "object",
                        "additionalProperties",
                        Map.of("type", List.of("integer", "string", "boolean")),
                        "description",
                        description));
    }

    /// Whole numbers that may be given.
    Schema wholesIf(String name, String description) {
        return member(
                name,
                Map.of("type", "array", "items", Map.of("type", "integer", "minimum", 0), "description", description));
    }

    /// Texts, some at least.
    Schema texts(String name, int least, String description) {
        required.add(name);
        return member(
                name,
                Map.of(
                        "type",
                        "array",
                        "items",
                        Map.of("type", "string"),
                        "minItems",
                        least,
                        "description",
                        description));
    }

    /// Objects, one at least.
    Schema objects(String name, Schema each, String description) {
        required.add(name);
        return member(name, Map.of("type", "array", "items", each.map(), "minItems", 1, "description", description));
    }

    /// How many rows are shown.
    Schema limit(int usual) {
        return wholeIf("limit", 1, 10_000, "how many rows are shown at most; " + usual + " without this");
    }

    private Schema member(String name, Map<String, Object> schema) {
        members.put(name, schema);
        return this;
    }

    /// As JSON schema.
    public Map<String, Object> map() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", "object");
        all.put("properties", members);
        all.put("required", required);
        all.put("additionalProperties", false);
        return all;
    }
}
