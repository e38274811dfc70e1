package org.schedlab.kernel.jupyter.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jdk.jshell.Diag;
import jdk.jshell.SourceCodeAnalysis;

/// Compiler messages told with the cell's own line and a mark under the place.
final class CompileErrors {
    private static final Pattern SYMBOL = Pattern.compile("symbol:\\s+(?:variable|method|class)\\s+(\\w+)");
    private static final int MOST_ERRORS = 5;

    private final SourceCodeAnalysis analysis;

    CompileErrors(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    CellException explain(List<Diag> problems, CellSource cell, Piece piece) {
        List<Diag> errors = problems.stream().filter(Diag::isError).toList();
        if (errors.isEmpty()) {
            return at("not valid Java", cell, piece.start(), piece.start() + 1);
        }
        List<String> lines = new ArrayList<>();
        for (Diag error : errors.subList(0, Math.min(MOST_ERRORS, errors.size()))) {
            lines.addAll(explain(error, cell, piece).traceback());
        }
        if (errors.size() > MOST_ERRORS) {
            lines.add((errors.size() - MOST_ERRORS) + " more errors");
        }
        return new CellException(
                "CompileError", explain(errors.getFirst(), cell, piece).value(), lines);
    }

    private CellException explain(Diag error, CellSource cell, Piece piece) {
        int start = piece.start() + (int) Math.max(0, error.getStartPosition());
        int end = piece.start() + (int) Math.max(error.getStartPosition() + 1, error.getEndPosition());
        return at(message(error), cell, start, end);
    }

    private static CellException at(String message, CellSource cell, int start, int end) {
        String line = cell.lineTextAt(start);
        int column = Math.min(start - cell.lineStart(start), line.length());
        int width = Math.clamp((long) end - start, 1, Math.max(1, line.length() - column));
        return UserErrors.named(
                "CompileError",
                "line " + cell.lineAt(start) + ": " + message,
                List.of("    " + line, "    " + " ".repeat(column) + "^".repeat(width)));
    }

    private String message(Diag error) {
        String text = error.getMessage(Locale.ROOT);
        Matcher symbol = SYMBOL.matcher(text);
        if (!symbol.find()) {
            return text.lines()
                    .filter(line -> !line.strip().startsWith("location:"))
                    .reduce((a, b) -> a + "\n" + b)
                    .orElse(text);
        }
        String name = symbol.group(1);
        List<String> nearest = Nearest.to(name, known(name), 4);
        String advice = nearest.isEmpty() ? "" : "; did you mean " + String.join(", ", nearest) + "?";
        return "there is no " + symbol.group().replaceFirst("symbol:\\s+", "") + advice;
    }

    private List<String> known(String name) {
        String prefix = name.substring(0, 1);
        return analysis.completionSuggestions(prefix, 1, new int[1]).stream()
                .map(suggestion -> suggestion.continuation().replaceFirst("[(].*", ""))
                .distinct()
                .toList();
    }
}
