package org.schedlab.kernel.jupyter.cells;

import java.util.List;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/// Texts that can replace the part of the cell from `start` to `end`, the likeliest first.
public record Suggestions(List<String> texts, int start, int end) {
    static Suggestions java(String text, int cursor, SourceCodeAnalysis analysis) {
        int from = 0;
        for (Piece piece : Piece.split(text.substring(0, cursor), analysis)) {
            from = piece.start();
        }
        int[] anchor = new int[1];
        String code = text.substring(from, cursor);
        List<Suggestion> found = analysis.completionSuggestions(code, code.length(), anchor);
        List<String> texts = found.stream()
                .sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType()))
                .map(Suggestion::continuation)
                .distinct()
                .toList();
        return texts.isEmpty()
                ? new Suggestions(texts, cursor, cursor)
                : new Suggestions(texts, from + anchor[0], cursor);
    }
}
