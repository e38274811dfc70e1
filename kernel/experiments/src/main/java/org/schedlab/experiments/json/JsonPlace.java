package org.schedlab.experiments.json;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import org.schedlab.vm.LabException;

/// A node of a JSON text and where it is, so that what is wrong with it can be said. Immutable.
///
/// @param path from the text's root, such as `scenario.steps[0].hold`; empty for the root
/// @param node what is there
public record JsonPlace(String path, JsonNode node) {
    /// The root of a text.
    public static JsonPlace of(JsonNode root) {
        return new JsonPlace("", root);
    }

    /// A member of it; a missing node if there is none.
    public JsonPlace member(String name) {
        return new JsonPlace(path.isEmpty() ? name : path + "." + name, node.path(name));
    }

    /// Whether there is anything.
    public boolean present() {
        return !node.isMissingNode() && !node.isNull();
    }

    /// Its elements.
    ///
    /// @throws LabException it is no array
    public List<JsonPlace> elements() {
        if (!node.isArray()) {
            throw wrong("it is not a list", "a list: […]");
        }
        return java.util.stream.IntStream.range(0, node.size())
                .mapToObj(index -> new JsonPlace(String.format(Locale.ROOT, "%s[%d]", path, index), node.path(index)))
                .toList();
    }

    /// Its text.
    ///
    /// @throws LabException it is none
    public String text() {
        if (!node.isTextual()) {
            throw wrong(shown(), "a text: \"…\"");
        }
        return node.asText();
    }

    /// Its number.
    ///
    /// @throws LabException it is none
    public double number() {
        if (!node.isNumber()) {
            throw wrong(shown(), "a number");
        }
        return node.asDouble();
    }

    /// Its whole number.
    ///
    /// @throws LabException it is none
    public long whole() {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(shown(), "a whole number");
        }
        return node.asLong();
    }

    /// Its truth value.
    ///
    /// @throws LabException it is none
    public boolean truth() {
        if (!node.isBoolean()) {
            throw wrong(shown(), "true or false");
        }
        return node.asBoolean();
    }

    /// Throws unless it is an object with no other members than these.
    public void requireMembers(List<String> known) {
        if (!node.isObject()) {
            throw wrong(shown(), "an object: {…}");
        }
        TreeSet<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        known.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw wrong("nobody knows '%s'".formatted(unknown.first()), String.join(", ", known));
        }
    }

    /// What is wrong with it.
    public LabException wrong(String found, String available) {
        return LabException.asked("'%s' cannot be read".formatted(path.isEmpty() ? "this JSON text" : path))
                .found(found)
                .available(available)
                .remedy("change it there")
                .exception();
    }

    /// The node in a few characters.
    public String shown() {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() > 60 ? text.substring(0, 57) + "…" : text;
    }
}
