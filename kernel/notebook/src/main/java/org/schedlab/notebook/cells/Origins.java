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

    void put(String snippetId, CellSource cell, Piece piece) {
        Origin origin = new Origin(
                cell.cell(), cell.lineAt(piece.start()), piece.snippet().lines().toList());
        origins.put(snippetId, origin);
    }

    /// The frame in the user's words, or null when it is not a frame of a cell.
    @Nullable
    String describe(StackTraceElement frame) {
        String file = frame.getFileName();
        Origin origin = file == null || !file.startsWith("#") ? null : origins.get(file.substring(1));
        if (origin == null) {
            return null;
        }
        int line = Math.clamp(frame.getLineNumber(), 1, origin.lines().size());
        String method = frame.getMethodName().isEmpty() ? "" : " in " + frame.getMethodName();
        return String.format(
                Locale.ROOT,
                "    cell %d, line %d%s:  %s",
                origin.cell(),
                origin.firstLine() + line - 1,
                method,
                origin.lines().get(line - 1).strip());
    }
}
