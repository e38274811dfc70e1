package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jdk.jshell.SourceCodeAnalysis;

/// Texts that can replace the part of the cell from `start` to `end`, the likeliest first.
public record Suggestions(List<Suggestion> list, int start, int end) {
    /// Copies the list.
    public Suggestions {
        list = List.copyOf(list);
    }

    /// No suggestion.
    public static Suggestions none(int cursor) {
        return new Suggestions(List.of(), cursor, cursor);
    }

    /// These, with others after the likely ones of them.
    public Suggestions with(List<Suggestion> others) {
        List<Suggestion> all = new ArrayList<>(list);
        int likely = (int) list.stream().filter(Suggestion::likely).count();
        all.addAll(likely, others);
        return new Suggestions(all, start, end);
    }

    static Suggestions java(String text, int cursor, SourceCodeAnalysis analysis) {
        int from = 0;
        for (Piece piece : Piece.split(text.substring(0, cursor), analysis)) {
            from = piece.start();
        }
        int[] anchor = new int[1];
        String code = text.substring(from, cursor);
        Set<String> seen = new HashSet<>();
        List<Suggestion> found = analysis.completionSuggestions(code, code.length(), anchor).stream()
                .map(each -> new Suggestion(each.continuation(), kind(each.continuation()), each.matchesType()))
                .sorted(Comparator.comparing((Suggestion each) -> !each.likely()))
                .filter(each -> seen.add(each.text()))
                .toList();
        return found.isEmpty() ? none(cursor) : new Suggestions(found, from + anchor[0], cursor);
    }

    private static String kind(String continuation) {
        return continuation.contains("(") ? "function" : "";
    }
}
