package org.schedlab.notebook.c;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a word of a C text is, by what stands before it.
sealed interface CPlace {
    /// A member behind a dot or an arrow.
    ///
    /// @param struct what the members are of
    /// @param connector `.` or `->`, whichever stands there; a comma in `BPF_CORE_READ(p, scx)`
    /// @param pointer whether an arrow belongs there
    record Member(CType struct, String connector, boolean pointer) implements CPlace {}

    /// A member that a value is given: `.enqueue` of an initialiser.
    record Initialiser(CType struct) implements CPlace {}

    /// The name behind `struct`, `union` or `enum`.
    record TypeName(String keyword) implements CPlace {}

    /// The name of a callback: `BPF_STRUCT_OPS(mine_enq`.
    record Callback() implements CPlace {}

    /// The parameters of a callback: `BPF_STRUCT_OPS(mine_enqueue, `.
    record Parameters(String callback) implements CPlace {}

    /// Any other name.
    record Name() implements CPlace {}

    /// What a word that begins where the tokens end would be.
    ///
    /// @param tokens those before the word
    static CPlace after(List<CToken> tokens, CWorld world) {
        int last = tokens.size() - 1;
        if (last < 0) {
            return new Name();
        }
        CToken before = tokens.get(last);
        Set<String> begins = Set.of("{", ",", "(");
        if (before.is(".") && (last == 0 || begins.contains(tokens.get(last - 1).text()))) {
            return initialised(tokens).<CPlace>map(Initialiser::new).orElse(new Name());
        }
        if (before.is("->") || before.is(".")) {
            return new CExpression(tokens, world)
                    .endingAt(last - 1)
                    .<CPlace>map(type ->
                            new Member(type.pointers() > 0 ? type.target() : type, before.text(), type.pointers() > 0))
                    .orElse(new Member(CType.named("", 0), before.text(), before.is("->")));
        }
        if (before.is("struct") || before.is("union") || before.is("enum")) {
            return new TypeName(before.text());
        }
        return inCall(tokens, world);
    }

    private static CPlace inCall(List<CToken> tokens, CWorld world) {
        int open = CToken.innermost(tokens);
        if (open < 1 || !tokens.get(open).is("(")) {
            return new Name();
        }
        CToken function = tokens.get(open - 1);
        boolean begins = open == tokens.size() - 1;
        if (StructOps.definesFunction(function)) {
            boolean first = CToken.next(tokens, open + 1, ",", ")") == tokens.size();
            boolean second = !first && tokens.getLast().is(",") && tokens.size() == open + 3;
            return begins
                    ? new Callback()
                    : second ? new Parameters(tokens.get(open + 1).text()) : new Name();
        }
        boolean follows = function.is("BPF_CORE_READ") && tokens.getLast().is(",");
        return follows
                ? followed(tokens, open, world)
                        .<CPlace>map(type -> new Member(type, ",", false))
                        .orElse(new Name())
                : new Name();
    }

    /// The struct that the next argument of `BPF_CORE_READ(p, a, b.c, ` is a member of.
    private static Optional<CType> followed(List<CToken> tokens, int open, CWorld world) {
        int comma = CToken.next(tokens, open + 1, ",", ")");
        Optional<CType> type = new CExpression(tokens, world).endingAt(comma - 1);
        for (int at = comma + 1; at < tokens.size(); at++) {
            String word = tokens.get(at).text();
            type = tokens.get(at).isName()
                    ? type.map(each -> each.pointers() > 0 ? each.target() : each)
                            .flatMap(struct -> world.member(struct, word))
                            .map(CWorld.Member::type)
                    : type;
        }
        return type.map(each -> each.pointers() > 0 ? each.target() : each);
    }

    /// The struct whose initialiser is open at the end.
    private static Optional<CType> initialised(List<CToken> tokens) {
        int open = CToken.innermost(tokens);
        if (open > 0 && tokens.get(open).is("(")) {
            return tokens.get(open - 1).is(StructOps.DEFINE)
                    ? Optional.of(CType.named(StructOps.OPS, 0))
                    : Optional.empty();
        }
        int at = open - 1;
        boolean value = at > 0 && (tokens.get(at).is("=") || tokens.get(at).is(")"));
        while (value && at > 0 && !Set.of(";", "}", "{").contains(tokens.get(at).text())) {
            if (tokens.get(at - 1).is("struct") || tokens.get(at - 1).is("union")) {
                return Optional.of(CType.named(
                        tokens.get(at - 1).text() + " " + tokens.get(at).text(), 0));
            }
            at--;
        }
        return Optional.empty();
    }
}
