package org.schedlab.lab.objects;

import java.util.ArrayList;
import java.util.List;

/// An object as aligned C: a line for each member, its type, its name and its value, nested ones in braces.
final class CText {
    private static final int STEP = 4;
    private static final int WIDEST_TYPE = 28;
    private static final int WIDEST_NAME = 28;

    private CText() {}

    /// @param head what stands before the brace
    static String of(ObjectNode node, String head) {
        List<String> lines = new ArrayList<>();
        if (node.parts().isEmpty()) {
            return head + " = " + node.value();
        }
        lines.add(head + " = {");
        parts(node, 1, lines);
        lines.add("}");
        return String.join("\n", lines);
    }

    private static void parts(ObjectNode node, int depth, List<String> lines) {
        int type = width(node, WIDEST_TYPE, true);
        int name = width(node, WIDEST_NAME, false);
        for (ObjectNode each : node.parts()) {
            String start =
                    " ".repeat(depth * STEP) + padded(each.type(), type) + " " + padded(each.name(), name) + " = ";
            if (each.name().isEmpty()) {
                lines.add(" ".repeat(depth * STEP) + each.value());
            } else if (each.parts().isEmpty()) {
                lines.add(start + each.value() + ",");
            } else {
                lines.add(start + "{");
                parts(each, depth + 1, lines);
                lines.add(" ".repeat(depth * STEP) + "},");
            }
        }
    }

    private static int width(ObjectNode node, int most, boolean type) {
        return node.parts().stream()
                .mapToInt(each -> (type ? each.type() : each.name()).length())
                .filter(length -> length <= most)
                .max()
                .orElse(0);
    }

    private static String padded(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
