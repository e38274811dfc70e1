package org.schedlab.kernel.jupyter;

import java.util.List;
import java.util.stream.Stream;

import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.jspecify.annotations.Nullable;
import org.schedlab.kernel.jupyter.cells.JavaCells;
import org.schedlab.kernel.jupyter.cells.Suggestions;
import org.schedlab.kernel.jupyter.magics.Magic;
import org.schedlab.kernel.jupyter.magics.MagicUsage;
import org.schedlab.kernel.jupyter.magics.Magics;

/// Helps with a cell that is being typed: completion, inspection, and whether it can run. Positions are Java
/// string indexes. Thread-safe, works while a cell runs.
final class Assistance {
    private final JavaCells java;
    private final Magics magics;

    Assistance(JavaCells java, Magics magics) {
        this.java = java;
        this.magics = magics;
    }

    Suggestions complete(String cell, int cursor) {
        int lineStart = cell.lastIndexOf('\n', cursor - 1) + 1;
        String line = cell.substring(lineStart, cursor);
        String typed = line.stripLeading();
        if (typed.startsWith("%")) {
            return completeMagic(typed, cursor);
        }
        if (insideCellMagic(cell)) {
            return new Suggestions(List.of(), cursor, cursor);
        }
        return java.complete(withoutMagics(cell), cursor);
    }

    private Suggestions completeMagic(String typed, int cursor) {
        boolean cell = typed.startsWith("%%");
        String line = typed.substring(cell ? 2 : 1);
        String name = Magics.name(line);
        if (name.length() == line.length()) {
            return filtered(magics.names(cell).stream(), name, cursor);
        }
        Magic magic = magics.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        if (magic == null) {
            return new Suggestions(List.of(), cursor, cursor);
        }
        String word = line.substring(line.lastIndexOf(' ') + 1);
        if (word.startsWith("-")) {
            return filtered(magic.options().stream().map(option -> "--" + option.name()), word, cursor);
        }
        String before = line.substring(0, line.length() - word.length()).stripTrailing();
        String option = before.substring(before.lastIndexOf(' ') + 1);
        boolean value = option.startsWith("--")
                && magic.options().stream()
                        .anyMatch(each -> option.equals("--" + each.name())
                                && !each.value().isEmpty());
        return filtered(magic.suggestions(value ? option.substring(2) : "").stream(), word, cursor);
    }

    private static Suggestions filtered(Stream<String> all, String prefix, int cursor) {
        List<String> texts =
                all.filter(each -> each.startsWith(prefix)).sorted().distinct().toList();
        return new Suggestions(texts, cursor - prefix.length(), cursor);
    }

    /// What is at the cursor, or null.
    @Nullable
    String inspect(String cell, int cursor) {
        int lineStart = cell.lastIndexOf('\n', Math.max(0, cursor - 1)) + 1;
        int end = cell.indexOf('\n', cursor);
        String line = cell.substring(lineStart, end < 0 ? cell.length() : end).strip();
        if (line.startsWith("%")) {
            String name = Magics.name(line.replaceFirst("^%%?", "")).replaceFirst("[?]+$", "");
            return magics.all().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .map(MagicUsage::full)
                    .orElse(null);
        }
        return insideCellMagic(cell) ? null : java.inspect(withoutMagics(cell), cursor);
    }

    Completeness completeness(String cell) {
        List<CellPart> parts = CellPart.split(cell, java::unfinished);
        if (parts.isEmpty()) {
            return Completeness.COMPLETE;
        }
        return switch (parts.getLast()) {
            case CellPart.Magic magic
            when magic.cell() -> bodyEnded(cell, magic) ? Completeness.COMPLETE : Completeness.DEFINITELY_INCOMPLETE;
            case CellPart.Magic _ -> Completeness.COMPLETE;
            case CellPart.Java code -> java.completeness(code.text());
        };
    }

    /// In a console a cell magic's body ends with an empty line.
    private boolean bodyEnded(String cell, CellPart.Magic magic) {
        boolean takesBody = magics.names(true).contains(Magics.name(magic.line()));
        return !takesBody || (!magic.body().isBlank() && cell.endsWith("\n\n"));
    }

    private boolean insideCellMagic(String cell) {
        List<CellPart> parts = CellPart.split(cell, java -> false);
        return !parts.isEmpty()
                && parts.getFirst() instanceof CellPart.Magic magic
                && magic.cell()
                && !magic.line().startsWith("time");
    }

    /// The cell with its magics' lines blanked, so that positions stay.
    private static String withoutMagics(String cell) {
        StringBuilder java = new StringBuilder();
        for (String line : cell.split("\n", -1)) {
            boolean magic = CellPart.LINE.matcher(line).matches()
                    || CellPart.CELL.matcher(line).matches();
            java.append(magic ? " ".repeat(line.length()) : line).append('\n');
        }
        return java.substring(0, cell.length());
    }
}
