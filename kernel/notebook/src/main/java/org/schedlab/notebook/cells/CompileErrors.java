package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jdk.jshell.Diag;
import jdk.jshell.SourceCodeAnalysis;

/// Compiler messages told with the cell's own line and a mark under the place.
final class CompileErrors {
    private static final Pattern SYMBOL = Pattern.compile("symbol:\\s+(?:variable|method|class)\\s+(\\w+)");
    private static final Pattern UNSUITABLE =
            Pattern.compile("no suitable (?:method|constructor) found for (\\w+)\\((.*)\\)$", Pattern.MULTILINE);
    private static final Pattern OFFERED =
            Pattern.compile("(?:method|constructor) (?:\\w+\\.)*(\\w+\\([^)]*\\)) is not applicable");
    private static final int MOST_ERRORS = 5;
    private static final int MOST_NAMES = 12;
    private static final int MOST_NEAREST = 4;

    private final Missing hints;
    private final Declared declared;

    CompileErrors(SourceCodeAnalysis analysis, Declared declared) {
        hints = new Missing(analysis);
        this.declared = declared;
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
        return at(message(error, piece), cell, start, end);
    }

    private static CellException at(String message, CellSource cell, int start, int end) {
        SourceLine line = SourceLine.around(cell, start);
        int column = line.column();
        int width = Math.clamp((long) end - start, 1, Math.max(1, line.text().length() - column));
        return UserErrors.named(
                "CompileError",
                "line " + cell.lineAt(start) + ": " + message,
                List.of("    " + line.text(), "    " + " ".repeat(column) + "^".repeat(width)));
    }

    private String message(Diag error, Piece piece) {
        String text = UserErrors.withoutPackages(InternalNames.removedFrom(error.getMessage(Locale.ROOT)));
        Matcher symbol = SYMBOL.matcher(text);
        if (symbol.find()) {
            return unknown(symbol, error, piece);
        }
        Matcher unsuitable = UNSUITABLE.matcher(text);
        if (unsuitable.find()) {
            return unsuitable(unsuitable, text);
        }
        return text.lines()
                .filter(line -> !line.strip().startsWith("location:"))
                .reduce((a, b) -> a + "\n" + b)
                .orElse(text);
    }

    private static String unsuitable(Matcher call, String text) {
        String there = OFFERED.matcher(text)
                .results()
                .map(offered -> offered.group(1))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return "%s does not take (%s)%s"
                .formatted(call.group(1), call.group(2), there.isEmpty() ? "" : "; there is " + there);
    }

    private String unknown(Matcher symbol, Diag error, Piece piece) {
        String name = symbol.group(1);
        int end = Math.clamp(error.getEndPosition(), 0, piece.snippet().length());
        int nameStart = piece.snippet().substring(0, end).lastIndexOf(name);
        boolean member = nameStart > 0 && piece.snippet().charAt(nameStart - 1) == '.';
        String kind = symbol.group().replaceFirst("symbol:\\s+", "");
        if (member) {
            List<String> known = hints.known(piece.snippet().substring(0, nameStart));
            List<String> nearest = Nearest.to(name, known, MOST_NEAREST);
            return "there is no " + kind
                    + (!nearest.isEmpty()
                            ? "; did you mean " + String.join(", ", nearest) + "?"
                            : known.isEmpty()
                                    ? ""
                                    : "; there is "
                                            + String.join(", ", known.subList(0, Math.min(MOST_NAMES, known.size()))));
        }
        Optional<String> waits = declared.whyNotUsable(name);
        if (waits.isPresent()) {
            return waits.get();
        }
        boolean isClass = hints.imports(name).findAny().isPresent();
        return "there is no " + (isClass ? "class " + name : kind) + hints.hint(List.of(name));
    }
}
