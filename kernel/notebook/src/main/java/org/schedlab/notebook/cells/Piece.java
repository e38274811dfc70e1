package org.schedlab.notebook.cells;

import java.util.ArrayList;
import java.util.List;

import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/// One snippet of a cell: what JShell is given, where it starts in the text, how complete it is, and
/// whether the user ended it with a semicolon (then its value is not shown).
record Piece(String snippet, int start, Completeness completeness, boolean semicolon) {

    /// The snippets of the text, in order. The last one may be incomplete or wrong, then it is the
    /// rest of the text.
    static List<Piece> split(String text, SourceCodeAnalysis analysis) {
        List<Piece> pieces = new ArrayList<>();
        String rest = text;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (info.completeness() == Completeness.EMPTY) {
                break;
            }
            int start = text.length() - rest.length() + leadingBlanks(rest);
            if (!info.completeness().isComplete()) {
                pieces.add(new Piece(rest.strip(), start, info.completeness(), false));
                break;
            }
            boolean semicolon = info.completeness() == Completeness.COMPLETE && endsWithSemicolon(rest, info);
            pieces.add(new Piece(info.source().strip(), start, info.completeness(), semicolon));
            rest = info.remaining();
        }
        return pieces;
    }

    boolean complete() {
        return completeness.isComplete();
    }

    private static boolean endsWithSemicolon(String rest, CompletionInfo info) {
        String typed = rest.substring(0, rest.length() - info.remaining().length());
        return typed.strip().endsWith(";");
    }

    private static int leadingBlanks(String text) {
        return text.length() - text.stripLeading().length();
    }
}
