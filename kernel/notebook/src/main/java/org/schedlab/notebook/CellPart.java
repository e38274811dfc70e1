package org.schedlab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A part of a cell: some Java, or one magic.
sealed interface CellPart {
    /// Java of the cell.
    ///
    /// @param linesAbove the cell's lines above the text
    record Java(int linesAbove, String text) implements CellPart {}

    /// A magic of the cell.
    ///
    /// @param line the magic's line without its percent signs
    /// @param cell whether it is `%%`, with the rest of the cell as body
    /// @param number the cell's line, from 1, on which the magic stands
    record Magic(String line, boolean cell, String body, int number) implements CellPart {}

    Pattern LINE = Pattern.compile("\\s*%([A-Za-z][\\w-]*(?:\\s.*)?)");
    Pattern CELL = Pattern.compile("\\s*%%([A-Za-z][\\w-]*(?:\\s.*)?)");

    /// The parts of a cell in order. A `%%` magic on the first line that is neither blank nor a
    /// comment takes the rest; a `%` line among Java is a magic unless the Java above is in the
    /// middle of a statement (then it is a remainder operator).
    ///
    /// @param unfinished whether some Java ends in the middle of a statement
    static List<CellPart> split(String cell, Predicate<String> unfinished) {
        List<String> lines = cell.lines().toList();
        List<CellPart> parts = new ArrayList<>();
        StringBuilder java = new StringBuilder();
        int javaStart = 0;
        boolean onlyComments = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher whole = CELL.matcher(line);
            if (onlyComments && whole.matches()) {
                String body = String.join("\n", lines.subList(i + 1, lines.size()));
                return List.of(new Magic(whole.group(1).strip(), true, body, i + 1));
            }
            onlyComments &= line.isBlank() || line.strip().startsWith("//");
            Matcher one = LINE.matcher(line);
            if (one.matches() && !(java.indexOf("\n") >= 0 && unfinished.test(java.toString()))) {
                addJava(parts, javaStart, java);
                javaStart = i + 1;
                parts.add(new Magic(one.group(1).strip(), false, "", i + 1));
            } else {
                java.append(line).append('\n');
            }
        }
        addJava(parts, javaStart, java);
        return parts;
    }

    private static void addJava(List<CellPart> parts, int linesAbove, StringBuilder java) {
        if (!java.toString().isBlank()) {
            parts.add(new Java(linesAbove, java.toString()));
        }
        java.setLength(0);
    }
}
