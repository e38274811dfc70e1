package org.schedlab.kernel.jupyter;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.jspecify.annotations.Nullable;
import org.schedlab.kernel.jupyter.cells.JavaCells;
import org.schedlab.kernel.jupyter.cells.Suggestion;
import org.schedlab.kernel.jupyter.cells.Suggestions;
import org.schedlab.kernel.jupyter.magics.Magic;
import org.schedlab.kernel.jupyter.magics.MagicUsage;
import org.schedlab.kernel.jupyter.magics.Magics;
import org.schedlab.kernel.jupyter.names.CallAtCursor;
import org.schedlab.kernel.jupyter.names.CallHelp;

/// Helps with a cell that is being typed: completion, inspection, and whether it can run. Positions
/// are Java string indexes. Thread-safe, works while a cell runs.
final class Assistance {
    private static final String JAVA_BODY = "time";

    private final JavaCells java;
    private final Magics magics;
    private final CallHelp calls;

    Assistance(JavaCells java, Magics magics, CallHelp calls) {
        this.java = java;
        this.magics = magics;
        this.calls = calls;
    }

    Suggestions complete(String cell, int cursor) {
        int lineStart = cell.lastIndexOf('\n', cursor - 1) + 1;
        String line = cell.substring(lineStart, cursor);
        String typed = line.stripLeading();
        if (typed.startsWith("%")) {
            return completeMagic(typed, cursor);
        }
        if (insideCellMagic(cell)) {
            return Suggestions.none(cursor);
        }
        return completeJava(withoutMagics(cell), cursor);
    }

    private Suggestions completeJava(String text, int cursor) {
        Optional<CallAtCursor> call = CallAtCursor.find(text, cursor);
        Optional<CallHelp.Completion> inCall = call.flatMap(found -> calls.complete(found, java::variable));
        boolean inText = call.map(CallAtCursor::inText).orElse(false);
        boolean typing = call.map(found -> !found.typed().isEmpty()).orElse(false);
        if (inCall.isPresent() && (inText || typing)) {
            CallHelp.Completion known = inCall.get();
            return new Suggestions(known.suggestions(), cursor - known.replaced(), cursor);
        }
        Suggestions ofJava = inText ? Suggestions.none(cursor) : java.complete(text, cursor);
        return inCall.map(known -> ofJava.with(known.suggestions())).orElse(ofJava);
    }

    private Suggestions completeMagic(String typed, int cursor) {
        boolean cell = typed.startsWith("%%");
        String line = typed.substring(cell ? 2 : 1);
        String name = Magics.name(line);
        if (name.length() == line.length()) {
            return filtered(magics.names(cell).stream(), name, "magic", cursor);
        }
        Magic magic = magics.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
        if (magic == null) {
            return Suggestions.none(cursor);
        }
        String word = line.substring(line.lastIndexOf(' ') + 1);
        if (word.startsWith("-")) {
            return filtered(magic.options().stream().map(option -> "--" + option.name()), word, "option", cursor);
        }
        String before = line.substring(0, line.length() - word.length()).stripTrailing();
        String option = before.substring(before.lastIndexOf(' ') + 1);
        boolean value = option.startsWith("--")
                && magic.options().stream()
                        .anyMatch(each -> option.equals("--" + each.name())
                                && !each.value().isEmpty());
        return filtered(
                magic.suggestions(value ? option.substring(2) : "").stream(), word, value ? option : "", cursor);
    }

    private static Suggestions filtered(Stream<String> all, String prefix, String kind, int cursor) {
        List<Suggestion> found = all.filter(each -> each.startsWith(prefix))
                .sorted()
                .distinct()
                .map(each -> Suggestion.of(each, kind))
                .toList();
        return new Suggestions(found, cursor - prefix.length(), cursor);
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
        return insideCellMagic(cell) ? null : inspectJava(withoutMagics(cell), cursor);
    }

    private @Nullable String inspectJava(String text, int cursor) {
        int end = cursor;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        Optional<CallAtCursor> inText = CallAtCursor.find(text, end).filter(CallAtCursor::inText);
        return inText.isPresent()
                ? calls.inspect(inText.get(), java::variable).orElse(null)
                : java.inspect(text, cursor);
    }

    Completeness completeness(String cell) {
        List<CellPart> parts = CellPart.split(cell, java::unfinished);
        if (parts.isEmpty()) {
            return Completeness.COMPLETE;
        }
        return switch (parts.getLast()) {
            case CellPart.Magic magic when magic.cell() -> ofCellMagic(cell, magic);
            case CellPart.Magic _ -> Completeness.COMPLETE;
            case CellPart.Java code -> java.completeness(code.text());
        };
    }

    /// Java below `%%time` ends as Java does. Other bodies, such as C, end in a console with an empty
    /// line outside of brackets.
    private Completeness ofCellMagic(String cell, CellPart.Magic magic) {
        String name = Magics.name(magic.line());
        if (!magics.names(true).contains(name)) {
            return Completeness.COMPLETE;
        }
        if (name.equals(JAVA_BODY) && !magic.body().isBlank()) {
            return java.completeness(magic.body());
        }
        boolean ended = !magic.body().isBlank() && cell.endsWith("\n\n") && Brackets.balanced(magic.body());
        return ended ? Completeness.COMPLETE : Completeness.DEFINITELY_INCOMPLETE;
    }

    private boolean insideCellMagic(String cell) {
        List<CellPart> parts = CellPart.split(cell, java -> false);
        return !parts.isEmpty()
                && parts.getFirst() instanceof CellPart.Magic magic
                && magic.cell()
                && !Magics.name(magic.line()).equals(JAVA_BODY);
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
