package org.schedlab.notebook;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jdk.jshell.SourceCodeAnalysis.Completeness;
import org.jspecify.annotations.Nullable;
import org.schedlab.notebook.cells.JavaCells;
import org.schedlab.notebook.cells.Suggestions;
import org.schedlab.notebook.magics.Magics;
import org.schedlab.notebook.names.CallAtCursor;
import org.schedlab.notebook.names.CallHelp;

/// Helps with a cell that is being typed: completion, inspection, and whether it can run. Positions
/// are Java string indexes. Thread-safe, works while a cell runs.
final class Assistance {
    /// A magic's line that goes on with Java.
    private static final Pattern TIMED = Pattern.compile("\\s*%(?:time|timeit)\\s+(?![-%!])");

    private final JavaCells java;
    private final Magics magics;
    private final CallHelp calls;
    private final MagicHelp magicHelp;

    Assistance(JavaCells java, Magics magics, CallHelp calls) {
        this.java = java;
        this.magics = magics;
        this.calls = calls;
        this.magicHelp = new MagicHelp(magics);
    }

    Suggestions complete(String cell, int cursor) {
        int lineStart = cell.lastIndexOf('\n', cursor - 1) + 1;
        String line = cell.substring(lineStart, cursor);
        String typed = line.stripLeading();
        Optional<CellBody> body = CellBody.at(cell, cursor, magics);
        if (body.isPresent()) {
            return body.get().complete(cursor);
        }
        if (typed.startsWith("%") && !TIMED.matcher(line).lookingAt()) {
            return magicHelp.complete(typed, below(cell, cursor), cursor);
        }
        if (isCommand(line)) {
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

    /// What is at the cursor, or null.
    @Nullable
    String inspect(String cell, int cursor) {
        Optional<CellBody> body = CellBody.at(cell, cursor, magics);
        if (body.isPresent()) {
            return body.get().inspect(cursor).orElse(null);
        }
        int lineStart = cell.lastIndexOf('\n', Math.max(0, cursor - 1)) + 1;
        int end = cell.indexOf('\n', cursor);
        String line = cell.substring(lineStart, end < 0 ? cell.length() : end);
        String typed = line.stripLeading();
        if (typed.startsWith("%") && !inTimed(line, cursor - lineStart)) {
            int place = cursor - lineStart - (line.length() - typed.length());
            return magicHelp
                    .inspect(typed.stripTrailing(), place, below(cell, cursor))
                    .orElse(null);
        }
        return inspectJava(withoutMagics(cell), cursor);
    }

    private static boolean isCommand(String line) {
        Matcher command = CellPart.SHELL.matcher(line);
        return command.matches() && !CellPart.NEGATED.matcher(command.group(1)).lookingAt();
    }

    private static boolean inTimed(String line, int place) {
        Matcher timed = TIMED.matcher(line);
        return timed.lookingAt() && place >= timed.end();
    }

    private static String below(String cell, int cursor) {
        int end = cell.indexOf('\n', cursor);
        return end < 0 ? "" : cell.substring(end + 1);
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
        List<CellPart> parts = CellPart.split(cell, java::unfinished, this::isVariable);
        if (parts.isEmpty()) {
            return Completeness.COMPLETE;
        }
        return switch (parts.getLast()) {
            case CellPart.Magic magic when magic.cell() -> ofCellMagic(cell, magic);
            case CellPart.Magic _ -> Completeness.COMPLETE;
            case CellPart.Java code -> java.completeness(code.text());
        };
    }

    private boolean isVariable(String name) {
        return java.variable(name).isPresent();
    }

    /// A cell below `%%time` ends as a cell does. Other bodies, such as C, end in a console with an empty
    /// line outside of brackets.
    private Completeness ofCellMagic(String cell, CellPart.Magic magic) {
        String name = Magics.name(magic.line());
        if (!magics.names(true).contains(name)) {
            return Completeness.COMPLETE;
        }
        if (magics.holdsCell(name) && !magic.body().isBlank()) {
            return completeness(magic.body() + (cell.endsWith("\n") ? "\n" : ""));
        }
        boolean ended = !magic.body().isBlank() && cell.endsWith("\n\n") && Brackets.balanced(magic.body());
        return ended ? Completeness.COMPLETE : Completeness.DEFINITELY_INCOMPLETE;
    }

    /// The cell with its magics' lines blanked, so that positions stay.
    private static String withoutMagics(String cell) {
        StringBuilder java = new StringBuilder();
        for (String line : cell.split("\n", -1)) {
            boolean magic = CellPart.LINE.matcher(line).matches()
                    || CellPart.CELL.matcher(line).matches()
                    || isCommand(line);
            Matcher timed = TIMED.matcher(line);
            int blank = timed.lookingAt() ? timed.end() : magic ? line.length() : 0;
            java.append(" ".repeat(blank)).append(line.substring(blank)).append('\n');
        }
        return java.substring(0, cell.length());
    }
}
