package org.schedlab.notebook.c;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Types of what stands before a dot or an arrow: `turn_on(cpu)->`, `turns[i].`, `((struct turn *)x)->`.
record CExpression(List<CToken> tokens, CWorld world) {
    private static final Set<String> NO_CALLS = Set.of("if", "while", "for", "switch", "return", "sizeof");

    /// The type of the expression whose last token is at a place.
    Optional<CType> endingAt(int last) {
        if (last < 0) {
            return Optional.empty();
        }
        CToken token = tokens.get(last);
        if (token.is("]")) {
            return endingAt(CToken.opening(tokens, last) - 1).map(CType::target);
        }
        if (token.is(")")) {
            int open = CToken.opening(tokens, last);
            boolean call = open > 0
                    && tokens.get(open - 1).isName()
                    && !NO_CALLS.contains(tokens.get(open - 1).text());
            return call ? endingAt(open - 1) : open < 0 ? Optional.empty() : inside(open + 1, last);
        }
        if (!token.isName()) {
            return Optional.empty();
        }
        if (last > 0 && (tokens.get(last - 1).is("->") || tokens.get(last - 1).is("."))) {
            return endingAt(last - 2)
                    .flatMap(struct -> world.member(struct.pointers() > 0 ? struct.target() : struct, token.text()))
                    .map(CWorld.Member::type);
        }
        return world.typeOf(token.text());
    }

    /// The type of an expression in brackets.
    private Optional<CType> inside(int from, int to) {
        if (from >= to) {
            return Optional.empty();
        }
        CToken first = tokens.get(from);
        if (first.is("*")) {
            return inside(from + 1, to).map(CType::target);
        }
        if (first.is("&")) {
            return inside(from + 1, to).map(CType::pointer);
        }
        int close = first.is("(") ? CToken.behind(tokens, from) : to;
        return close < to ? cast(from + 1, close - 1) : endingAt(to - 1);
    }

    /// The type that a cast names.
    private Optional<CType> cast(int from, int to) {
        int stars = 0;
        StringBuilder base = new StringBuilder();
        for (CToken token : tokens.subList(from, to)) {
            if (token.is("*")) {
                stars++;
            } else if (!token.is("const") && !token.is("volatile")) {
                base.append(base.isEmpty() ? "" : " ").append(token.text());
            }
        }
        return world.isType(base.toString()) ? Optional.of(CType.named(base.toString(), stars)) : Optional.empty();
    }
}
