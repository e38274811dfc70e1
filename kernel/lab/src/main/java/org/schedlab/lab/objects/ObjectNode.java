package org.schedlab.lab.objects;

import java.util.List;

/// A value of the kernel with what it is made of. A value.
///
/// @param name of the member, `[3]` for an element; empty for the object itself
/// @param type in C
/// @param value as C has it, short; empty for what is told by its parts alone
/// @param parts members or elements
public record ObjectNode(String name, String type, String value, List<ObjectNode> parts) {
    public ObjectNode {
        parts = List.copyOf(parts);
    }

    static ObjectNode leaf(String name, String type, String value) {
        return new ObjectNode(name, type, value, List.of());
    }
}
