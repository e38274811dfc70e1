package org.schedlab.notebook.c;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/// The parameters and local variables that are in force where a text ends.
///
/// @param isType whether a word names a type
record CScope(CSource source, List<CToken> tokens, Predicate<String> isType) {

    /// The innermost last.
    List<Declared> locals() {
        int brace = body();
        if (brace < 0) {
            return List.of();
        }
        List<Declared> found = parameters(brace);
        Deque<Integer> outer = new ArrayDeque<>();
        for (int i = brace; i < tokens.size(); i++) {
            CToken token = tokens.get(i);
            if (token.is("{")) {
                outer.push(found.size());
            } else if (token.is("}") && outer.size() > 1) {
                found = new ArrayList<>(found.subList(0, outer.pop()));
            }
            boolean loop = token.is("(") && tokens.get(i - 1).is("for");
            if (token.is("{") || token.is("}") || token.is(";") || loop) {
                add(i + 1, tokens.size(), found);
            }
        }
        return found;
    }

    /// The brace that opens the function around the end; -1 outside of functions.
    private int body() {
        int at = 0;
        while (at < tokens.size()) {
            int brace = CToken.next(tokens, at, "{", ";");
            if (brace >= tokens.size()) {
                return -1;
            }
            boolean opens = tokens.get(brace).is("{");
            int end = opens ? CToken.behind(tokens, brace) : brace + 1;
            if (opens && end == tokens.size() && CToken.opening(tokens, end - 1) != brace) {
                return tokens.get(Math.max(0, brace - 1)).is("=") ? -1 : brace;
            }
            at = end;
        }
        return -1;
    }

    private List<Declared> parameters(int brace) {
        List<Declared> found = new ArrayList<>();
        int start = brace - 1;
        while (start >= 0 && !tokens.get(start).is(";") && !tokens.get(start).is("}")) {
            start--;
        }
        int callback = StructOps.bracket(tokens.subList(0, brace), start + 1);
        int open = callback > 0 ? callback : CToken.next(tokens, start + 1, "(", "{");
        int end = CToken.behind(tokens, open) - 1;
        int at = callback > 0 ? CToken.next(tokens, open + 1, ",", ")") + 1 : open + 1;
        while (at < end) {
            int comma = Math.min(CToken.next(tokens, at, ",", ")"), end);
            add(at, comma, found);
            at = comma + 1;
        }
        return found;
    }

    private void add(int from, int to, List<Declared> found) {
        for (Declarators.One one : Declarators.read(source, tokens.subList(0, to), from, null)) {
            if (isType.test(one.type().base())) {
                CToken name = tokens.get(one.name());
                found.add(new Declared(name.text(), Declared.Kind.VARIABLE, one.text(), one.type(), name.start(), ""));
            }
        }
    }
}
