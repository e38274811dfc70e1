package org.schedlab.notebook.cells;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Where each snippet was typed, so that a stack frame can name the cell and show its line.
final class Origins {
    private record Origin(int cell, int firstLine, List<String> lines) {}

    private final Map<String, Origin> origins = new HashMap<>();

    private @Nullable Origin running;

    /// What is evaluated now, until [#put] knows its id.
    void running(CellSource cell, Piece piece) {
        running = origin(cell, piece);
    }

    void put(String snippetId, CellSource cell, Piece piece) {
        origins.put(snippetId, origin(cell, piece));
    }

    private static Origin origin(CellSource cell, Piece piece) {
        return new Origin(
                cell.cell(), cell.lineAt(piece.start()), piece.snippet().lines().toList());
    }

    /// The frame in the user's words, or null when it is not a frame of a cell.
    @Nullable
    String describe(StackTraceElement frame) {
        String file = frame.getFileName();
        if (file == null || !file.startsWith("#")) {
            return null;
        }
        // Where the snippet still runs, only a redeclaration has an entry, and that is of an earlier cell.
        Origin origin = origins.getOrDefault(file.substring(1), running);
        if (origin == null) {
            return null;
        }
        int line = Math.clamp(frame.getLineNumber(), 1, origin.lines().size());
        String method = InternalNames.inMethod(frame.getMethodName());
        return String.format(
                Locale.ROOT,
                "    cell %d, line %d%s:  %s",
                origin.cell(),
                origin.firstLine() + line - 1,
                method,
                SourceLine.of(origin.lines().get(line - 1).strip(), 0).text());
    }
}
