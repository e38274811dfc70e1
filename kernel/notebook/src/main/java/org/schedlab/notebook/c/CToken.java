package org.schedlab.notebook.c;

import java.util.List;

/// A word or a sign of C.
///
/// @param start where it stands in its text
record CToken(String text, int start) {
    int end() {
        return start + text.length();
    }

    boolean is(String other) {
        return text.equals(other);
    }

    boolean isName() {
        return Character.isJavaIdentifierStart(text.charAt(0)) && text.charAt(0) != '$';
    }

    private boolean opens() {
        return is("(") || is("[") || is("{");
    }

    private boolean closes() {
        return is(")") || is("]") || is("}");
    }

    /// The place behind the bracket that closes the one at a place; the list's end if none does.
    static int behind(List<CToken> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).opens() ? 1 : tokens.get(i).closes() ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return tokens.size();
    }

    /// The place of the bracket that the one at a place closes; -1 if none does.
    static int opening(List<CToken> tokens, int close) {
        int depth = 0;
        for (int i = close; i >= 0; i--) {
            depth += tokens.get(i).closes() ? 1 : tokens.get(i).opens() ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /// The place of the innermost bracket that is open at the end; -1 if none is.
    static int innermost(List<CToken> tokens) {
        int depth = 0;
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).opens() && depth == 0) {
                return i;
            }
            depth += tokens.get(i).closes() ? 1 : tokens.get(i).opens() ? -1 : 0;
        }
        return -1;
    }

    /// The first of these signs outside of brackets; the list's end if there is none.
    static int next(List<CToken> tokens, int from, String first, String second) {
        int i = from;
        while (i < tokens.size() && !tokens.get(i).is(first) && !tokens.get(i).is(second)) {
            i = tokens.get(i).opens() ? behind(tokens, i) : i + 1;
        }
        return Math.min(i, tokens.size());
    }
}
