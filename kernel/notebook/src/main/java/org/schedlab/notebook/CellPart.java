package org.schedlab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

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

    /// The magic that `!command` stands for.
    String SHELL_MAGIC = "bash";

    Pattern LINE = Pattern.compile("\\s*%([A-Za-z][\\w-]*(?:[\\s;].*)?)");
    Pattern CELL = Pattern.compile("\\s*%%([A-Za-z][\\w-]*(?:[\\s;].*)?)");

    Pattern FIRST_NAME = Pattern.compile("[A-Za-z_$][\\w$]*+(?![\\w.-])");
    /// A command of the host's shell: `!command`.
    Pattern SHELL = Pattern.compile("\\s*!(?!=)\\s*(\\S.*)");
    /// What follows a `!` that is Java's: a value, `(`, or a call.
    Pattern NEGATED =
            Pattern.compile("[!(]|(?:true|false)\\b|[A-Za-z_$][\\w$]*(?:\\s*\\.\\s*[A-Za-z_$][\\w$]*)*\\s*\\(");

    /// The command of a line that begins with `!`; null if the line is Java, a negation.
    ///
    /// @param java the cell's Java above it
    private static @Nullable String command(String line, String java, Predicate<String> variable) {
        Matcher shell = SHELL.matcher(line);
        if (!shell.matches() || NEGATED.matcher(shell.group(1)).lookingAt()) {
            return null;
        }
        Matcher name = FIRST_NAME.matcher(shell.group(1));
        boolean negation = name.lookingAt()
                && (variable.test(name.group())
                        || Pattern.compile("\\b" + Pattern.quote(name.group()) + "\\s*=")
                                .matcher(java)
                                .find());
        return negation ? null : shell.group(1);
    }

    /// The parts of a cell in order. A `%%` magic on the first line that is neither blank nor a
    /// comment takes the rest; a `%` line among Java is a magic unless the Java above is in the
    /// middle of a statement (then it is a remainder operator). A `!` line is a command of the host's shell
    /// where Java would not see the negation of a value there.
    ///
    /// @param unfinished whether some Java ends in the middle of a statement
    /// @param variable whether a name is that of a variable of earlier cells
    static List<CellPart> split(String cell, Predicate<String> unfinished, Predicate<String> variable) {
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
            String magic = magic(line, java.toString(), variable);
            if (magic != null && !goesOn(java.toString(), line, unfinished)) {
                addJava(parts, javaStart, java);
                javaStart = i + 1;
                parts.add(new Magic(magic, false, "", i + 1));
            } else {
                java.append(line).append('\n');
            }
        }
        addJava(parts, javaStart, java);
        return parts;
    }

    /// Whether a line goes on with the Java above it: that is unfinished, or what only the line's `;` ends.
    private static boolean goesOn(String java, String line, Predicate<String> unfinished) {
        String above = java.replaceAll("//[^\n]*", "").strip();
        boolean ended = above.isEmpty() || above.endsWith(";") || above.endsWith("}");
        return !above.isEmpty()
                && (unfinished.test(java) || (!ended && line.stripTrailing().endsWith(";")));
    }

    /// The magic's line of a line, without its percent sign; null if it is Java.
    private static @Nullable String magic(String line, String java, Predicate<String> variable) {
        Matcher one = LINE.matcher(line);
        if (one.matches()) {
            return one.group(1).strip();
        }
        String command = command(line, java, variable);
        return command == null ? null : SHELL_MAGIC + " " + command.strip();
    }

    private static void addJava(List<CellPart> parts, int linesAbove, StringBuilder java) {
        if (!java.toString().isBlank()) {
            parts.add(new Java(linesAbove, java.toString()));
        }
        java.setLength(0);
    }
}
