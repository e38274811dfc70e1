package org.schedlab.notebook.c;

import java.util.List;

/// Text for a front end's tooltip: lines that are not broken again there, in the middle of a name. Stateless.
final class CLines {
    private static final int WIDTH = 76;

    private CLines() {}

    /// Adds what is said of a name; nothing if that is nothing.
    static void comment(String comment, List<String> lines) {
        if (!comment.isEmpty()) {
            broken("  " + comment, " ", "  ", lines);
        }
    }

    /// Adds a declaration, broken behind commas.
    static void declaration(String text, List<String> lines) {
        broken(text, ", ", "    ", lines);
    }

    private static void broken(String text, String separator, String indent, List<String> lines) {
        StringBuilder line = new StringBuilder();
        String[] parts = text.split("(?<=\\S" + separator + ")", -1);
        for (String part : parts) {
            if (line.length() + part.stripTrailing().length() > WIDTH
                    && !line.toString().isBlank()) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                line.append(indent);
            }
            line.append(part);
        }
        lines.add(line.toString().stripTrailing());
    }
}
